// In: nothing. Out: tick lateness of few arenas, and bytes of one full fight, beside a stock room running the same rules, as Markdown.
// Run by: npm run bench:arena.
import { Client } from '@colyseus/sdk';
import { connectMatch } from '../../client/netcode/connection.ts';
import { arena } from '../../shared/rooms/arena/definition.ts';
import { ArenaState } from '../../shared/rooms/arena/state.ts';
import type { ArenaWorld } from '../../shared/rooms/arena/world.ts';
import { startChild, type Child } from './child.ts';
import type { HostFigures } from './host.ts';

const SETTLE_MS = 3_000;
const MEASURE_MS = 10_000;
const ROUNDS = 2;
const PLAYERS = 4;
const FRAME_MS = 8;

type Entrant = 'arbiter' | 'stock';
interface Bytes { readonly down: number; readonly up: number }

const pause = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });
const urlOf = ({ ready }: Child) => `http://127.0.0.1:${String(ready)}`;

async function measureLateness(which: Entrant, rooms: number): Promise<HostFigures> {
  const server = await startChild('host.ts', [which], 0);
  try {
    await server.ask('arenas', { count: rooms });
    await pause(SETTLE_MS);
    return await server.ask<HostFigures>('measure', { ms: MEASURE_MS });
  } finally {
    await server.end();
  }
}

/** Four clients of the game, played by its bots, in a room that bots fill to 32. */
async function arbiterBytes(): Promise<Bytes> {
  const server = await startChild('host.ts', ['arbiter'], 0);
  const options = { botsMin: 32, botLevel: 'hard', warmupSec: 0, matchSec: 3_600 };
  const matches = await Promise.all(Array.from({ length: PLAYERS }, (_, n) => connectMatch({
    url: urlOf(server), roomType: arena, rootState: ArenaState as never, name: `Player ${n}`, options,
  })));
  const memories = matches.map((_, n) => arena.bots!.createMemory(n, 'hard'));
  const timer = setInterval(() => matches.forEach((match, n) => {
    match.advance(performance.now(), (world: ArenaWorld) => arena.bots!.think(world, match.seat, memories[n] as never));
    match.view(performance.now());
    match.takeEvents(performance.now());
  }), FRAME_MS);
  await pause(SETTLE_MS);
  let [down, up, samples] = [0, 0, 0];
  for (let second = 0; second < MEASURE_MS / 1000; second++) {
    await pause(1_000);
    for (const match of matches) {
      const stats = match.stats(performance.now());
      down += stats.bytesInPerSec;
      up += stats.bytesOutPerSec;
      samples++;
    }
  }
  clearInterval(timer);
  await Promise.all(matches.map((match) => match.leave()));
  await server.end();
  return { down: down / samples, up: up / samples };
}

/** The same through the SDK's own input channel; a small fight of their own moves their sticks and mice like the real one does. */
async function stockBytes(): Promise<Bytes> {
  const server = await startChild('host.ts', ['stock'], 0);
  let [down, up] = [0, 0];
  const handles: { data: Record<string, number>; send(): void }[] = [];
  for (let n = 0; n < PLAYERS; n++) {
    const room = await new Client(urlOf(server)).joinOrCreate('arena', {});
    await new Promise<void>((resolve) => { room.onStateChange.once(() => resolve()); });
    room.reconnection.enabled = false;
    const events = room.connection.events as { onmessage: (event: { data: ArrayBuffer }) => void };
    const receive = events.onmessage;
    events.onmessage = (event) => { down += event.data.byteLength; receive(event); };
    const send = room.connection.send.bind(room.connection);
    room.connection.send = (bytes) => { up += bytes.length; send(bytes); };
    handles.push(room.input() as never);
  }
  const world = arena.createWorld((arena.parseOptions({}) as { ok: true; value: never }).value, 1);
  for (let seat = 0; seat < PLAYERS; seat++) arena.join(world, seat, { name: 'b', team: 0, bot: true });
  const memories = handles.map((_, n) => arena.bots!.createMemory(n, 'hard'));
  const timer = setInterval(() => {
    const inputs = handles.map((handle, seat) => {
      const input = arena.bots!.think(world, seat, memories[seat] as never);
      Object.assign(handle.data, input);
      handle.send();
      return [{ input, viewTick: world.tick, clock: world.tick }];
    });
    arena.step(world, inputs, () => {});
  }, 1000 / arena.tickHz);
  await pause(SETTLE_MS);
  [down, up] = [0, 0];
  await pause(MEASURE_MS);
  clearInterval(timer);
  const perPlayerSec = PLAYERS * (MEASURE_MS / 1000);
  const result = { down: down / perPlayerSec, up: up / perPlayerSec };
  await server.end();
  return result;
}

console.log('## Tick lateness at 60 Hz, milliseconds behind the grid\n');
console.log('| round | server | rooms of 32 bots | p50 | p99 | max | steps run of due | CPU of one core |\n|---|---|---|---|---|---|---|---|');
for (let round = 1; round <= ROUNDS; round++) {
  for (const rooms of [1, 4]) {
    for (const which of ['arbiter', 'stock'] as const) {
      const { lateness, cpuUs, windowUs } = await measureLateness(which, rooms);
      const cells = [lateness.p50, lateness.p99, lateness.max].map((ms) => ms.toFixed(1)).join(' | ');
      console.log(`| ${round} | ${which} | ${rooms} | ${cells} | ${lateness.steps} of ${lateness.expected} | ${((cpuUs / windowUs) * 100).toFixed(0)} % |`);
    }
  }
}
const [ours, stock] = [await arbiterBytes(), await stockBytes()];
console.log('\n## Bytes per player a second, 32 players fighting (WebSocket payload)\n');
console.log('| server | down | up |\n|---|---|---|');
console.log(`| arbiter | ${ours.down.toFixed(0)} | ${ours.up.toFixed(0)} |`);
console.log(`| stock, float32 | ${stock.down.toFixed(0)} | ${stock.up.toFixed(0)} |`);
console.log(`| ratio | ${(ours.down / stock.down).toFixed(2)} | ${(ours.up / stock.up).toFixed(2)} |`);
process.exit(0);

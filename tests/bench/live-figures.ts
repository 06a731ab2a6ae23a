// In: nothing. Out: tick lateness and bytes of Arbiter beside a stock room running the same rules, as Markdown. Run by: npm run bench.
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { Client } from '@colyseus/sdk';
import { connectMatch } from '../../client/netcode/connection.ts';
import { arena } from '../../shared/rooms/arena/definition.ts';
import { ArenaState } from '../../shared/rooms/arena/state.ts';
import type { ArenaWorld } from '../../shared/rooms/arena/world.ts';

const SETTLE_MS = 2_000;
const MEASURE_MS = 10_000;
const ROUNDS = 2;
const PLAYERS = 4;
const CROWD = 24;

interface Lateness { readonly p50: number; readonly p99: number; readonly max: number; readonly steps: number; readonly expected: number }
interface Host { readonly port: number; ask<T>(verb: string, count?: number): Promise<T>; end(): void }
type Entrant = 'arbiter' | 'stock';

const pause = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });

async function host(which: Entrant): Promise<Host> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'host.ts'), [which], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const next = <T>(verb: string) => new Promise<T>((resolve, reject) => {
    const onMessage = (message: { verb: string; value: T }) => {
      if (message.verb !== verb) return;
      child.off('message', onMessage);
      resolve(message.value);
    };
    child.on('message', onMessage);
    child.once('exit', (code) => reject(new Error(`the ${which} host ended with ${code}`)));
  });
  const port = await next<number>('ready');
  return {
    port,
    ask: <T>(verb: string, count?: number) => {
      const answer = next<T>(verb);
      child.send({ verb, ...(count === undefined ? {} : { count }) });
      return answer;
    },
    end: () => { child.removeAllListeners('exit'); child.send({ verb: 'end' }); },
  };
}

async function measureLateness(which: Entrant, rooms: number): Promise<Lateness & { readonly cpu: number }> {
  const server = await host(which);
  await server.ask('rooms', rooms);
  await pause(SETTLE_MS);
  await server.ask('reset');
  const before = await server.ask<NodeJS.CpuUsage>('cpu');
  await pause(MEASURE_MS);
  const after = await server.ask<NodeJS.CpuUsage>('cpu');
  const lateness = await server.ask<Lateness>('lateness');
  server.end();
  return { ...lateness, cpu: (after.user + after.system - before.user - before.system) / 1000 / MEASURE_MS };
}

interface Bytes { readonly down: number; readonly up: number }

async function arbiterBytes(): Promise<Bytes> {
  const server = await host('arbiter');
  const options = { botsMin: 32, botLevel: 'hard', warmupSec: 0, matchSec: 3_600 };
  const matches = await Promise.all(Array.from({ length: PLAYERS }, (_, n) => connectMatch({
    url: `http://127.0.0.1:${server.port}`, roomType: arena, rootState: ArenaState as never, name: `Player ${n}`, options,
  })));
  const memories = matches.map((_, n) => arena.bots!.createMemory(n, 'hard'));
  const timer = setInterval(() => matches.forEach((match, n) => {
    match.advance(performance.now(), (world: ArenaWorld) => arena.bots!.think(world, match.seat, memories[n] as never));
    match.view(performance.now());
    match.takeEvents(performance.now());
  }), 8);
  await pause(SETTLE_MS);
  const samples: Bytes[] = [];
  for (let second = 0; second < MEASURE_MS / 1000; second++) {
    await pause(1_000);
    for (const match of matches) {
      const stats = match.stats(performance.now());
      samples.push({ down: stats.bytesInPerSec, up: stats.bytesOutPerSec });
    }
  }
  clearInterval(timer);
  await Promise.all(matches.map((match) => match.leave()));
  server.end();
  return mean(samples);
}

async function stockBytes(): Promise<Bytes> {
  const server = await host('stock');
  let down = 0;
  let up = 0;
  const handles: { data: Record<string, number>; send(): void }[] = [];
  for (let n = 0; n < PLAYERS; n++) {
    const room = await new Client(`http://127.0.0.1:${server.port}`).joinOrCreate('arena', {});
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
    // A small fight of their own moves their sticks and mice like the real one does.
    arena.step(world, inputs, () => {});
  }, 1000 / arena.tickHz);
  await pause(SETTLE_MS);
  down = up = 0;
  await pause(MEASURE_MS);
  clearInterval(timer);
  const result = { down: down / PLAYERS / (MEASURE_MS / 1000), up: up / PLAYERS / (MEASURE_MS / 1000) };
  server.end();
  return result;
}

/** Server CPU, as a part of one core, with a room full of people who send one input a frame or two. */
async function measureFrames(inputsPerFrame: 1 | 2): Promise<number> {
  const server = await host('arbiter');
  const matches = await Promise.all(Array.from({ length: CROWD }, (_, n) => connectMatch({
    url: `http://127.0.0.1:${server.port}`, roomType: arena, rootState: ArenaState as never, name: `Player ${n}`,
    options: { botsMin: 0, warmupSec: 0, matchSec: 3_600 }, inputsPerFrame,
  })));
  let aim = 0;
  const timer = setInterval(() => {
    aim = (aim + 211) % 65_536;
    for (const match of matches) match.advance(performance.now(), () => ({ moveX: aim % 4_000 < 2_000 ? 127 : -127, moveY: 0, aim, buttons: 0 }));
  }, 8);
  await pause(SETTLE_MS);
  const before = await server.ask<NodeJS.CpuUsage>('cpu');
  await pause(MEASURE_MS / 2);
  const after = await server.ask<NodeJS.CpuUsage>('cpu');
  clearInterval(timer);
  await Promise.all(matches.map((match) => match.leave()));
  server.end();
  return (after.user + after.system - before.user - before.system) / 1000 / (MEASURE_MS / 2);
}

async function printFrames(): Promise<void> {
  console.log(`\n## Server CPU with ${CROWD} players in a room, by inputs in a frame\n`);
  console.log('| round | one input a frame | two inputs a frame | ratio |\n|---|---|---|---|');
  for (let round = 1; round <= ROUNDS + 1; round++) {
    const one = await measureFrames(1);
    const two = await measureFrames(2);
    console.log(`| ${round} | ${(one * 100).toFixed(1)} % | ${(two * 100).toFixed(1)} % | ${(two / one).toFixed(2)} |`);
  }
}

function mean(samples: readonly Bytes[]): Bytes {
  const of = (pick: (b: Bytes) => number) => samples.reduce((sum, b) => sum + pick(b), 0) / samples.length;
  return { down: of((b) => b.down), up: of((b) => b.up) };
}

const ms = (value: number) => value.toFixed(1);

async function printLateness(): Promise<void> {
  console.log('## Tick lateness at 60 Hz, milliseconds behind the grid\n');
  console.log('| round | server | rooms of 32 bots | p50 | p99 | max | steps run of due | CPU of one core |\n|---|---|---|---|---|---|---|---|');
  for (let round = 1; round <= ROUNDS; round++) {
    for (const rooms of [1, 4]) {
      for (const which of ['arbiter', 'stock'] as const) {
        const l = await measureLateness(which, rooms);
        console.log(`| ${round} | ${which} | ${rooms} | ${ms(l.p50)} | ${ms(l.p99)} | ${ms(l.max)} | ${l.steps} of ${l.expected} | ${(l.cpu * 100).toFixed(0)} % |`);
      }
    }
  }
}

async function printBytes(): Promise<void> {
  const ours = await arbiterBytes();
  const stock = await stockBytes();
  console.log('\n## Bytes per player a second, 32 players fighting (WebSocket payload)\n');
  console.log('| server | down | up |\n|---|---|---|');
  console.log(`| arbiter | ${ours.down.toFixed(0)} | ${ours.up.toFixed(0)} |`);
  console.log(`| stock, float32 | ${stock.down.toFixed(0)} | ${stock.up.toFixed(0)} |`);
  console.log(`| ratio | ${(ours.down / stock.down).toFixed(2)} | ${(ours.up / stock.up).toFixed(2)} |`);
}

const only = process.argv[2];
if (only === undefined || only === 'lateness') await printLateness();
if (only === undefined || only === 'bytes') await printBytes();
if (only === undefined || only === 'frames') await printFrames();
process.exit(0);

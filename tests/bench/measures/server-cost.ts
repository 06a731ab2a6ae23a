// In: seconds. Out: P8, P9, P14 and P16: allocation and pauses, waiting inputs, joins, memory. Run by: bench.
import { startChild } from '../child.ts';
import type { HostFigures } from '../host.ts';
import { quantile, show, spreadOf, type Row } from '../report.ts';
import { SCENE } from '../scene/world.ts';
import { ENTRANT_NAMES, runScene, type Entrant } from './scene-run.ts';
import type { Plan } from './scene-rounds.ts';

const settle = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Garbage needs time to show: a window as long as three of the others. */
export async function allocationRow({ seconds, say }: Plan): Promise<Row> {
  const ms = seconds * 3_000;
  const figures = new Map<Entrant, { bytes: number; longestMs: number; p999Ms: number; pauses: number }>();
  for (const entrant of ['arbiter', 'stock'] as const) {
    const { host } = await runScene(entrant, { players: SCENE.players, ms, allocation: true });
    const bytes = host.allocatedBytes / (SCENE.players * SCENE.tickHz * (host.windowUs / 1e6));
    figures.set(entrant, { bytes, longestMs: Math.max(0, ...host.gcMs), p999Ms: quantile(host.gcMs, 0.999), pauses: host.gcMs.length });
    say(`  ${ENTRANT_NAMES[entrant]}: ${bytes.toFixed(0)} bytes, ${host.gcMs.length} pauses`);
  }
  const text = (entrant: Entrant) => {
    const { bytes, longestMs, pauses } = figures.get(entrant)!;
    return `${bytes.toFixed(0)}; longest of ${pauses} pauses ${longestMs.toFixed(1)} ms`;
  };
  const own = figures.get('arbiter')!;
  return {
    id: 'p8', figure: 'bytes allocated per player-tick; longest pause', arbiter: text('arbiter'),
    peers: `A stock Colyseus ${text('stock')}`, goal: '200; p99.9 2 ms', held: own.bytes <= 200 && own.p999Ms <= 2, data: Object.fromEntries(figures),
  };
}

const CLIENTS = 8;

/** Real clients, who steer their clocks by what the server says: the others' inputs would wait wherever they once began to. */
async function gateWaits(entrant: 'arbiter' | 'arbiter-1', seconds: number): Promise<readonly number[]> {
  const server = await startChild('host.ts', ['arbiter'], 0);
  const load = await startChild('load.ts', [], 1);
  try {
    await server.ask('meterGate');
    for (let n = 0; n < CLIENTS; n++) await load.ask('sample', { entrant, port: server.ready, room: 'scene' });
    await settle(6_000);
    return (await server.ask<HostFigures>('measure', { ms: seconds * 1000 })).gateMs;
  } finally {
    await Promise.all([load.end(), server.end()]);
  }
}

export async function waitRow({ seconds }: Plan): Promise<Row> {
  const goalMs = 500 / SCENE.tickHz + 1;
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const two = await gateWaits('arbiter', seconds);
  const one = await gateWaits('arbiter-1', seconds);
  return {
    id: 'p9', figure: 'input arrival to application, mean ms', peers: '', goal: `${goalMs.toFixed(1)}: half a tick + 1 ms`,
    arbiter: `${mean(two).toFixed(1)} with two inputs a frame, ${mean(one).toFixed(1)} with one (p99 ${quantile(two, 0.99).toFixed(1)}, ${quantile(one, 0.99).toFixed(1)})`,
    held: mean(two) <= goalMs, note: 'Of two inputs in a frame the second is a tick early by design.', data: { two: mean(two), one: mean(one) },
  };
}

const JOINS_PER_SEC = 500;
const JOIN_SEC = 2;
const JOIN_P99_MS_MAX = 50;

async function joinTimes(entrant: Entrant): Promise<readonly number[]> {
  const server = await startChild('host.ts', [entrant], 0);
  const load = await startChild('load.ts', [], 1);
  try {
    const seat = { entrant, port: server.ready, room: 'scene' };
    // A server that has never been joined compiles first: that is no figure about joins.
    await load.ask('join', { ...seat, players: 200, idle: true });
    return await load.ask<number[]>('joinAtRate', { ...seat, perSec: JOINS_PER_SEC, sec: JOIN_SEC });
  } finally {
    await Promise.all([load.end(), server.end()]);
  }
}

export async function joinRow({ say }: Plan): Promise<Row> {
  const own = await joinTimes('arbiter');
  const stock = await joinTimes('stock').catch((error: unknown) => {
    say(`  A stock Colyseus: ${(error as Error).message}`);
    return undefined;
  });
  const text = (times: readonly number[]) => `${quantile(times, 0.5).toFixed(0)} / ${quantile(times, 0.99).toFixed(0)}`;
  return {
    id: 'p14', figure: `join to full state p50 / p99 at ${JOINS_PER_SEC} joins/s, ms`, arbiter: text(own),
    peers: `A stock Colyseus ${stock === undefined ? 'failed' : text(stock)}`, goal: `p99 ${JOIN_P99_MS_MAX}`,
    held: quantile(own, 0.99) <= JOIN_P99_MS_MAX, data: { own, stock },
  };
}

/** The first players pay for what is made once: code, tables, pools. */
const FIRST_PLAYERS = 200;
const IDLE_PLAYERS = 800;
const MEMORY_KB_MAX = 12;
/** Memory hardly varies. */
const ROUNDS_MAX = 2;

async function memoryPerPlayer(entrant: Entrant): Promise<number> {
  const server = await startChild('host.ts', [entrant], 0, ['--expose-gc']);
  const load = await startChild('load.ts', [], 1);
  try {
    const seat = { entrant, port: server.ready, room: 'scene', idle: true };
    await load.ask('join', { ...seat, players: FIRST_PLAYERS });
    await settle(3_000);
    const before = await server.ask<number>('memory');
    // So many collections look like overload, and an overloaded server opens no rooms.
    await settle(3_000);
    await load.ask('join', { ...seat, players: IDLE_PLAYERS });
    await settle(3_000);
    return (await server.ask<number>('memory') - before) / IDLE_PLAYERS / 1024;
  } finally {
    await Promise.all([load.end(), server.end()]);
  }
}

export async function memoryRow({ rounds, say }: Plan): Promise<Row> {
  const entrants = ['arbiter', 'stock', 'socketio'] as const;
  const values = new Map<Entrant, number[]>(entrants.map((entrant) => [entrant, []]));
  for (let round = 0; round < Math.min(rounds, ROUNDS_MAX); round++) {
    for (const entrant of entrants) values.get(entrant)!.push(await memoryPerPlayer(entrant));
    say(`  round ${round + 1}: ${entrants.map((entrant) => `${entrant} ${values.get(entrant)!.at(-1)!.toFixed(1)} KB`).join(', ')}`);
  }
  const own = spreadOf(values.get('arbiter')!);
  return {
    id: 'p16', figure: 'server memory per joined idle player, rooms of 50 included, KB', arbiter: show(own),
    peers: entrants.slice(1).map((entrant) => `${ENTRANT_NAMES[entrant]} ${show(spreadOf(values.get(entrant)!))}`).join('; '),
    goal: `${MEMORY_KB_MAX}`, held: own.median <= MEMORY_KB_MAX, note: 'Heap and external memory after collection, of which buffers are a part; not the kernel\'s.', data: Object.fromEntries(values),
  };
}

// In: `arbiter` or `stock`, then commands over IPC. Out: a server with rooms of 32 bots, and how late its steps are.
// Run by: live-figures, as a child process.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matchMaker, Server } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { readConfig } from '../../server/platform/config.ts';
import { startServer } from '../../server/start.ts';
import { arena } from '../../shared/rooms/arena/definition.ts';
import { StockArenaRoom } from './stock-room.ts';

const which = process.argv[2];
const folder = await mkdtemp(join(tmpdir(), 'arbiter-bench-'));
const MAPS = ['foundry', 'garden', 'canal'];

/** When each world was stepped: the same measure for both entrants, taken where the step is called. */
const stepped = new Map<object, number[]>();
const step = arena.step;
Object.assign(arena, {
  step: (...args: Parameters<typeof step>) => {
    let times = stepped.get(args[0]);
    if (times === undefined) stepped.set(args[0], (times = []));
    times.push(performance.now());
    step(...args);
  },
});

async function start(): Promise<number> {
  if (which === 'arbiter') {
    const config = readConfig({ PORT: '0', HOST: '127.0.0.1', ARBITER_DATA: folder, ARBITER_CLIENT: 'off', LOG_LEVEL: 'silent', ARBITER_JOINS_PER_MIN: '100000' });
    return (await startServer(config)).port;
  }
  const http = createServer();
  const server = new Server({ transport: new WebSocketTransport({ server: http }), greet: false, gracefullyShutdown: false });
  server.define('arena', StockArenaRoom);
  await server.listen(0, '127.0.0.1');
  return (http.address() as AddressInfo).port;
}

async function addRooms(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const options = { name: 'bench', map: MAPS[n % MAPS.length], botsMin: 32, botLevel: 'hard', warmupSec: 0, matchSec: 3_600 };
    const { roomId } = await matchMaker.createRoom('arena', options);
    (matchMaker.getLocalRoomById(roomId) as { autoDispose: boolean }).autoDispose = false;
  }
}

/** Lateness of every step behind the grid that its room's earliest step lies on. */
function lateness(): { p50: number; p99: number; max: number; steps: number; expected: number } {
  const late: number[] = [];
  let expected = 0;
  for (const times of stepped.values()) {
    const tickMs = 1000 / arena.tickHz;
    const offsets = times.map((at, n) => at - n * tickMs);
    const first = Math.min(...offsets);
    late.push(...offsets.map((offset) => offset - first));
    expected += times.length === 0 ? 0 : Math.round((times.at(-1)! - times[0]!) / tickMs) + 1;
  }
  late.sort((a, b) => a - b);
  const at = (q: number) => late[Math.min(late.length - 1, Math.floor(q * late.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: late.at(-1) ?? 0, steps: late.length, expected };
}

process.on('message', (message: { readonly verb: 'rooms' | 'reset' | 'lateness' | 'cpu' | 'end'; readonly count?: number }) => {
  const answer = (value: unknown) => process.send!({ verb: message.verb, value });
  switch (message.verb) {
    case 'rooms': void addRooms(message.count ?? 1).then(() => answer(true)); break;
    case 'reset': stepped.clear(); answer(true); break;
    case 'lateness': answer(lateness()); break;
    case 'cpu': answer(process.cpuUsage()); break;
    case 'end': void rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).finally(() => process.exit(0)); break;
  }
});
process.send!({ verb: 'ready', value: await start() });

// In: verbs over IPC. Out: players by the hundred who join, send inputs sixty times a second and count what they get.
// Run by: measures, on a core of its own.
import { announceReady, answerVerbs } from './child.ts';
import { LoadSocket } from './load-socket.ts';
import { WIRES, type Wire } from './load-wires.ts';
import { openSample, type Sample, type SampleFigures } from './sample-client.ts';
import { SCENE, SceneBrain, type SceneInput } from './scene/world.ts';

export interface LoadFigures {
  readonly players: number;
  readonly sec: number;
  /** WebSocket payload, all players together. */
  readonly bytesDown: number;
  readonly framesDown: number;
  readonly patches: number;
  readonly bytesUp: number;
  readonly inputs: number;
  /** How late inputs were sent, milliseconds: over `LATE_MS_MAX` the generator was the bottleneck. */
  readonly lateMsP99: number;
  readonly cpu: number;
  readonly lost: number;
  readonly sample: SampleFigures | undefined;
}

interface Player {
  readonly socket: LoadSocket;
  readonly encode: (inputs: readonly SceneInput[]) => Uint8Array;
  readonly brain: SceneBrain;
  dueMs: number;
}

const TICK_MS = 1000 / SCENE.tickHz;
const DRIVE_MS = 2;
const JOINS_AT_ONCE = 8;
const JOIN_MS_MAX = 10_000;

const players: Player[] = [];
const count = { bytesDown: 0, framesDown: 0, patches: 0, bytesUp: 0, inputs: 0, lost: 0 };
let late: number[] = [];
const samples: Sample[] = [];
let driver: NodeJS.Timeout | undefined;
let seats = 0;
let quiet = false;

/** Resolves to the milliseconds from asking for a seat to the first full state (or the join, where there is none). */
async function join(wire: Wire, port: number, room: string): Promise<number> {
  const startMs = performance.now();
  const path = await wire.join(port, room);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('a player could not join in time')), JOIN_MS_MAX);
    const n = seats++;
    const done = () => {
      clearTimeout(timer);
      resolve(performance.now() - startMs);
    };
    const socket = new LoadSocket(port, path, {
      onOpen: () => { if (path === '/') start(); },
      onFrame: (frame) => {
        count.bytesDown += frame.length;
        count.framesDown++;
        const meaning = wire.read(frame, (bytes) => socket.send(bytes, wire.isText));
        if (meaning === 'patch') count.patches++;
        if (meaning === 'joined') start();
        if (meaning === 'state') done();
      },
      onClose: (reason) => {
        count.lost++;
        reject(new Error(`a player lost its connection: ${reason}`));
      },
    });
    const start = () => {
      const phaseMs = ((n * 0.618) % 1) * TICK_MS * wire.inputsPerFrame;
      players.push({ socket, encode: wire.encoder(), brain: new SceneBrain(n + 1), dueMs: performance.now() + phaseMs });
      if (wire.read !== WIRES['arbiter']!.read) done();
    };
  });
}

function drive(wire: Wire): void {
  const nowMs = performance.now();
  if (quiet) return;
  for (const player of players) {
    while (player.dueMs <= nowMs) {
      late.push(nowMs - player.dueMs);
      player.dueMs += TICK_MS * wire.inputsPerFrame;
      const bytes = player.encode(Array.from({ length: wire.inputsPerFrame }, () => player.brain.next()));
      player.socket.send(bytes, wire.isText);
      count.bytesUp += bytes.length;
      count.inputs += wire.inputsPerFrame;
    }
  }
}

interface JoinParams { readonly entrant: string; readonly port: number; readonly players: number; readonly room: string; readonly idle?: boolean }

async function joinMany({ entrant, port, players: wanted, room, idle = false }: JoinParams): Promise<void> {
  const wire = WIRES[entrant]!;
  quiet = idle;
  for (let left = wanted; left > 0; left -= JOINS_AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(left, JOINS_AT_ONCE) }, () => join(wire, port, room)));
  }
  driver ??= setInterval(() => drive(wire), DRIVE_MS);
}

/** Joins at a rate, whether or not the ones before are through. */
async function joinAtRate({ entrant, port, room, perSec, sec }: { entrant: string; port: number; room: string; perSec: number; sec: number }): Promise<number[]> {
  const wire = WIRES[entrant]!;
  const startMs = performance.now();
  const joins: Promise<number>[] = [];
  while (joins.length < perSec * sec) {
    const due = Math.min(perSec * sec, Math.floor(((performance.now() - startMs) / 1000) * perSec));
    while (joins.length < due) joins.push(join(wire, port, room));
    await new Promise((resolve) => { setTimeout(resolve, 1); });
  }
  return Promise.all(joins);
}

async function addSample({ entrant, port, room }: { entrant: string; port: number; room: string }): Promise<void> {
  const opened = await openSample(entrant, port, room);
  if (opened !== undefined) samples.push(opened);
}

async function measure({ ms }: { readonly ms: number }): Promise<LoadFigures> {
  Object.assign(count, { bytesDown: 0, framesDown: 0, patches: 0, bytesUp: 0, inputs: 0, lost: 0 });
  late = [];
  for (const sample of samples) sample.reset();
  const startMs = performance.now();
  const cpu = process.cpuUsage();
  await new Promise((resolve) => { setTimeout(resolve, ms); });
  const sec = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  late.sort((a, b) => a - b);
  return {
    ...count, players: players.length, sec, cpu: (user + system) / 1e6 / sec,
    lateMsP99: late[Math.floor(late.length * 0.99)] ?? 0, sample: samples[0]?.figures(),
  };
}

answerVerbs({
  join: joinMany, joinAtRate, sample: addSample, measure,
  end: () => {
    for (const { socket } of players) socket.destroy();
    process.exit(0);
  },
});
announceReady(true);

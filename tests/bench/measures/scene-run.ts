// In: an entrant and how many play. Out: what its server cost and what its players got, or why the run does not count.
// Run by: the rows that are about scene S.
import { startChild, type Child } from '../child.ts';
import type { HostFigures } from '../host.ts';
import type { LoadFigures } from '../load.ts';
import { SCENE } from '../scene/world.ts';

export type Entrant = 'arbiter' | 'arbiter-1' | 'stock' | 'tuned' | 'socketio' | 'floor';

export const ENTRANT_NAMES: Readonly<Record<Entrant, string>> = {
  arbiter: 'Arbiter', 'arbiter-1': 'Arbiter, one input a frame', stock: 'A stock Colyseus', tuned: "A' tuned Colyseus",
  socketio: 'B socket.io, JSON', floor: 'D raw ws, no simulation',
};

export interface SceneRun {
  readonly host: HostFigures;
  readonly load: LoadFigures;
  /** Why the run does not count, if it does not. */
  readonly void: string | undefined;
  readonly cpuUsPerPlayerTick: number;
  readonly downBytesPerPlayerSec: number;
  readonly upBytesPerInput: number;
}

export interface SceneOptions {
  readonly players: number;
  readonly ms: number;
  readonly room?: string;
  /** Size of the floor's buffer: what Arbiter's patch was. */
  readonly patchBytes?: number;
  /** Whether one more player decodes everything with the entrant's own client. */
  readonly sample?: boolean;
  readonly allocation?: boolean;
}

/** Code gets faster while it runs: what is measured is a server that has been up for a while. */
export const SETTLE_MS = 3_000;
/** Inputs sent later than this: the generator, not the server, was what gave way. */
const GENERATOR_LATE_MS_MAX = 12;
/** Share of the window in which another process had the server's core: lateness beyond it says nothing of the server. */
const WAITED_MAX = 0.05;

/** A server and a load generator for it, until `end`. Players stay; more can be added. */
export class SceneBench {
  readonly #entrant: Entrant;
  readonly #room: string;
  readonly #server: Child;
  readonly #load: Child;

  private constructor(entrant: Entrant, room: string, server: Child, load: Child) {
    this.#entrant = entrant;
    this.#room = room;
    this.#server = server;
    this.#load = load;
  }

  static async open(entrant: Entrant, room = 'scene', patchBytes = 0): Promise<SceneBench> {
    const which = entrant === 'arbiter-1' ? 'arbiter' : entrant;
    const server = await startChild('host.ts', [which, String(Math.round(patchBytes))], 0);
    return new SceneBench(entrant, room, server, await startChild('load.ts', [], 1));
  }

  async add(players: number, sample = false): Promise<void> {
    const seat = { entrant: this.#entrant, port: this.#server.ready, room: this.#room };
    if (sample) await this.#load.ask('sample', seat);
    await this.#load.ask('join', { ...seat, players });
  }

  async measure(ms: number, allocation = false): Promise<SceneRun> {
    const [host, load] = await Promise.all([
      this.#server.ask<HostFigures>('measure', { ms, allocation }), this.#load.ask<LoadFigures>('measure', { ms }),
    ]);
    const players = load.players + (load.sample === undefined ? 0 : 1);
    return {
      host, load, void: whyVoid(host, load),
      cpuUsPerPlayerTick: host.cpuUs / (players * SCENE.tickHz * (host.windowUs / 1e6)),
      downBytesPerPlayerSec: load.bytesDown / load.players / load.sec,
      upBytesPerInput: load.bytesUp / load.inputs,
    };
  }

  async end(): Promise<void> {
    await Promise.all([this.#load.end(), this.#server.end()]);
  }
}

function whyVoid(host: HostFigures, load: LoadFigures): string | undefined {
  if (load.lost > 0) return `${load.lost} players lost their connection`;
  if (load.lateMsP99 > GENERATOR_LATE_MS_MAX) return `the load generator was late by ${load.lateMsP99.toFixed(1)} ms (p99)`;
  const waited = host.waitedUs / host.windowUs;
  if (waited > WAITED_MAX) return `other processes had the server's core for ${(waited * 100).toFixed(0)} % of the time`;
  const { sample } = load;
  if (sample !== undefined && (sample.moved < sample.players * 0.8 || sample.projectiles < SCENE.projectiles * 0.9)) {
    return `the scene was not what it should be: ${sample.players} players, ${sample.moved} moved, ${sample.projectiles} projectiles`;
  }
  return undefined;
}

export async function runScene(entrant: Entrant, options: SceneOptions): Promise<SceneRun> {
  const bench = await SceneBench.open(entrant, options.room, options.patchBytes);
  try {
    const sample = options.sample === true && entrant !== 'floor';
    await bench.add(options.players - (sample ? 1 : 0), sample);
    await new Promise((resolve) => { setTimeout(resolve, SETTLE_MS); });
    return await bench.measure(options.ms, options.allocation);
  } finally {
    await bench.end();
  }
}

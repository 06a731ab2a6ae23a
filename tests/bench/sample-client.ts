// In: an entrant. Out: one player with the entrant's own client, who decodes what the others only count. Run by: load.
import { Client } from '@colyseus/sdk';
import { io } from 'socket.io-client';
import { connectMatch } from '../../client/netcode/connection.ts';
import { StockSceneState, TunedSceneState } from './entrants/stock-scene.ts';
import { sceneRoom, SceneState } from './scene/room-type.ts';
import { SCENE, SceneBrain, type SceneInput, type ScenePlayer, type SceneWorld } from './scene/world.ts';

export interface SampleFigures {
  /** Patches by the ticks they carry. */
  readonly ticksPerPatch: Readonly<Record<number, number>>;
  /** What the last state held: proof that everybody is shown the same scene. */
  readonly players: number;
  readonly projectiles: number;
  /** Players who moved between the first state and the last. */
  readonly moved: number;
}

export interface Sample {
  reset(): void;
  figures(): SampleFigures;
}

/** The client itself knows which ticks are due: it only has to be asked often. */
const DRIVE_MS = 4;

class Watcher implements Sample {
  #ticks: Record<number, number> = {};
  #lastTick = -1;
  #first: ReadonlyMap<number, number> = new Map();
  #places: ReadonlyMap<number, number> = new Map();
  #projectiles = 0;

  saw(tick: number, places: ReadonlyMap<number, number>, projectiles: number): void {
    if (this.#lastTick >= 0) this.#ticks[tick - this.#lastTick] = (this.#ticks[tick - this.#lastTick] ?? 0) + 1;
    this.#lastTick = tick;
    if (this.#first.size === 0) this.#first = places;
    this.#places = places;
    this.#projectiles = projectiles;
  }

  reset(): void {
    this.#ticks = {};
    this.#first = new Map();
  }

  figures(): SampleFigures {
    const moved = [...this.#places].filter(([id, x]) => this.#first.get(id) !== x).length;
    return { ticksPerPatch: this.#ticks, players: this.#places.size, projectiles: this.#projectiles, moved };
  }
}

/** Sends one input a tick: the entrants' clients all do. */
function driveWith(send: (input: SceneInput) => void): void {
  const brain = new SceneBrain(999);
  setInterval(() => send(brain.next()), 1000 / SCENE.tickHz);
}

async function openArbiter(port: number, room: string, inputsPerFrame: 1 | 2): Promise<Sample> {
  const watcher = new Watcher();
  const { roomType } = sceneRoom(room, SCENE.players, SCENE.projectiles);
  // The client keeps its worlds to itself, and predicts in the first. The second tells when a patch has written its tick, the rest right behind.
  const watched = (world: SceneWorld): SceneWorld => {
    let tick = -1;
    return Object.defineProperty(world, 'tick', {
      get: () => tick,
      set: (next: number) => {
        if (next !== tick) queueMicrotask(() => watcher.saw(next, placesOf(world.players.filter((player) => player !== null)), world.projectiles.length));
        tick = next;
      },
    });
  };
  let made = 0;
  const match = await connectMatch({
    url: `http://127.0.0.1:${port}`, rootState: SceneState as never, name: 'sample', inputsPerFrame,
    roomType: {
      ...roomType,
      createWorld: (config: unknown, seed: number) => {
        const world = roomType.createWorld(config, seed) as SceneWorld;
        return made++ === 0 ? world : watched(world);
      },
    },
  });
  const brain = new SceneBrain(999);
  setInterval(() => {
    match.advance(performance.now(), () => brain.next());
    match.takeEvents(performance.now());
  }, DRIVE_MS);
  return watcher;
}

interface StockState {
  readonly tick: number;
  readonly players: Map<string, { readonly x: number }>;
  readonly projectiles: { readonly size: number };
}

async function openStock(port: number, room: string, rootState: unknown): Promise<Sample> {
  const watcher = new Watcher();
  const joined = await new Client(`http://127.0.0.1:${port}`).joinOrCreate(room, {}, rootState as never);
  joined.reconnection.enabled = false;
  const input = joined.input() as unknown as { readonly data: object; send(): void };
  joined.onStateChange((state: unknown) => {
    const { tick, players, projectiles } = state as StockState;
    const places = new Map<number, number>();
    players.forEach(({ x }, key) => places.set(Number(key), x));
    watcher.saw(tick, places, projectiles.size);
  });
  driveWith((next) => {
    Object.assign(input.data, next);
    input.send();
  });
  return watcher;
}

async function openSocketIo(port: number): Promise<Sample> {
  const watcher = new Watcher();
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'] });
  await new Promise<void>((resolve) => { socket.once('connect', resolve); });
  socket.on('state', ({ tick, players, projectiles }: SceneWorld) => {
    watcher.saw(tick, placesOf(players as readonly ScenePlayer[]), projectiles.length);
  });
  driveWith((input) => socket.emit('input', input));
  return watcher;
}

function placesOf(players: readonly { readonly id: number; readonly x: number }[]): Map<number, number> {
  return new Map(players.map(({ id, x }) => [id, x]));
}

/** @returns `undefined` where there is nothing to decode: the floor. */
export async function openSample(entrant: string, port: number, room: string): Promise<Sample | undefined> {
  switch (entrant) {
    case 'stock': return openStock(port, room, StockSceneState);
    case 'tuned': return openStock(port, room, TunedSceneState);
    case 'socketio': return openSocketIo(port);
    case 'floor': return undefined;
    default: return openArbiter(port, room, entrant === 'arbiter-1' ? 1 : 2);
  }
}

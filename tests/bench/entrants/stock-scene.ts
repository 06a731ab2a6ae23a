// In: scene S. Out: it as stock Colyseus 0.18 rooms: in the official idiom, and the same tuned. Run by: the benchmark's host.
import { Room, type Client } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import {
  createScene, enterScene, leaveScene, movePlayer, SCENE, stepProjectiles, type Projectile, type SceneInput, type SceneWorld,
} from '../scene/world.ts';
import { noteStep } from '../step-times.ts';

const inputFields = () => ({ moveX: t.int8(), moveY: t.int8(), aim: t.uint16(), buttons: t.uint8() });
export const StockSceneInput = schema(inputFields(), 'StockSceneInput');

const Player = schema({ x: t.float32(), y: t.float32(), aim: t.float32() }, 'StockScenePlayer');
const Shot = schema({ x: t.float32(), y: t.float32() }, 'StockSceneShot');
export const StockSceneState = schema({ tick: t.number(), players: t.map(Player), projectiles: t.map(Shot) }, 'StockSceneState');

const position = () => t.quantized({ min: 0, max: 4095.9375, bits: 16 });
const TunedPlayer = schema({ x: position(), y: position(), aim: t.uint8() }, 'TunedScenePlayer');
const TunedShot = schema({ x: position(), y: position(), direction: t.uint8(), startTick: t.uint32(), owner: t.uint8() }, 'TunedSceneShot');
export const TunedSceneState = schema({ tick: t.uint32(), players: t.map(TunedPlayer), projectiles: t.map(TunedShot) }, 'TunedSceneState');

type Item = { x: number; y: number };
interface Items<T> { get(key: string): T | undefined; set(key: string, item: T): void; delete(key: string): void; keys(): Iterable<string> }
interface SceneSchema { tick: number; readonly players: Items<Item & { aim: number }>; readonly projectiles: Items<Item> }

/** setFixedTimestep, every input drained as it comes, fields written each step, patches every 50 ms by their own timer. */
abstract class SceneRoom extends Room {
  override patchRate = 50;
  override maxClients = SCENE.players;
  readonly world: SceneWorld = createScene(SCENE.players, 7);
  readonly #seats = new Map<string, number>();
  #channel!: { get(sessionId: string): Iterable<SceneInput> };
  protected abstract readonly scene: SceneSchema;
  protected abstract writeProjectiles(): void;
  protected abstract makePlayer(): Item & { aim: number };

  override onCreate(): void {
    this.state = this.scene as never;
    this.#channel = this.defineInput(StockSceneInput) as never;
    this.setFixedTimestep(() => this.#step(), SCENE.tickHz);
  }

  override onJoin(client: Client): void {
    const seat = this.world.players.indexOf(null);
    this.#seats.set(client.sessionId, seat);
    enterScene(this.world, seat);
    this.scene.players.set(String(seat), this.makePlayer());
  }

  override onLeave(client: Client): void {
    const seat = this.#seats.get(client.sessionId)!;
    this.#seats.delete(client.sessionId);
    leaveScene(this.world, seat);
    this.scene.players.delete(String(seat));
  }

  #step(): void {
    noteStep(this);
    for (const [session, seat] of this.#seats) {
      const player = this.world.players[seat]!;
      for (const input of this.#channel.get(session)) movePlayer(player, input);
    }
    stepProjectiles(this.world, SCENE.projectiles);
    this.scene.tick = this.world.tick;
    for (const player of this.world.players) {
      if (player === null) continue;
      const state = this.scene.players.get(String(player.id))!;
      if (state.x !== player.x) state.x = player.x;
      if (state.y !== player.y) state.y = player.y;
      if (state.aim !== player.aim) state.aim = player.aim;
    }
    this.writeProjectiles();
  }
}

/** A: float32 fields, a projectile's position written on every step. */
export class StockSceneRoom extends SceneRoom {
  protected override readonly scene = new StockSceneState() as unknown as SceneSchema;
  readonly #keys = new Set<string>();

  protected override makePlayer(): Item & { aim: number } {
    return new Player() as unknown as Item & { aim: number };
  }

  protected override writeProjectiles(): void {
    this.#keys.clear();
    for (const { id, x, y } of this.world.projectiles) {
      const key = String(id);
      this.#keys.add(key);
      let state = this.scene.projectiles.get(key);
      if (state === undefined) this.scene.projectiles.set(key, (state = new Shot() as unknown as Item));
      state.x = x;
      state.y = y;
    }
    for (const key of this.scene.projectiles.keys()) if (!this.#keys.has(key)) this.scene.projectiles.delete(key);
  }
}

/** A': quantized fields, a projectile written once, when it is fired. */
export class TunedSceneRoom extends SceneRoom {
  protected override readonly scene = new TunedSceneState() as unknown as SceneSchema;
  readonly #known = new Map<number, Projectile>();
  readonly #present = new Set<number>();

  protected override makePlayer(): Item & { aim: number } {
    return new TunedPlayer() as unknown as Item & { aim: number };
  }

  protected override writeProjectiles(): void {
    this.#present.clear();
    for (const shot of this.world.projectiles) {
      this.#present.add(shot.id);
      if (this.#known.has(shot.id)) continue;
      this.#known.set(shot.id, shot);
      const { startX: x, startY: y, direction, startTick, owner } = shot;
      this.scene.projectiles.set(String(shot.id), Object.assign(new TunedShot(), { x, y, direction, startTick, owner }));
    }
    for (const id of this.#known.keys()) {
      if (this.#present.has(id)) continue;
      this.#known.delete(id);
      this.scene.projectiles.delete(String(id));
    }
  }
}

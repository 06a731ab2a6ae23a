// In: a seed and inputs. Out: scene S: circles moved among walls, projectiles that fly, meet something and are fired anew.
// Run by: every entrant of the benchmark, so that all simulate the same.
import { buildGrid, type Rect, type RectGrid } from '../../../shared/sim/grid.ts';
import { castRay, isBlocked, moveSliding, toGrid } from '../../../shared/sim/collide.ts';
import { nextInt, seedRandom, type RandomState } from '../../../shared/sim/random.ts';
import { cosineOf, sineOf } from '../../../shared/sim/sine.ts';

export const SCENE = {
  tickHz: 60, patchTicks: 3, players: 50, projectiles: 200, widthPx: 2_400, walls: 24, radiusPx: 16,
  speedPxPerSec: 260, shotPxPerSec: 320, rangePx: 1_400,
} as const;

/** Players of the one large room (P3). */
export const BIG_ROOM = 250;

export interface SceneInput {
  readonly moveX: number;
  readonly moveY: number;
  /** 1/65536 turns. */
  readonly aim: number;
  readonly buttons: number;
}

export interface ScenePlayer {
  id: number;
  x: number;
  y: number;
  vx: number;
  vy: number;
  /** 1/256 turns. */
  aim: number;
}

export interface Projectile {
  id: number;
  owner: number;
  startX: number;
  startY: number;
  /** 1/256 turns. */
  direction: number;
  startTick: number;
  /** The tick at which it meets a wall or is out of range: its flight is fixed when it is fired. */
  endTick: number;
  x: number;
  y: number;
}

export interface SceneWorld {
  tick: number;
  players: (ScenePlayer | null)[];
  projectiles: Projectile[];
  random: RandomState;
  nextId: number;
}

const TICK_SEC = 1 / SCENE.tickHz;

function buildWalls(): RectGrid {
  const random = seedRandom(77);
  const rects: Rect[] = Array.from({ length: SCENE.walls }, () => ({
    x: nextInt(random, SCENE.widthPx - 200), y: nextInt(random, SCENE.widthPx - 200), w: 30 + nextInt(random, 170), h: 30 + nextInt(random, 170),
  }));
  return buildGrid(rects, SCENE.widthPx, SCENE.widthPx);
}
const WALLS = buildWalls();

export function createScene(seats: number, seed: number): SceneWorld {
  return { tick: 0, players: Array.from({ length: seats }, () => null), projectiles: [], random: seedRandom(seed), nextId: 0 };
}

/** Puts a player on a free place. */
export function enterScene(world: SceneWorld, seat: number): void {
  let x = 0;
  let y = 0;
  do {
    x = nextInt(world.random, SCENE.widthPx);
    y = nextInt(world.random, SCENE.widthPx);
  } while (isBlocked(WALLS, x, y, SCENE.radiusPx));
  world.players[seat] = { id: seat, x, y, vx: 0, vy: 0, aim: 0 };
}

export function leaveScene(world: SceneWorld, seat: number): void {
  world.players[seat] = null;
}

/** One input of one player. */
export function movePlayer(player: ScenePlayer, input: SceneInput): void {
  const { moveX, moveY, aim } = input;
  const length = Math.sqrt(moveX * moveX + moveY * moveY);
  const speed = length === 0 ? 0 : (SCENE.speedPxPerSec * Math.min(length, 127)) / 127 / length;
  player.vx = moveX * speed;
  player.vy = moveY * speed;
  moveSliding(WALLS, player, SCENE.radiusPx, TICK_SEC);
  player.aim = aim >> 8;
}

/** The rest of a tick, when the players have moved: projectiles, always as many as the scene has. */
export function stepProjectiles(world: SceneWorld, count: number): void {
  world.tick++;
  const { projectiles, players } = world;
  for (let n = 0; n < projectiles.length; n++) {
    const shot = projectiles[n]!;
    const way = SCENE.shotPxPerSec * (world.tick - shot.startTick) * TICK_SEC;
    shot.x = shot.startX + cosineOf(shot.direction << 8) * way;
    shot.y = shot.startY + sineOf(shot.direction << 8) * way;
    if (world.tick >= shot.endTick || meetsPlayer(shot, players)) projectiles[n] = fire(world) ?? shot;
  }
  while (projectiles.length < count) {
    const shot = fire(world);
    if (shot === undefined) return;
    projectiles.push(shot);
  }
}

function meetsPlayer(shot: Projectile, players: readonly (ScenePlayer | null)[]): boolean {
  for (const player of players) {
    if (player === null || player.id === shot.owner) continue;
    const dx = player.x - shot.x;
    const dy = player.y - shot.y;
    if (dx * dx + dy * dy < SCENE.radiusPx * SCENE.radiusPx) return true;
  }
  return false;
}

/** A new projectile from some player's place; `undefined` in an empty scene. */
function fire(world: SceneWorld): Projectile | undefined {
  const { players, random } = world;
  const first = nextInt(random, players.length);
  for (let n = 0; n < players.length; n++) {
    const owner = players[(first + n) % players.length];
    if (owner === null || owner === undefined) continue;
    const direction = nextInt(random, 256);
    const ray = { x: owner.x, y: owner.y, dx: cosineOf(direction << 8), dy: sineOf(direction << 8) };
    const ticks = Math.ceil((castRay(WALLS, ray, SCENE.rangePx) / SCENE.shotPxPerSec) * SCENE.tickHz);
    world.nextId = (world.nextId + 1) & 0xffff;
    return {
      id: world.nextId, owner: owner.id, startX: toGrid(owner.x), startY: toGrid(owner.y), direction,
      startTick: world.tick, endTick: world.tick + 1 + ticks, x: owner.x, y: owner.y,
    };
  }
  return undefined;
}

/** What a player does: walks a while, turns, and moves the mouse on most ticks. The same for every entrant. */
export class SceneBrain {
  readonly #random: RandomState;
  #input: SceneInput = { moveX: 0, moveY: 0, aim: 0, buttons: 0 };

  constructor(seed: number) {
    this.#random = seedRandom(seed);
  }

  next(): SceneInput {
    const random = this.#random;
    let { moveX, moveY, aim, buttons } = this.#input;
    if (nextInt(random, 20) === 0) {
      const heading = nextInt(random, 8) << 13;
      moveX = Math.round(cosineOf(heading) * 127);
      moveY = Math.round(sineOf(heading) * 127);
    }
    if (nextInt(random, 30) === 0) buttons ^= 1;
    if (nextInt(random, 5) > 0) aim = (aim + nextInt(random, 1_600) - 800) & 0xffff;
    this.#input = { moveX, moveY, aim, buttons };
    return this.#input;
  }
}

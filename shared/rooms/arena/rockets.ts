// In: rockets under way. Out: where they are, what they hit, whom the splash reaches. Run by: step; the client draws them.
import { castRay, hasLineOfSight, rayToCircle, toGrid } from '../../sim/collide.ts';
import { cosineOf, sineOf } from '../../sim/sine.ts';
import type { PreparedMap } from '../../maps/map-format.ts';
import type { Emit } from '../../netcode/room-type.ts';
import { PLAYER_RADIUS_PX, ROCKET, WEAPON, WEAPONS } from './constants.ts';
import type { ArenaEvent } from './events.ts';
import { hurt } from './hits.ts';
import { knock } from './movement.ts';
import { areEnemies } from './spawn.ts';
import { shotId } from './weapons.ts';
import { PHASE, type ArenaPlayer, type ArenaRocket, type ArenaWorld } from './world.ts';

/** The rocket of a shot that just left: call with the player as `handleWeapon` left it. `tick` is the world's. */
export function rocketFrom(player: ArenaPlayer, aim: number, tick: number): ArenaRocket {
  return {
    id: shotId(player.id, (player.shots - 1) & 0xff), owner: player.id, team: player.team,
    startX: player.x, startY: player.y,
    vx: toGrid(cosineOf(aim) * ROCKET.speedPxPerSec), vy: toGrid(sineOf(aim) * ROCKET.speedPxPerSec), startTick: tick,
  };
}

/** Where a rocket is at a tick (a fraction is fine), if nothing stops it before. */
export function rocketAt(rocket: ArenaRocket, tick: number, tickHz: number): { readonly x: number; readonly y: number } {
  const sec = Math.max(0, tick - rocket.startTick) / tickHz;
  return { x: rocket.startX + rocket.vx * sec, y: rocket.startY + rocket.vy * sec };
}

/** Flies every rocket for one tick and explodes those that meet something. */
export function advanceRockets(world: ArenaWorld, map: PreparedMap, emit: Emit<ArenaEvent>): void {
  if (world.rockets.length === 0) return;
  const flying: ArenaRocket[] = [];
  const due = world.rockets;
  world.rockets = flying;
  for (const rocket of due) if (!fly(world, map, rocket, emit)) flying.push(rocket);
}

/** True when the rocket exploded. */
function fly(world: ArenaWorld, map: PreparedMap, rocket: ArenaRocket, emit: Emit<ArenaEvent>): boolean {
  const { tickHz } = world.config;
  const from = rocketAt(rocket, world.tick, tickHz);
  const speed = Math.sqrt(rocket.vx * rocket.vx + rocket.vy * rocket.vy);
  const ray = { x: from.x, y: from.y, dx: rocket.vx / speed, dy: rocket.vy / speed };
  const way = speed / tickHz;
  let length = castRay(map.solidGrid, ray, way);
  // A little short of a wall, so that the splash does not start inside of it.
  let isHit = length < way;
  if (isHit) length = Math.max(0, length - 1);
  for (const player of world.players) {
    if (player === null || !player.alive || !isTarget(rocket, player)) continue;
    const circle = { x: player.x, y: player.y, radius: PLAYER_RADIUS_PX + ROCKET.radiusPx };
    const distance = rayToCircle(ray.x, ray.y, ray.dx, ray.dy, circle);
    if (distance < length) {
      length = distance;
      isHit = true;
    }
  }
  if (!isHit) return false;
  explode(world, map, rocket, { x: ray.x + ray.dx * length, y: ray.y + ray.dy * length }, emit);
  return true;
}

function isTarget(rocket: ArenaRocket, player: ArenaPlayer): boolean {
  return player.id !== rocket.owner && (rocket.team === 0 || rocket.team !== player.team);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function explode(world: ArenaWorld, map: PreparedMap, rocket: ArenaRocket, at: Point, emit: Emit<ArenaEvent>): void {
  emit({ kind: 'explode', rocket: rocket.id, x: Math.round(at.x), y: Math.round(at.y) });
  const owner = world.players[rocket.owner];
  if (world.phase === PHASE.results || owner === null || owner === undefined) return;
  for (const player of world.players) {
    if (player === null || !player.alive || (player !== owner && !areEnemies(owner, player))) continue;
    splash(world, map, { rocket, player, at }, emit);
  }
}

interface Splash {
  readonly rocket: ArenaRocket;
  readonly player: ArenaPlayer;
  readonly at: Point;
}

/** Damage and push fall linearly from the body's edge to the splash's; walls shelter, cover does not. */
function splash(world: ArenaWorld, map: PreparedMap, { rocket, player, at }: Splash, emit: Emit<ArenaEvent>): void {
  const dx = player.x - at.x;
  const dy = player.y - at.y;
  const distance = Math.sqrt(dx * dx + dy * dy);
  const gap = Math.max(0, distance - PLAYER_RADIUS_PX - ROCKET.radiusPx);
  if (gap >= ROCKET.splashPx || !hasLineOfSight(map.wallGrid, at.x, at.y, player.x, player.y)) return;
  const part = 1 - gap / ROCKET.splashPx;
  const isOwn = player.id === rocket.owner;
  if (isOwn || world.tick >= player.protectedUntil) {
    const nx = distance === 0 ? 0 : dx / distance;
    const ny = distance === 0 ? 0 : dy / distance;
    knock(player, nx * part * ROCKET.knockPxPerSec, ny * part * ROCKET.knockPxPerSec);
  }
  const damage = Math.round(WEAPONS[WEAPON.rocket].damage * part * (isOwn ? ROCKET.selfDamage : 1));
  hurt(world, player, { by: rocket.owner, damage, weapon: WEAPON.rocket, shot: rocket.id & 0xff }, emit);
}

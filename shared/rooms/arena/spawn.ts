// In: a world. Out: players in it, where nobody stands and the enemies are far. Run by: step, join.
import type { PreparedMap, Spawn } from '../../maps/map-format.ts';
import { nextInt } from '../../sim/random.ts';
import type { Emit } from '../../netcode/room-type.ts';
import { LIFE, PLAYER_RADIUS_PX, SEATS_MAX, WEAPONS, ticksOf } from './constants.ts';
import type { ArenaEvent } from './events.ts';
import type { ArenaPlayer, ArenaWorld } from './world.ts';

/** A player who has just joined: not yet spawned. */
export function newPlayer(seat: number, name: string, team: number, spawns: number): ArenaPlayer {
  return {
    id: seat, name, team, alive: false, x: 0, y: 0, vx: 0, vy: 0, aim: 0, health: 0, armour: 0, weapon: 0,
    magRifle: 0, magShotgun: 0, magRocket: 0, reserveRifle: 0, reserveShotgun: 0, reserveRocket: 0,
    fireAt: 0, reloadAt: 0, dashUntil: 0, dashAt: 0, shots: 0, protectedUntil: 0, respawnAt: 0, spawns,
    kills: 0, deaths: 0, assists: 0, score: 0, hurtBy: Array.from({ length: SEATS_MAX }, () => 0),
  };
}

export function areEnemies(a: ArenaPlayer, b: ArenaPlayer): boolean {
  return a.id !== b.id && (a.team === 0 || a.team !== b.team);
}

/** Puts a player in play with full health and fresh weapons, protected for a moment. */
export function spawnPlayer(world: ArenaWorld, map: PreparedMap, player: ArenaPlayer, emit: Emit<ArenaEvent>): void {
  const { x, y } = chooseSpawn(world, map, player);
  player.alive = true;
  player.x = x;
  player.y = y;
  player.vx = 0;
  player.vy = 0;
  player.health = LIFE.healthMax;
  player.armour = 0;
  for (const weapon of WEAPONS) {
    player[weapon.mag] = weapon.magSize;
    player[weapon.reserve] = weapon.reserveStart;
  }
  player.fireAt = 0;
  player.reloadAt = 0;
  player.dashUntil = 0;
  player.dashAt = 0;
  player.respawnAt = 0;
  player.protectedUntil = world.tick + ticksOf(LIFE.protectionSec, world.config.tickHz);
  player.spawns = (player.spawns + 1) & 0xff;
  player.hurtBy.fill(0);
  emit({ kind: 'spawn', seat: player.id, x: Math.round(x), y: Math.round(y) });
}

/** Takes everybody out and puts them back in seat order: at the start of a match and on a new map. */
export function spawnAll(world: ArenaWorld, map: PreparedMap, emit: Emit<ArenaEvent>): void {
  for (const player of world.players) if (player !== null) player.alive = false;
  for (const player of world.players) if (player !== null) spawnPlayer(world, map, player, emit);
}

export function respawnDue(world: ArenaWorld, map: PreparedMap, emit: Emit<ArenaEvent>): void {
  for (const player of world.players) {
    if (player !== null && !player.alive && world.tick >= player.respawnAt) spawnPlayer(world, map, player, emit);
  }
}

/**
 * The player's own spawn with the fewest bodies on it, and of those the farthest from the nearest living enemy; a random
 * one of equals. By distance alone a whole team of 16 began on one spot, where one rocket hurts all of them.
 */
function chooseSpawn(world: ArenaWorld, map: PreparedMap, player: ArenaPlayer): Spawn {
  const own = map.spawns.filter((s) => player.team === 0 || s.team === 0 || s.team === player.team);
  const first = nextInt(world.random, own.length);
  let best = own[first]!;
  let fewest = Infinity;
  let farthest = -1;
  for (let i = 0; i < own.length; i++) {
    const spawn = own[(first + i) % own.length]!;
    const bodies = bodiesOn(world, spawn);
    const distance = nearestEnemySquare(world, player, spawn);
    if (bodies > fewest || (bodies === fewest && distance <= farthest)) continue;
    fewest = bodies;
    farthest = distance;
    best = spawn;
  }
  return best;
}

/** Living bodies that one put at the spawn would overlap. */
function bodiesOn(world: ArenaWorld, spawn: Spawn): number {
  const apart = 2 * PLAYER_RADIUS_PX;
  let bodies = 0;
  for (const other of world.players) {
    if (other === null || !other.alive) continue;
    const dx = other.x - spawn.x;
    const dy = other.y - spawn.y;
    if (dx * dx + dy * dy < apart * apart) bodies++;
  }
  return bodies;
}

function nearestEnemySquare(world: ArenaWorld, player: ArenaPlayer, spawn: Spawn): number {
  let nearest = Infinity;
  for (const other of world.players) {
    if (other === null || !other.alive || !areEnemies(player, other)) continue;
    const dx = other.x - spawn.x;
    const dy = other.y - spawn.y;
    nearest = Math.min(nearest, dx * dx + dy * dy);
  }
  return nearest;
}

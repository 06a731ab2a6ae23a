// In: a room's configuration, joins and leaves. Out: the world they make. Run by: definition, tests.
import { mapNamed } from '../../maps/index.ts';
import type { PreparedMap } from '../../maps/map-format.ts';
import type { SeatProfile } from '../../netcode/room-type.ts';
import { mix32, seedRandom } from '../../sim/random.ts';
import { SEATS_MAX } from './constants.ts';
import { newPlayer, spawnPlayer } from './spawn.ts';
import { PHASE, type ArenaConfig, type ArenaPickup, type ArenaWorld } from './world.ts';

/** @throws Error on a map that does not exist: options are checked before they get here. */
export function mapOf(world: { readonly map: string }): PreparedMap {
  const map = mapNamed(world.map);
  if (map === undefined) throw new Error(`no map is called ${world.map}`);
  return map;
}

export function createWorld(config: ArenaConfig, seed: number): ArenaWorld {
  return {
    tick: 0, config, map: config.map, mode: config.mode,
    phase: PHASE.warmup, phaseEndsAt: Math.round(config.warmupSec * config.tickHz), round: 0,
    scoreA: 0, scoreB: 0, spreadSeed: mix32(seed, 1),
    players: Array.from({ length: SEATS_MAX }, () => null), rockets: [], pickups: freshPickups(mapOf(config)),
    random: seedRandom(seed), history: [],
  };
}

export function freshPickups(map: PreparedMap): ArenaPickup[] {
  return map.pickups.map((_, id) => ({ id, backAt: 0 }));
}

/** Seats a player at once and in play. @throws Error on a seat that is taken or does not exist. */
export function join(world: ArenaWorld, seat: number, profile: SeatProfile): void {
  if (world.players[seat] !== null) throw new Error(`seat ${seat} is not free`);
  // A spawn counter of its own, so that the past of a seat's former player is never taken for this one's.
  const player = newPlayer(seat, profile.name, teamFor(world, profile.team), world.tick & 0xff);
  world.players[seat] = player;
  spawnPlayer(world, mapOf(world), player, () => {});
}

export function leave(world: ArenaWorld, seat: number): void {
  world.players[seat] = null;
  world.rockets = world.rockets.filter((rocket) => rocket.owner !== seat);
  for (const player of world.players) if (player !== null) player.hurtBy[seat] = 0;
}

/** The wanted team unless it is the larger one; without a wish the smaller, then the one behind. */
function teamFor(world: ArenaWorld, wanted: number): number {
  if (world.mode === 'ffa') return 0;
  const count = (team: number) => world.players.filter((p) => p?.team === team).length;
  const lead = count(1) - count(2);
  if (lead !== 0) return lead < 0 ? 1 : 2;
  if (wanted === 1 || wanted === 2) return wanted;
  return world.scoreA <= world.scoreB ? 1 : 2;
}

// In: a room's configuration, joins and leaves. Out: the world they make. Run by: definition, tests.
import type { SeatProfile } from '../../netcode/room-type.ts';
import { MATCH, NOBODY, SEATS_MAX, ticksOf } from './constants.ts';
import { newBall, newPlayer, placePlayer } from './spawn.ts';
import { PHASE, type BallConfig, type BallWorld } from './world.ts';

/** Nothing in it is left to chance: the seed moves bots alone. */
export function createWorld(config: BallConfig): BallWorld {
  const { tickHz, matchSec } = config;
  const matchTicks = ticksOf(matchSec, tickHz);
  return {
    tick: 0, tickHz, matchTicks, phase: PHASE.kickoff, phaseEndsAt: ticksOf(MATCH.firstKickoffSec, tickHz), timeLeft: matchTicks,
    overtime: false, kickoffTeam: 1, round: 0, scoreA: 0, scoreB: 0, lastTouch: NOBODY, formerTouch: NOBODY,
    players: Array.from({ length: SEATS_MAX }, () => null), balls: [newBall()],
    idle: Array.from({ length: SEATS_MAX }, () => 0), config,
  };
}

/** Seats a player at once. @throws Error on a seat that is taken or does not exist. */
export function join(world: BallWorld, seat: number, profile: SeatProfile): void {
  if (world.players[seat] !== null) throw new Error(`seat ${seat} is not free`);
  // A spawn counter of its own, so that a seat's former player is never taken for this one.
  const player = newPlayer(seat, profile.name, teamFor(world, profile.team), world.tick & 0xff);
  world.players[seat] = player;
  world.idle[seat] = 0;
  placePlayer(world, player);
}

export function leave(world: BallWorld, seat: number): void {
  world.players[seat] = null;
  if (world.lastTouch === seat) world.lastTouch = NOBODY;
  if (world.formerTouch === seat) world.formerTouch = NOBODY;
}

/** The wanted team unless it is the larger one; without a wish the smaller, then the one behind. */
function teamFor(world: BallWorld, wanted: number): number {
  const count = (team: number) => world.players.filter((player) => player?.team === team).length;
  const lead = count(1) - count(2);
  if (lead !== 0) return lead < 0 ? 1 : 2;
  if (wanted === 1 || wanted === 2) return wanted;
  return world.scoreA <= world.scoreB ? 1 : 2;
}

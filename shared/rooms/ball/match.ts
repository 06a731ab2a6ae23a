// In: clock, ball and scores. Out: kick-off, play, goals and their replay, overtime, results, round and round. Run by: step.
import type { Emit } from '../../netcode/room-type.ts';
import { BALL, MATCH, NOBODY, ticksOf } from './constants.ts';
import type { BallEvent } from './events.ts';
import { goalAt } from './pitch.ts';
import { placeAll } from './spawn.ts';
import { ballOf, PHASE, type BallPlayer, type BallWorld } from './world.ts';

/** Nobody moves: before a kick-off, while a goal is shown again, over the results. */
export function isFrozen(world: BallWorld): boolean {
  return world.phase === PHASE.kickoff || world.phase === PHASE.replay || world.phase === PHASE.results;
}

/** Moves on when a phase's time is over. Called first in a tick. */
export function advancePhase(world: BallWorld, emit: Emit<BallEvent>): void {
  if (world.tick < world.phaseEndsAt) return;
  switch (world.phase) {
    case PHASE.kickoff: return enter(world, PHASE.live, world.timeLeft, emit);
    case PHASE.live: return timeIsUp(world, emit);
    case PHASE.goal:
      placeAll(world);
      return enter(world, PHASE.replay, ticksOf(MATCH.replaySec, world.tickHz), emit);
    case PHASE.replay:
      // A goal in overtime is golden.
      if (world.overtime && world.scoreA !== world.scoreB) return enter(world, PHASE.results, ticksOf(MATCH.resultsSec, world.tickHz), emit);
      return enter(world, PHASE.kickoff, ticksOf(MATCH.kickoffSec, world.tickHz), emit);
    default: return nextMatch(world, emit);
  }
}

function enter(world: BallWorld, phase: number, ticks: number, emit: Emit<BallEvent>): void {
  world.phase = phase;
  world.phaseEndsAt = world.tick + ticks;
  emit({ kind: 'phase', phase });
}

function timeIsUp(world: BallWorld, emit: Emit<BallEvent>): void {
  placeAll(world);
  if (world.overtime || world.scoreA !== world.scoreB) return enter(world, PHASE.results, ticksOf(MATCH.resultsSec, world.tickHz), emit);
  world.overtime = true;
  world.timeLeft = ticksOf(MATCH.overtimeSec, world.tickHz);
  enter(world, PHASE.kickoff, ticksOf(MATCH.firstKickoffSec, world.tickHz), emit);
}

function nextMatch(world: BallWorld, emit: Emit<BallEvent>): void {
  world.round++;
  world.overtime = false;
  world.scoreA = 0;
  world.scoreB = 0;
  world.timeLeft = world.matchTicks;
  // Sides take turns at the first kick.
  world.kickoffTeam = 1 + (world.round & 1);
  for (const player of world.players) if (player !== null) Object.assign(player, { goals: 0, assists: 0, saves: 0, tackles: 0 });
  placeAll(world);
  enter(world, PHASE.kickoff, ticksOf(MATCH.firstKickoffSec, world.tickHz), emit);
}

/** Counts a goal, once: play is over until the next kick-off. Called last in a tick. */
export function judgeGoal(world: BallWorld, emit: Emit<BallEvent>): void {
  if (world.phase !== PHASE.live) return;
  const ball = ballOf(world);
  const conceded = goalAt(ball.x, ball.y, BALL.radiusPx);
  if (conceded === 0) return;
  const team = 3 - conceded;
  if (team === 1) world.scoreA = Math.min(255, world.scoreA + 1);
  else world.scoreB = Math.min(255, world.scoreB + 1);
  world.kickoffTeam = conceded;
  world.timeLeft = Math.max(1, world.phaseEndsAt - world.tick);
  emit({ kind: 'goal', team, ...credit(world, team) });
  enter(world, PHASE.goal, ticksOf(MATCH.goalSec, world.tickHz), emit);
}

/**
 * Whose goal it was: the last touch's, with an assist for a team mate's before it. What a defender only turns in was the
 * attacker's; a ball that no attacker had before is an own goal, which earns nobody anything.
 */
function credit(world: BallWorld, team: number): { seat: number; assist: number; own: number } {
  const by = seated(world, world.lastTouch);
  const before = seated(world, world.formerTouch);
  if (by === undefined) return { seat: NOBODY, assist: NOBODY, own: 0 };
  if (by.team !== team && before?.team !== team) return { seat: by.id, assist: NOBODY, own: 1 };
  if (by.team !== team) {
    before!.goals = Math.min(255, before!.goals + 1);
    return { seat: before!.id, assist: NOBODY, own: 0 };
  }
  by.goals = Math.min(255, by.goals + 1);
  if (before === undefined || before.team !== team) return { seat: by.id, assist: NOBODY, own: 0 };
  before.assists = Math.min(255, before.assists + 1);
  return { seat: by.id, assist: before.id, own: 0 };
}

function seated(world: BallWorld, seat: number): BallPlayer | undefined {
  return world.players[seat] ?? undefined;
}

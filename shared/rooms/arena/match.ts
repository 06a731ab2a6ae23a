// In: clock and scores. Out: warm-up, live, results, next map, round and round. Run by: step.
import { MAP_NAMES } from '../../maps/index.ts';
import type { Emit } from '../../netcode/room-type.ts';
import { MATCH, ticksOf } from './constants.ts';
import type { ArenaEvent } from './events.ts';
import { freshPickups, mapOf } from './rules.ts';
import { spawnAll } from './spawn.ts';
import { PHASE, type ArenaWorld } from './world.ts';

/** Moves on when a phase's time is over or the score is reached. Called first in a tick. */
export function advancePhase(world: ArenaWorld, emit: Emit<ArenaEvent>): void {
  const { tickHz, warmupSec, matchSec } = world.config;
  const isOver = world.tick >= world.phaseEndsAt;
  if (world.phase === PHASE.warmup && isOver) {
    enter(world, PHASE.live, ticksOf(matchSec, tickHz), emit);
    startAfresh(world, emit);
  } else if (world.phase === PHASE.live && (isOver || isScoreReached(world))) {
    enter(world, PHASE.results, ticksOf(MATCH.resultsSec, tickHz), emit);
    for (const player of world.players) if (player !== null) player.vx = player.vy = 0;
    world.rockets = [];
  } else if (world.phase === PHASE.results && isOver) {
    world.round++;
    world.map = MAP_NAMES[(MAP_NAMES.indexOf(world.map) + 1) % MAP_NAMES.length]!;
    enter(world, PHASE.warmup, Math.round(warmupSec * tickHz), emit);
    startAfresh(world, emit);
  }
}

function enter(world: ArenaWorld, phase: number, ticks: number, emit: Emit<ArenaEvent>): void {
  world.phase = phase;
  world.phaseEndsAt = world.tick + ticks;
  emit({ kind: 'phase', phase });
}

/** Scores at zero, everything back in its place, everybody at a spawn. */
function startAfresh(world: ArenaWorld, emit: Emit<ArenaEvent>): void {
  const map = mapOf(world);
  world.rockets = [];
  world.pickups = freshPickups(map);
  world.scoreA = 0;
  world.scoreB = 0;
  for (const player of world.players) {
    if (player === null) continue;
    player.kills = 0;
    player.deaths = 0;
    player.assists = 0;
    player.score = 0;
  }
  spawnAll(world, map, emit);
}

function isScoreReached(world: ArenaWorld): boolean {
  if (world.mode === 'teams') return Math.max(world.scoreA, world.scoreB) >= MATCH.scoreLimitTeams;
  return world.players.some((player) => player !== null && player.score >= MATCH.scoreLimitFfa);
}

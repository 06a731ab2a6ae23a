// In: nothing. Out: the whole simulated truth of an arena, as plain data. Run by: step, client prediction, bots, captures.
import type { RandomState } from '../../sim/random.ts';
import type { World, WorldPlayer } from '../../netcode/room-type.ts';

export type ArenaMode = 'ffa' | 'teams';

/** Checked options of a room; plain JSON, kept in its capture. */
export interface ArenaConfig {
  readonly map: string;
  readonly mode: ArenaMode;
  /** Seats kept filled, humans and bots together; 0 for none. */
  readonly botsMin: number;
  readonly botLevel: string;
  readonly tickHz: number;
  readonly patchTicks: number;
  readonly matchSec: number;
  readonly warmupSec: number;
  /** Off only for the comparison in the benchmark: shots then test the present. */
  readonly rewind: boolean;
}

export const PHASE = { warmup: 0, live: 1, results: 2 } as const;

/**
 * One player. Positions and velocities lie on the wire's grid of 1/16 (px, px/s) after every step, so what a patch
 * carries is exactly what is simulated. Fields marked (clock) count in the seat's own clock, (tick) in world ticks.
 */
export interface ArenaPlayer extends WorldPlayer {
  name: string;
  /** 0 in free-for-all, else 1 or 2. */
  team: number;
  alive: boolean;
  x: number;
  y: number;
  vx: number;
  vy: number;
  /** Where the player looks, 1/256 turns: for others to see. Shots use the finer aim of the input itself. */
  aim: number;
  health: number;
  armour: number;
  /** 0 rifle, 1 shotgun, 2 rocket launcher: index into WEAPONS. */
  weapon: number;
  magRifle: number;
  magShotgun: number;
  magRocket: number;
  reserveRifle: number;
  reserveShotgun: number;
  reserveRocket: number;
  /** (clock) the next shot may leave at. */
  fireAt: number;
  /** (clock) the reload under way is done at; 0 while not reloading. */
  reloadAt: number;
  /** (clock) the dash under way ends at; dashing while clock < dashUntil. */
  dashUntil: number;
  /** (clock) the next dash may start at. */
  dashAt: number;
  /** Shots fired since the join, modulo 256: seeds the shotgun's spread and names the rocket. */
  shots: number;
  /** (tick) untouchable until. */
  protectedUntil: number;
  /** (tick) back in play at; 0 while alive. */
  respawnAt: number;
  /** Times spawned, modulo 256: tells a client to snap instead of smooth. */
  spawns: number;
  kills: number;
  deaths: number;
  assists: number;
  score: number;
  /** Not replicated. Who hurt this player lately, for assists: by seat number, the tick of the last hit or 0. */
  hurtBy: number[];
}

export interface ArenaRocket {
  /** owner * 256 + the owner's `shots` when it left: known to the shooter's client before the server says so. */
  id: number;
  owner: number;
  team: number;
  /** Where and when it left; its way is a straight line, so nothing more is ever sent. */
  startX: number;
  startY: number;
  vx: number;
  vy: number;
  startTick: number;
}

export interface ArenaPickup {
  /** Index into the map's pick-ups. */
  id: number;
  /** (tick) there again at; 0 while there. */
  backAt: number;
}

/** Where everybody was at one patch tick, for rewind. Flat arrays by seat; `alive` 0 or 1. */
export interface ArenaSnapshot {
  tick: number;
  x: number[];
  y: number[];
  alive: number[];
  /** Spawn counter: a player who respawned in between is not to be interpolated. */
  spawns: number[];
}

export interface ArenaWorld extends World {
  tick: number;
  readonly config: ArenaConfig;
  map: string;
  mode: ArenaMode;
  phase: number;
  /** (tick) the phase ends at. */
  phaseEndsAt: number;
  /** Matches finished in this room. */
  round: number;
  scoreA: number;
  scoreB: number;
  /** Shared with clients so that both ends derive the same shotgun spread. */
  spreadSeed: number;
  players: (ArenaPlayer | null)[];
  rockets: ArenaRocket[];
  pickups: ArenaPickup[];
  /** Not replicated. */
  random: RandomState;
  /** Not replicated, not hashed: a ring of past positions, oldest first, one a patch tick. */
  history: ArenaSnapshot[];
}

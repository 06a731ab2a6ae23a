// In: nothing. Out: the whole simulated truth of a ball game, as plain data. Run by: step on both sides, bots, captures.
import type { World, WorldPlayer } from '../../netcode/room-type.ts';

/** Checked options of a room; plain JSON, kept in its capture. */
export interface BallConfig {
  /** Seats kept filled, humans and bots together; 0 for none. */
  readonly botsMin: number;
  readonly botLevel: string;
  readonly matchSec: number;
  readonly tickHz: number;
  readonly patchTicks: number;
}

export const PHASE = { kickoff: 0, live: 1, goal: 2, replay: 3, results: 4 } as const;

/**
 * One player. Places and velocities lie on the wire's grid of 1/16 (px, px/s) after every step. What counts down does so
 * by one an input of the seat, so that a burst after a stall plays out as it was predicted.
 */
export interface BallPlayer extends WorldPlayer {
  name: string;
  /** 1 defends the left goal, 2 the right one. */
  team: number;
  x: number;
  y: number;
  vx: number;
  vy: number;
  /** The last input as it was simulated, whole: whoever predicts this player repeats it. */
  moveX: number;
  moveY: number;
  aim: number;
  buttons: number;
  /** Nothing was heard of the seat for a while: it stands there, and nobody expects otherwise. */
  dormant: boolean;
  energy: number;
  /** Inputs the kick was held so far, and what is left of a kick that waits for the ball, with its power. */
  charge: number;
  armed: number;
  power: number;
  /** Inputs left of a tackle, until the next, of lying stunned, and of not controlling the ball. */
  tackling: number;
  tackleWait: number;
  stun: number;
  loose: number;
  /** Times placed anew, modulo 256: tells a client to snap instead of smooth. */
  spawns: number;
  goals: number;
  assists: number;
  saves: number;
  tackles: number;
}

export interface Ball {
  /** Always 0: there is one. */
  id: number;
  x: number;
  y: number;
  vx: number;
  vy: number;
  spawns: number;
}

export interface BallWorld extends World {
  tick: number;
  /** Replicated, as every number the step needs is. */
  tickHz: number;
  matchTicks: number;
  phase: number;
  /** (tick) the phase ends at. */
  phaseEndsAt: number;
  /** Ticks of play left when play last stopped. */
  timeLeft: number;
  overtime: boolean;
  /** The team that kicks off; 0 while nobody has scored yet. */
  kickoffTeam: number;
  /** Matches finished in this room. */
  round: number;
  scoreA: number;
  scoreB: number;
  /** Seats that touched the ball last and before that; 255 for nobody. */
  lastTouch: number;
  formerTouch: number;
  players: (BallPlayer | null)[];
  balls: Ball[];
  /** Not replicated: by seat, ticks without an input. What follows from it is: `dormant`. */
  idle: number[];
  /** Not replicated. */
  readonly config: BallConfig;
}

export function ballOf(world: BallWorld): Ball {
  return world.balls[0]!;
}

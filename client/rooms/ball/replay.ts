// In: frames as they were drawn. Out: the last goal once more, slowly. Run by: the scene of the ball game.
import type { Ball, BallPlayer, BallWorld } from '../../../shared/rooms/ball/world.ts';

interface Still {
  readonly atMs: number;
  readonly players: readonly (BallPlayer | null)[];
  readonly ball: Ball;
}

/** Frames kept: more than the clip needs at 60 a second; a screen that draws more often keeps a shorter past. */
const STILLS_MAX = 420;
/** The clip, before and after the word of the goal, and how slowly it runs. */
const BEFORE_MS = 2_300;
const AFTER_MS = 600;
const PACE = 0.7;

export class Replay {
  #stills: Still[] = [];
  #clip: readonly Still[] = [];
  #startMs = 0;
  #goalMs: number | undefined;

  /** Keeps a frame of play. */
  keep(world: BallWorld, atMs: number): void {
    this.#stills.push({ atMs, ball: { ...world.balls[0]! }, players: world.players.map((player) => (player === null ? null : { ...player })) });
    if (this.#stills.length > STILLS_MAX) this.#stills.shift();
  }

  goal(atMs: number): void {
    this.#goalMs = atMs;
  }

  /** From now on the clip runs. Nothing is shown to whoever did not see the goal. */
  start(nowMs: number): void {
    const goalMs = this.#goalMs;
    this.#clip = goalMs === undefined ? [] : this.#stills.filter(({ atMs }) => atMs > goalMs - BEFORE_MS && atMs < goalMs + AFTER_MS);
    this.#goalMs = undefined;
    this.#stills = [];
    this.#startMs = nowMs;
  }

  stop(): void {
    this.#clip = [];
  }

  /** The world as it was, or `undefined` where there is nothing to show (again). */
  frame(world: BallWorld, nowMs: number): { readonly world: BallWorld; readonly part: number } | undefined {
    const first = this.#clip[0];
    const last = this.#clip.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const atMs = first.atMs + (nowMs - this.#startMs) * PACE;
    if (atMs > last.atMs) return undefined;
    const next = Math.max(1, this.#clip.findIndex((still) => still.atMs >= atMs));
    const [a, b] = [this.#clip[next - 1]!, this.#clip[next]!];
    const share = Math.min(1, Math.max(0, (atMs - a.atMs) / Math.max(1, b.atMs - a.atMs)));
    const players = world.players.map((_, seat) => between(a.players[seat] ?? null, b.players[seat] ?? null, share));
    return { world: { ...world, players, balls: [between(a.ball, b.ball, share)!] }, part: (atMs - first.atMs) / (last.atMs - first.atMs) };
  }
}

function between<T extends { readonly x: number; readonly y: number } | null>(a: T, b: T, share: number): T {
  if (a === null || b === null) return a;
  return { ...a, x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

// In: the caller's clock, and how many of our inputs wait at the server. Out: how many ticks are due. Run by: game-client.
import { LIMITS } from '../../shared/netcode/limits.ts';

/** The own clock runs at most this much off: 2 % is not felt (Overwatch's input clock does the same). */
const STRETCH_MAX = 0.02;
/** A tab that slept does not catch up: what is beyond this many ticks is dropped. */
const CATCH_UP_TICKS_MAX = 5;
/**
 * A frame's first tick may be this early, and a second one has to be this late. Frames at the rate of ticks are never
 * evenly spaced: without it those that come at a tick's very moment carry none and two in turn.
 */
const SLACK_MS = 1.5;

/**
 * Ticks at the room's rate, a little faster while the server runs dry of our inputs, a little slower while they pile up:
 * a queue of zero to one after a tick is the goal, because every waiting input is latency for everybody else.
 */
export class InputClock {
  readonly #tickMs: number;
  #pace = 1;
  #nextMs: number | undefined;
  #stretch = 0;

  constructor(tickHz: number) {
    this.#tickMs = 1000 / tickHz;
  }

  restart(): void {
    this.#nextMs = undefined;
    this.#stretch = 0;
  }

  /** @param pace how fast the server's ticks come, as a share of their rate. */
  setPace(pace: number): void {
    this.#pace = pace;
  }

  /**
   * @param backlogMin the smallest queue after a tick in the last second; -1 when a tick found nothing to spend.
   * @param backlogMax the largest. A queue that runs dry and over in the same second is the link's jitter: more haste would only
   * be worked off by the server, and after a minute of it the time bank was empty and dropped an input.
   */
  steer(backlogMin: number, backlogMax: number): void {
    if (backlogMin < 0 && backlogMax > LIMITS.backlogTarget) this.#stretch = 0;
    else if (backlogMin < 0) this.#stretch = STRETCH_MAX / 2;
    else if (backlogMin > 1) this.#stretch = -Math.min(STRETCH_MAX, (backlogMin - 1) * 0.01);
    else this.#stretch = 0;
  }

  due(nowMs: number): number {
    const stepMs = this.#tickMs / this.#pace / (1 + this.#stretch);
    this.#nextMs ??= nowMs;
    let ticks = 0;
    while (this.#nextMs <= nowMs + (ticks === 0 ? SLACK_MS : -SLACK_MS) && ticks < CATCH_UP_TICKS_MAX) {
      this.#nextMs += stepMs;
      ticks++;
    }
    if (ticks === CATCH_UP_TICKS_MAX && this.#nextMs <= nowMs) this.#nextMs = nowMs + stepMs;
    return ticks;
  }

  /** 0 to 1: how far the time is from the last tick to the next; a little beyond both while a tick is early or late. */
  alpha(nowMs: number): number {
    if (this.#nextMs === undefined) return 0;
    const part = 1 - ((this.#nextMs - nowMs) * this.#pace) / this.#tickMs;
    const slack = SLACK_MS / this.#tickMs;
    return Math.min(1 + slack, Math.max(-slack, part));
  }
}

// In: messages and a clock. Out: the same messages late, in order, with stalls, as TCP delivers them. Run by: tests.
import { nextFloat, seedRandom, type RandomState } from '../../shared/sim/random.ts';

export interface LinkCondition {
  /** One way, milliseconds. */
  readonly latencyMs: number;
  /** Added at random, 0 to this. */
  readonly jitterMs: number;
  /** Every so many milliseconds nothing arrives for `stallMs`; then all of it at once. */
  readonly stallEveryMs?: number;
  readonly stallMs?: number;
}

interface InFlight<T> {
  readonly atMs: number;
  readonly message: T;
}

/** One direction of a link. */
export class LossyLink<T> {
  readonly #condition: LinkCondition;
  readonly #random: RandomState;
  #queue: InFlight<T>[] = [];
  #lastMs = 0;

  constructor(condition: LinkCondition, seed: number) {
    this.#condition = condition;
    this.#random = seedRandom(seed);
  }

  send(nowMs: number, message: T): void {
    const { latencyMs, jitterMs } = this.#condition;
    const atMs = Math.max(this.#lastMs, this.#afterStall(nowMs + latencyMs + nextFloat(this.#random) * jitterMs));
    this.#lastMs = atMs;
    this.#queue.push({ atMs, message });
  }

  receive(nowMs: number): T[] {
    let due = 0;
    while (due < this.#queue.length && this.#queue[due]!.atMs <= nowMs) due++;
    return this.#queue.splice(0, due).map(({ message }) => message);
  }

  /** Forgets what is in flight: the connection was lost. */
  cut(): void {
    this.#queue = [];
  }

  #afterStall(atMs: number): number {
    const { stallEveryMs, stallMs } = this.#condition;
    if (stallEveryMs === undefined || stallMs === undefined || atMs < stallEveryMs) return atMs;
    const into = atMs % stallEveryMs;
    return into < stallMs ? atMs - into + stallMs : atMs;
  }
}

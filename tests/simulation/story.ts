// In: a seed. Out: what one player does when: joins, plays, drops out, looks elsewhere, vanishes, leaves, comes back. Run by: simulate.
import { mix32, nextInt, seedRandom, type RandomState } from '../../shared/sim/random.ts';

/**
 * drop: the connection is reset under both ends. vanish: the player's machine is gone without a word. hide and show: another
 * tab. The network's own troubles come on top of it, from the scenario.
 */
export type Act = 'join' | 'leave' | 'drop' | 'hide' | 'show' | 'vanish';

/** By weight. */
const ACTS: readonly Act[] = ['drop', 'drop', 'drop', 'hide', 'hide', 'hide', 'leave', 'leave', 'vanish'];

/** Milliseconds, from and to. */
const FIRST: Range = [0, 4_000];
const PLAYS: Range = [2_000, 20_000];
const HIDDEN: Range = [30, 6_000];
const OUT: Range = [200, 5_000];
type Range = readonly [from: number, to: number];

export class Story {
  readonly random: RandomState;
  #next: Act = 'join';
  #atMs: number;

  constructor(seed: number, player: number) {
    this.random = seedRandom(mix32(seed, player, 0x5709));
    this.#atMs = drawn(this.random, FIRST);
  }

  get atMs(): number {
    return this.#atMs;
  }

  /** What is due now; the next is settled with it. */
  act(): Act {
    const act = this.#next;
    switch (act) {
      case 'leave': case 'vanish': return this.#then(act, 'join', OUT);
      case 'hide': return this.#then(act, 'show', HIDDEN);
      case 'join': case 'drop': case 'show': return this.#then(act, ACTS[nextInt(this.random, ACTS.length)]!, PLAYS);
    }
  }

  /** The player is out, whatever was planned: the room failed, or the seat was given away. */
  out(nowMs: number): void {
    this.#next = 'join';
    this.#atMs = nowMs + drawn(this.random, OUT);
  }

  #then(act: Act, next: Act, after: Range): Act {
    this.#next = next;
    this.#atMs += drawn(this.random, after);
    return act;
  }

}

/** What happens to the server's process: it hangs for a while, or slows its rooms and takes that back. */
export type ServerAct = { readonly kind: 'stall'; readonly forMs: number } | { readonly kind: 'pace'; readonly pace: number };

const PAUSE: Range = [1_000, 25_000];
const SLOWED: Range = [500, 6_000];
/** Short ones as garbage collections are, and long ones as a machine's that was suspended. */
const STALLS: readonly Range[] = [[5, 40], [40, 200], [200, 1_500]];
const SLOWEST_TENTHS = 5;

export class ServerStory {
  readonly #random: RandomState;
  #isSlowed = false;
  #atMs: number;

  constructor(seed: number) {
    this.#random = seedRandom(mix32(seed, 0x5e));
    this.#atMs = drawn(this.#random, PAUSE);
  }

  get atMs(): number {
    return this.#atMs;
  }

  act(): ServerAct {
    if (this.#isSlowed || nextInt(this.#random, 3) === 0) {
      this.#isSlowed = !this.#isSlowed;
      this.#atMs += drawn(this.#random, this.#isSlowed ? SLOWED : PAUSE);
      return { kind: 'pace', pace: this.#isSlowed ? (SLOWEST_TENTHS + nextInt(this.#random, 10 - SLOWEST_TENTHS)) / 10 : 1 };
    }
    this.#atMs += drawn(this.#random, PAUSE);
    return { kind: 'stall', forMs: drawn(this.#random, STALLS[nextInt(this.#random, STALLS.length)]!) };
  }
}

function drawn(random: RandomState, [from, to]: Range): number {
  return from + nextInt(random, to - from + 1);
}

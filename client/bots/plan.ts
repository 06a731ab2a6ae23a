// In: checked options. Out: who joins when, on which worker; and what workers and main thread tell each other. Run by: the
// main thread, workers.
import { mix32, nextInt, seedRandom } from '../../shared/sim/random.ts';
import { behaviourNamed } from './behaviours/index.ts';
import type { Identity } from './bot.ts';
import type { Row } from './figures.ts';
import type { RoomTally } from './witness.ts';

export interface BotPlan extends Identity {
  /** Seconds after the start at which it first asks to join. */
  readonly joinAtSec: number;
}

export interface SwarmPlan {
  readonly url: string;
  readonly room: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly scenario: string | undefined;
  /** Milliseconds since 1970 at which second 0 begins: workers' own clocks start when they do. */
  readonly startAtMs: number;
  readonly rampSec: number;
  readonly durationSec: number;
  /** Whether to watch what everybody achieves. */
  readonly witnessed: boolean;
  readonly bots: readonly BotPlan[];
}

export type FromWorker =
  | { readonly verb: 'row'; readonly second: number; readonly row: Row; readonly roomIds: readonly string[] }
  /** A bot could not get in at all: the run cannot be what was asked for. */
  | { readonly verb: 'failed'; readonly text: string; readonly code: number }
  | { readonly verb: 'done'; readonly tallies: readonly RoomTally[] };

/** `early`: before the run's time was over. */
export type ToWorker = { readonly verb: 'stop'; readonly early: boolean };

/** By kind, how many parts of the whole. */
export type Mix = Readonly<Record<string, number>>;

/**
 * Shares `count` among the kinds by weight (largest remainders), adds the honest twin of each cheat that has one, and
 * spreads the joins over the ramp in an order drawn from the seed, so that every room gets of every kind.
 */
export function planBots(options: { readonly count: number; readonly mix: Mix; readonly rampSec: number; readonly seed: number }): BotPlan[] {
  const { count, mix, rampSec, seed } = options;
  const kinds = [...shares(count, mix)].flatMap(([kind, share]) => Array.from({ length: share }, () => kind));
  const twins = kinds.flatMap((kind) => behaviourNamed(kind)?.twin ?? []);
  const order = shuffle([...kinds, ...twins], seed);
  const numbers = new Map<string, number>();
  return order.map((kind, index) => {
    const number = (numbers.get(kind) ?? 0) + 1;
    numbers.set(kind, number);
    return { index, kind, name: `${kind}-${number}`, seed: mix32(seed, index), joinAtSec: (rampSec * index) / order.length };
  });
}

/** @returns count by kind; every kind of the mix gets at least one where there are enough to go round. */
export function shares(count: number, mix: Mix): Map<string, number> {
  const kinds = Object.entries(mix).filter(([, weight]) => weight > 0);
  const sum = kinds.reduce((total, [, weight]) => total + weight, 0);
  const exact = kinds.map(([kind, weight]) => ({ kind, exact: (count * weight) / sum }));
  const given = new Map(exact.map(({ kind, exact: part }) => [kind, Math.max(count >= kinds.length ? 1 : 0, Math.floor(part))]));
  const total = (): number => [...given.values()].reduce((all, n) => all + n, 0);
  const byRemainder = exact.toSorted((a, b) => (b.exact % 1) - (a.exact % 1));
  for (let n = 0; total() < count; n++) give(given, byRemainder[n % byRemainder.length]!.kind, 1);
  while (total() > count) give(given, [...given].reduce((most, next) => (next[1] > most[1] ? next : most))[0], -1);
  return given;
}

function give(given: Map<string, number>, kind: string, by: number): void {
  given.set(kind, given.get(kind)! + by);
}

function shuffle(kinds: readonly string[], seed: number): string[] {
  const random = seedRandom(seed);
  const order = [...kinds];
  for (let n = order.length - 1; n > 0; n--) {
    const other = nextInt(random, n + 1);
    [order[n], order[other]] = [order[other]!, order[n]!];
  }
  return order;
}

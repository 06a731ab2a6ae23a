// In: the rows of a run. Out: them as a Markdown table and as JSON. Run by: bench.

export interface Row {
  /** Of the scoreboard: p1 to p16. */
  readonly id: string;
  readonly figure: string;
  /** Arbiter's, with spread over rounds. */
  readonly arbiter: string;
  /** The same of its peers in the same run. */
  readonly peers: string;
  readonly goal: string;
  /** `undefined` where nothing was measured, or nothing that the goal speaks of. */
  readonly held: boolean | undefined;
  /** Why it was not measured, or what has to be known to read it. */
  readonly note?: string;
  /** Everything behind the figure. */
  readonly data?: unknown;
}

export interface Machine {
  readonly date: string;
  readonly commit: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly pinned: boolean;
  readonly rounds: number;
  readonly seconds: number;
}

/** Of the values of all rounds that count. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median: sorted.length === 0 ? NaN : median, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN, rounds: sorted.length };
}

/** `12.3 (11.9 to 12.8)`; the spread is left out where there is none. */
export function show({ median, min, max }: Spread, digits = 1): string {
  if (Number.isNaN(median)) return 'void';
  const [m, low, high] = [median, min, max].map((value) => value.toFixed(digits));
  return low === high ? m! : `${m} (${low} to ${high})`;
}

/** `q` from 0 to 1 of unsorted values. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}

export const TABLE_HEAD = '| # | figure | Arbiter | peers in the same run | goal | held |\n|---|---|---|---|---|---|';

export function tableLine({ id, figure, arbiter, peers, goal, held }: Row): string {
  const verdict = held === undefined ? '' : held ? 'yes' : 'no';
  return `| ${id.toUpperCase()} | ${figure} | ${arbiter} | ${peers} | ${goal} | ${verdict} |`;
}

export function machineLine(m: Machine): string {
  return `Commit ${m.commit}, ${m.date}; Node ${m.node}, ${m.cores} cores of ${m.cpu}; `
    + `${m.pinned ? 'server on one core, load on the other' : 'processes not pinned to cores'}; ${m.rounds} interleaved rounds of ${m.seconds} s, medians (least to most).`;
}

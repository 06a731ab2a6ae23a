// In: `correction.px.p99<0.5` and the like, and a run's result. Out: what held, what fell short, and where first. Run by: options, main, report.
import { UsageError } from '../usage-error.ts';
import { FIGURES, figureNamed, readTotal, type Figure } from './figure-table.ts';
import type { RunResult } from './format.ts';

export const COMPARISONS = ['<=', '>=', '<', '>', '='] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface Expectation {
  /** As it is shown: `correction.px.p99 < 0.5 px`. */
  readonly text: string;
  readonly figure: Figure;
  readonly comparison: Comparison;
  readonly threshold: number;
}

export interface Verdict {
  readonly expectation: Expectation;
  readonly held: boolean;
  /** Of the whole run; `undefined` where it was not measured, which is never held. */
  readonly value: number | undefined;
  /** Why there is no value. */
  readonly reason?: string;
  /** First second after the ramp that by itself was outside, and how many were; nothing for figures of whole runs. */
  readonly first?: { readonly second: number; readonly value: number; readonly seconds: number };
}

/** How many other names an unknown one is answered with. */
const NEAR_MAX = 4;
const EXPECTATIONS_MAX = 256;

const PATTERN = /^\s*([\w.-]+)\s*(<=|>=|<|>|=)\s*(-?\d+(?:\.\d+)?)\s*([%\w/-]*)\s*$/;

/** @throws UsageError with one sentence that says what would be right. */
export function parseExpectation(text: string): Expectation {
  const [, name, comparison, number, unit] = PATTERN.exec(text) ?? [];
  if (name === undefined) {
    throw new UsageError(`--expect ${JSON.stringify(text)}: must be a figure, one of ${COMPARISONS.join(' ')}, and a number, such as "correction.px.p99<0.5"`);
  }
  const figure = figureNamed(name);
  if (figure === undefined) throw new UsageError(`--expect ${JSON.stringify(text)}: there is no figure ${name}; near it are ${nearNames(name).join(', ')}`);
  if (unit !== '' && unit !== figure.unit) {
    throw new UsageError(`--expect ${JSON.stringify(text)}: ${name} is in ${figure.unit}, not ${unit}`);
  }
  return {
    text: `${name} ${comparison} ${number} ${figure.unit}`, figure, comparison: comparison as Comparison, threshold: Number(number),
  };
}

/** One a line; `#` begins a comment, empty lines are none. @throws UsageError that names the line. */
export function parseExpectFile(text: string): Expectation[] {
  const lines = text.split(/\r?\n/).map((line, n) => ({ number: n + 1, text: line.replace(/#.*/, '').trim() }));
  const expectations = lines.filter((line) => line.text !== '').map((line) => {
    try {
      return parseExpectation(line.text);
    } catch (error) {
      throw new UsageError(`--expect-file, line ${line.number}: ${(error as Error).message.replace(/^--expect /, '')}`);
    }
  });
  if (expectations.length > EXPECTATIONS_MAX) throw new UsageError(`--expect-file: at most ${EXPECTATIONS_MAX} expectations, not ${expectations.length}`);
  return expectations;
}

/** held: every expectation. measured: there were none. void: the bots were the bottleneck, so nothing is said of the server. */
export type Outcome = 'held' | 'fell short' | 'measured' | 'void';

export function outcomeOf(verdicts: readonly Verdict[], { harness }: RunResult): Outcome {
  if (harness.saturated) return 'void';
  if (verdicts.length === 0) return 'measured';
  return verdicts.every(({ held }) => held) ? 'held' : 'fell short';
}

/** One verdict for each expectation, in their order. */
export function evaluate(expectations: readonly Expectation[], result: RunResult): Verdict[] {
  return expectations.map((expectation) => verdictOn(expectation, result));
}

/** Of those that fell short the one whose figure broke first; those that never broke in a single second come last. */
export function firstBroken(verdicts: readonly Verdict[]): Verdict | undefined {
  const broken = verdicts.filter(({ held }) => !held);
  return broken.toSorted((a, b) => (a.first?.second ?? Infinity) - (b.first?.second ?? Infinity) || 0)[0];
}

export function holds({ comparison, threshold }: Expectation, value: number): boolean {
  switch (comparison) {
    case '<': return value < threshold;
    case '<=': return value <= threshold;
    case '>': return value > threshold;
    case '>=': return value >= threshold;
    case '=': return value === threshold;
  }
}

function verdictOn(expectation: Expectation, result: RunResult): Verdict {
  const { figure } = expectation;
  const value = readTotal(figure, result);
  if (value === undefined) return { expectation, held: false, value, reason: whyAbsent(figure, result) };
  const outside = result.samples.flatMap((sample) => {
    const single = sample.second < result.rampSec ? undefined : figure.read(sample);
    return single === undefined || holds(expectation, single) ? [] : [{ second: sample.second, value: single }];
  });
  const first = outside[0];
  return { expectation, held: holds(expectation, value), value, ...(first === undefined ? {} : { first: { ...first, seconds: outside.length } }) };
}

function whyAbsent(figure: Figure, { serverAbsent, cheats }: RunResult): string {
  if (figure.at.startsWith('server.')) return `not measured: ${serverAbsent ?? 'the server told nothing of it during the run'}`;
  if (figure.at === 'cheats') return `not measured: ${cheats.length === 0 ? 'nobody cheated; --mix brings cheats' : 'the cheats played too little to say'}`;
  return 'not measured: it did not happen in this run';
}

/** Names that share most with an unknown one, most alike first. */
export function nearNames(name: string): string[] {
  return FIGURES.map((figure) => ({ name: figure.name, distance: editDistance(name, figure.name) }))
    .sort((a, b) => a.distance - b.distance).slice(0, NEAR_MAX).map((near) => near.name);
}

/** Levenshtein's, over characters. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

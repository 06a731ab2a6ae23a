// In: what bots see, count and fail at. Out: one row of plain data a second. Run by: a worker; the main thread merges rows.
import { Sketch, type SketchData } from './sketch.ts';

/** What is measured again and again. Milliseconds, but `correctionPx`. */
export const SKETCHES = ['rttMs', 'correctionPx', 'inputToAckMs', 'patchAgeMs', 'patchSpacingMs', 'reconnectMs', 'lateMs'] as const;
export type SketchName = (typeof SKETCHES)[number];

/**
 * What is counted. `players` is how many of the well-behaved are connected at the end of the second, `bots` how many of all,
 * and `playerSec` the seconds they played in it. `compared`: patches held against a prediction; `mispredicted`: those
 * that differed in nothing but what own inputs decide; `corrected`: those of them that moved the player by more than 0.5 px;
 * `surprised`: those that told of somebody else's doing. `metered`: patches whose bytes are in `fieldBytes`.
 */
export const COUNTS = [
  'bots', 'players', 'playerSec', 'compared', 'mispredicted', 'corrected', 'surprised', 'stalls', 'starvedFrames', 'bytesIn', 'bytesOut',
  'joins', 'leaves', 'drops', 'reconnects', 'meteredPatches', 'meteredBytes',
] as const;
export type CountName = (typeof COUNTS)[number];

export interface Row {
  readonly counts: Record<CountName, number>;
  readonly sketches: Record<SketchName, SketchData>;
  /** By verdict of the gate, over inputs of the well-behaved. */
  readonly verdicts: Record<string, number>;
  /** What failed, in words, and how often. */
  readonly errors: Record<string, number>;
  /** By kind of cheat, then by who refused it: a verdict, a close, a refused join. */
  readonly refusals: Record<string, Record<string, number>>;
  /** By class and field of the schema, of the patches of one bot a worker. */
  readonly fieldBytes: Record<string, number>;
}

/** Different words of errors kept a second; more are counted together. */
const ERRORS_MAX = 32;

export class Figures {
  readonly #sketches = Object.fromEntries(SKETCHES.map((name) => [name, new Sketch()])) as Record<SketchName, Sketch>;
  #counts = zeroCounts();
  #verdicts: Record<string, number> = {};
  #errors: Record<string, number> = {};
  #refusals: Record<string, Record<string, number>> = {};
  #fieldBytes: Record<string, number> = {};

  sketch(name: SketchName): Sketch {
    return this.#sketches[name];
  }

  count(name: CountName, by = 1): void {
    this.#counts[name] += by;
  }

  verdict(name: string, by: number): void {
    addTo(this.#verdicts, name, by);
  }

  error(text: string): void {
    const known = text in this.#errors || Object.keys(this.#errors).length < ERRORS_MAX;
    addTo(this.#errors, known ? text : 'other errors', 1);
  }

  refusal(cheat: string, by: string, times = 1): void {
    addTo((this.#refusals[cheat] ??= {}), by, times);
  }

  fieldBytes(field: string, bytes: number): void {
    addTo(this.#fieldBytes, field, bytes);
  }

  /** The row so far; starts the next. */
  take(): Row {
    const sketches = Object.fromEntries(SKETCHES.map((name) => [name, this.#sketches[name].data()])) as Record<SketchName, SketchData>;
    const row: Row = {
      counts: this.#counts, sketches, verdicts: this.#verdicts, errors: this.#errors, refusals: this.#refusals, fieldBytes: this.#fieldBytes,
    };
    for (const sketch of Object.values(this.#sketches)) sketch.clear();
    this.#counts = zeroCounts();
    this.#verdicts = {};
    this.#errors = {};
    this.#refusals = {};
    this.#fieldBytes = {};
    return row;
  }
}

/** Adds the amounts of `from` to those of `to`, by name. */
export function addAll(to: Record<string, number>, from: Readonly<Record<string, number>>): void {
  for (const [name, by] of Object.entries(from)) addTo(to, name, by);
}

function addTo(amounts: Record<string, number>, name: string, by: number): void {
  amounts[name] = (amounts[name] ?? 0) + by;
}

function zeroCounts(): Record<CountName, number> {
  return Object.fromEntries(COUNTS.map((name) => [name, 0])) as Record<CountName, number>;
}

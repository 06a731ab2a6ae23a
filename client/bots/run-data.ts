// In: rows of several workers. Out: one row a second with percentiles, and totals of the measured time. Run by: swarm.
import { addAll, COUNTS, SKETCHES, type CountName, type Row, type SketchName } from './figures.ts';
import { Sketch } from './sketch.ts';
import type { RoomTally } from './witness.ts';

/** One second of the run, all workers together. */
export interface Second {
  /** Seconds since the start; the row is what happened from then on. */
  readonly second: number;
  readonly counts: Record<CountName, number>;
  readonly sketches: Record<SketchName, Sketch>;
  readonly verdicts: Record<string, number>;
  readonly errors: Record<string, number>;
}

/** Seconds kept one by one: a day. */
const SECONDS_MAX = 86_400;

export class RunData {
  readonly seconds: Second[] = [];
  /** Of the seconds after the ramp. */
  readonly total: Second = emptySecond(0);
  readonly errors: Record<string, number> = {};
  readonly refusals: Record<string, Record<string, number>> = {};
  readonly fieldBytes: Record<string, number> = {};
  readonly roomIds = new Set<string>();
  readonly tallies: RoomTally[] = [];
  readonly #rampSec: number;

  constructor(rampSec: number) {
    this.#rampSec = rampSec;
  }

  /** Adds what one worker saw in one second; counts of the ramp are in the rows but not in the totals. */
  add(second: number, row: Row, roomIds: readonly string[]): void {
    for (const id of roomIds) this.roomIds.add(id);
    while (this.seconds.length <= Math.min(second, SECONDS_MAX)) this.seconds.push(emptySecond(this.seconds.length));
    const all = this.seconds[second];
    if (all !== undefined) addRow(all, row);
    if (second >= this.#rampSec) addRow(this.total, row);
    addAll(this.errors, row.errors);
    addAll(this.fieldBytes, row.fieldBytes);
    for (const [kind, by] of Object.entries(row.refusals)) addAll((this.refusals[kind] ??= {}), by);
  }
}

function addRow(to: Second, row: Row): void {
  addAll(to.counts, row.counts);
  addAll(to.verdicts, row.verdicts);
  addAll(to.errors, row.errors);
  for (const name of SKETCHES) to.sketches[name].merge(row.sketches[name]);
}

function emptySecond(second: number): Second {
  return {
    second, counts: Object.fromEntries(COUNTS.map((name) => [name, 0])) as Record<CountName, number>,
    sketches: Object.fromEntries(SKETCHES.map((name) => [name, new Sketch()])) as Record<SketchName, Sketch>, verdicts: {}, errors: {},
  };
}

// In: items before and after a patch. Out: how they moved, in a few bits each, and back. Run by: server mirror, client adopt.
import { golombBits, valuesOf, type BitReader, type BitWriter } from './bit-stream.ts';

/**
 * A schema's patch spends a byte on the name of each field, two on each item and whole bytes on each value. What changes
 * in every patch is cheaper together: fields of known width, differences to the patch before, in order of the items' ids.
 */
export interface MotionField {
  readonly name: string;
  /** Up to 16 where it moves, up to 32 where it is said once. On the wire: `(value - min) * perUnit`, whole, modulo 2^bits. */
  readonly bits: number;
  readonly min: number;
  /** A power of two, so that decoding gives back the very number. */
  readonly perUnit: number;
  /** A tick within the last 2^bits before the state's own. */
  readonly ago?: boolean;
  /** A field before this one that says how fast this one changes, and seconds between two patches: only the rest travels. */
  readonly rate?: { readonly name: string; readonly sec: number };
}

export interface MotionCollection {
  readonly collection: string;
  readonly fields: readonly MotionField[];
  /**
   * `true`: items of a map of the schema, whose fields named here travel in motion. `false`: items that are said once,
   * when they appear, and again when they are gone, and are in no map: projectiles whose flight is fixed.
   */
  readonly moves: boolean;
}

/** An item of a collection as both ends keep it: whole numbers in the order of the plan's fields. */
export type Wire = number[];

export interface MovedItem {
  readonly id: number;
  /** Of the patch before; `undefined` for an item that is new in this one. */
  readonly before: Wire | undefined;
  readonly now: Wire;
}

/** Exp-Golomb orders up to 14; this one says that the field of no item has changed. */
const NOTHING = 15;
const ORDER_BITS = 4;

export function wireOf(fields: readonly MotionField[], item: Readonly<Record<string, unknown>>): Wire {
  return fields.map(({ name, min, perUnit, bits }) => modulo(Math.round(((item[name] as number) - min) * perUnit), bits));
}

/** The number a wire stands for, in a state of this tick. */
export function valueOf(field: MotionField, wire: number, tick: number): number {
  return field.ago === true ? tick - modulo(tick - wire, field.bits) : wire / field.perUnit + field.min;
}

/** Writes a collection's items, in ascending id: whole where they are new, else field by field what differs. */
export function writeMoves(bits: BitWriter, fields: readonly MotionField[], items: readonly MovedItem[]): void {
  for (const { before, now } of items) {
    if (before === undefined) for (const [f, field] of fields.entries()) bits.write(now[f]!, field.bits);
  }
  const known = items.filter(({ before }) => before !== undefined);
  if (known.length > 0) for (let f = 0; f < fields.length; f++) writeField(bits, fields, f, known);
}

function writeField(bits: BitWriter, fields: readonly MotionField[], f: number, items: readonly MovedItem[]): void {
  const { bits: width } = fields[f]!;
  const drift = driftOf(fields, f);
  const folded = items.map(({ before, now }) => fold(now[f]! - before![f]! - drift(now), width));
  const order = bestOrder(folded);
  bits.write(order, ORDER_BITS);
  if (order === NOTHING) return;
  for (const value of folded) {
    bits.write(value === 0 ? 0 : 1, 1);
    if (value > 0) bits.golomb(value - 1, order);
  }
}

/** @param before the items in ascending id, `undefined` where one is new. @returns the same items now. */
export function readMoves(bits: BitReader, fields: readonly MotionField[], before: readonly (Wire | undefined)[]): Wire[] {
  const items = before.map((wire) => (wire === undefined ? fields.map((field) => bits.read(field.bits)) : wire.slice()));
  const known = items.filter((_, i) => before[i] !== undefined);
  if (known.length > 0) for (let f = 0; f < fields.length; f++) readField(bits, fields, f, known);
  return items;
}

function readField(bits: BitReader, fields: readonly MotionField[], f: number, items: readonly Wire[]): void {
  const drift = driftOf(fields, f);
  const order = bits.read(ORDER_BITS);
  for (const item of items) {
    const folded = order === NOTHING || bits.read(1) === 0 ? 0 : bits.golomb(order) + 1;
    item[f] = modulo(item[f]! + drift(item) + (folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2), fields[f]!.bits);
  }
}

/** How far a field moves from patch to patch by its rate alone, in wire units; an item has the fields before it already. */
function driftOf(fields: readonly MotionField[], f: number): (item: Wire) => number {
  const { rate, perUnit } = fields[f]!;
  if (rate === undefined) return () => 0;
  const at = fields.findIndex(({ name }) => name === rate.name);
  return (item) => Math.round(valueOf(fields[at]!, item[at]!, 0) * perUnit * rate.sec);
}

/** The shortest way round as 0, -1, 1, -2, 2 ... to 0, 1, 2, 3, 4 ... */
function fold(difference: number, bits: number): number {
  const turned = modulo(difference, bits);
  return turned < valuesOf(bits - 1) ? turned * 2 : (valuesOf(bits) - turned) * 2 - 1;
}

function modulo(value: number, bits: number): number {
  const size = valuesOf(bits);
  return ((value % size) + size) % size;
}

/** The Exp-Golomb order that needs the fewest bits for these values. */
function bestOrder(folded: readonly number[]): number {
  const moved = folded.filter((value) => value > 0);
  if (moved.length === 0) return NOTHING;
  let best = 0;
  let fewest = Infinity;
  for (let order = 0; order < NOTHING; order++) {
    let sum = 0;
    for (const value of moved) sum += golombBits(value - 1, order);
    if (sum < fewest) {
      fewest = sum;
      best = order;
    }
  }
  return best;
}

// In: a capture and its room type. Out: whether re-running it gives the same world, or the first tick and field that differ.
// Run by: npm run replay, tests, browsers.
import { ColumnHasher, differingRow } from '../sim/hash.ts';
import { DamagedError } from './byte-buffer.ts';
import { highByte, openCapture, readRecords, type CaptureRecord, type HashRecord } from './capture-format.ts';
import type { AnyRoomType, SeatInputs, World } from './room-type.ts';

export interface ReplayDifference {
  readonly kind: 'differs';
  /** The world's tick after the first step that came out differently. */
  readonly tick: number;
  /** The first column, in the world's order, that differs there; with its row (the seat) where only one row differs. */
  readonly field: string;
  /** All columns that differ there. */
  readonly fields: readonly string[];
  /** What the re-run has in that field, where it is known which one of its column it is. */
  readonly value: unknown;
  readonly ticks: number;
}

export type ReplayResult =
  | {
    readonly kind: 'same'; readonly ticks: number; readonly seconds: number;
    /** Of every column of every tick: two engines with the same hash went through the same worlds. */
    readonly hash: number;
    /** Why the capture ended. */
    readonly reason: string;
  }
  | ReplayDifference
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The re-run is not what was recorded: ends the walk. */
class Differs extends Error {
  readonly difference: ReplayDifference;

  constructor(difference: ReplayDifference) {
    super(`${difference.field} at tick ${difference.tick}`);
    this.difference = difference;
  }
}

/**
 * Re-runs a capture (the uncompressed file) with the room type's own step. Nothing but the capture and the code goes in.
 * Never throws, whatever the bytes.
 */
export function replayCapture(bytes: Uint8Array, roomTypeNamed: (name: string) => AnyRoomType | undefined): ReplayResult {
  const capture = openCapture(bytes);
  if (!capture.ok) return { kind: 'unreadable', reason: capture.reason };
  const { world, roomType } = capture.header;
  const type = roomTypeNamed(roomType);
  if (type === undefined) return { kind: 'unreadable', reason: `there is no room type "${roomType}"` };
  const startTick = world.tick;
  const run = new Run(type, world);
  try {
    for (const record of readRecords(capture.body, type, startTick)) run.apply(record);
    run.settle();
    const ticks = world.tick - startTick;
    return { kind: 'same', ticks, seconds: ticks / type.tickHz, hash: run.hash >>> 0, reason: run.reason };
  } catch (error) {
    if (error instanceof Differs) return error.difference;
    if (run.suspected !== undefined) return run.suspected;
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'unreadable', reason: error instanceof DamagedError ? `the capture is damaged after tick ${world.tick}: ${why}` : why };
  }
}

class Run {
  readonly #type: AnyRoomType;
  readonly #world: World;
  readonly #startTick: number;
  readonly #hasher: ColumnHasher;
  readonly #recorded: string[] = [];
  #before = new Int32Array(0);
  hash = 0;
  reason = '';
  /** A tick is known to differ, its field is not: a later record may name it. */
  suspected: ReplayDifference | undefined;

  constructor(type: AnyRoomType, world: World) {
    this.#type = type;
    this.#world = world;
    this.#startTick = world.tick;
    this.#hasher = new ColumnHasher(type.unhashed);
  }

  apply(record: CaptureRecord<object>): void {
    switch (record.kind) {
      case 'join': return this.#attempt('join', () => this.#type.join(this.#world, record.seat, record.profile));
      case 'leave': return this.#attempt('leave', () => this.#type.leave(this.#world, record.seat));
      case 'columns': this.#recorded.push(...record.names); return;
      case 'tick': return this.#tick(record.inputs, record.hashes);
      case 'check': return this.#compareAll(record.hashes);
      case 'threw': return this.#threw(record.inputs, record.message);
      case 'end': this.reason = record.reason;
    }
  }

  /** @throws Differs if a difference is known that no record named. */
  settle(): void {
    if (this.suspected !== undefined) throw new Differs(this.suspected);
  }

  #tick(inputs: SeatInputs<object>, recorded: HashRecord | undefined): void {
    const tick = this.#world.tick + 1;
    this.#attempt('step', () => this.#type.step(this.#world, inputs, () => {}));
    if (this.#world.tick !== tick) this.#differ(tick, ['tick'], this.#world.tick);
    const hashes = this.#hashes();
    if (recorded === undefined) this.#expectStill(hashes);
    else if (recorded.total !== this.#hasher.total || recorded.plain !== this.#hasher.plain) this.#name(recorded, hashes);
    this.#before = hashes.slice();
    const mixed = Math.imul(this.hash ^ this.#hasher.total, 0x9e3779b1);
    this.hash = (mixed << 13) | (mixed >>> 19);
  }

  #hashes(): Int32Array {
    try {
      return this.#hasher.hash(this.#world);
    } catch (error) {
      return this.#differ(this.#world.tick, [messageOf(error)]);
    }
  }

  /** The capture says that nothing but the tick's number changed. */
  #expectStill(hashes: Int32Array): void {
    const fields = this.#hasher.names.filter((name, i) => name !== 'tick' && hashes[i] !== (this.#before[i] ?? 0));
    if (fields.length > 0) this.#differ(this.#world.tick, fields);
  }

  #name(recorded: HashRecord, hashes: Int32Array): void {
    const fields = this.#columns().filter(({ here, there }) => {
      const hash = hashes[here] ?? 0;
      const changed = hash !== (this.#before[here] ?? 0);
      return changed !== (recorded.changed[there] ?? false) || highByte(hash) !== (recorded.bytes[there] ?? 0);
    }).map(({ name }) => name);
    const tick = this.#world.tick;
    if (this.suspected !== undefined) {
      if (fields.length > 0) this.#differ(this.suspected.tick, fields);
    } else if (fields.length > 0) this.#differ(tick, fields, undefined, recorded);
    // One time in 256: go on, and let a later tick or the next check name it.
    else this.suspected = { kind: 'differs', tick, field: '', fields: [], value: undefined, ticks: tick - this.#startTick };
  }

  #compareAll(recorded: readonly number[]): void {
    const hashes = this.#before;
    const fields = this.#columns().filter(({ here, there }) => (hashes[here] ?? 0) !== (recorded[there] ?? 0)).map(({ name }) => name);
    if (fields.length > 0) this.#differ(this.suspected?.tick ?? this.#world.tick, fields);
  }

  #threw(inputs: SeatInputs<object>, message: string): void {
    const tick = this.#world.tick + 1;
    try {
      this.#type.step(this.#world, inputs, () => {});
    } catch (error) {
      if (messageOf(error) === message) return;
      this.#differ(tick, [`the step: it threw "${messageOf(error)}", and "${message}" when it was recorded`]);
    }
    this.#differ(tick, [`the step: it threw "${message}" when it was recorded, and does not now`]);
  }

  #attempt(what: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#differ(this.#world.tick + 1, [`the ${what}: it throws "${messageOf(error)}"`]);
    }
  }

  /** Every column that the capture or the re-run has, by where each of them has it; -1 is not at all. */
  #columns(): { name: string; here: number; there: number }[] {
    const { names } = this.#hasher;
    const columns = names.map((name, here) => ({ name, here, there: this.#recorded[here] === name ? here : this.#recorded.indexOf(name) }));
    this.#recorded.forEach((name, there) => {
      if (!names.includes(name)) columns.push({ name, here: -1, there });
    });
    return columns;
  }

  #differ(tick: number, fields: readonly string[], value?: unknown, sums?: HashRecord): never {
    if (this.suspected !== undefined && tick !== this.suspected.tick) this.settle();
    const row = sums === undefined ? undefined : differingRow(sums, this.#hasher, this.#type.seatsMax);
    const place = (name: string) => (row === undefined ? name : name.replace('[]', `[${row}]`));
    const named = fields.map(place);
    throw new Differs({
      kind: 'differs', tick, field: named[0]!, fields: named, value: value ?? valueAt(this.#world, named[0]!),
      ticks: tick - this.#startTick,
    });
  }
}

/** The value at a path without open positions, else undefined. */
function valueAt(world: World, path: string): unknown {
  if (!/^[\w.[\]]+$/.test(path) || path.includes('[]')) return undefined;
  let value: unknown = world;
  for (const key of path.match(/\w+/g) ?? []) value = (value as Record<string, unknown> | null | undefined)?.[key];
  return value;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// In: a capture and its room type. Out: whether re-running it gives the same world, or the first tick and field that differ.
// Run by: npm run replay, tests, browsers.
import { ColumnHasher, foldHashes } from '../sim/hash.ts';
import { openCapture, readRecords, type CaptureRecord } from './capture-format.ts';
import type { AnyRoomType, World } from './room-type.ts';

export type ReplayResult =
  | { readonly kind: 'same'; readonly ticks: number; readonly hash: number; readonly reason: string }
  | { readonly kind: 'differs'; readonly tick: number; readonly field: string; readonly ticks: number }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The tick and the column in which a re-run first differs. */
class Difference extends Error {
  readonly tick: number;
  readonly field: string;

  constructor(tick: number, field: string) {
    super(`tick ${tick}, ${field}`);
    this.tick = tick;
    this.field = field;
  }
}

/** Re-runs a capture with the room type's own step. Nothing but the capture and the code goes in. */
export function replayCapture(bytes: Uint8Array, roomTypeNamed: (name: string) => AnyRoomType | undefined): ReplayResult {
  const capture = openCapture(bytes);
  if (!capture.ok) return { kind: 'unreadable', reason: capture.reason };
  const type = roomTypeNamed(capture.header.roomType);
  if (type === undefined) return { kind: 'unreadable', reason: `there is no room type "${capture.header.roomType}"` };
  const world = capture.header.world as World;
  const startTick = world?.tick;
  if (!Number.isInteger(startTick)) return { kind: 'unreadable', reason: 'the header has no world' };
  const run = new Run(type, world);
  try {
    for (const record of readRecords(capture.body, type.input, startTick)) run.apply(record);
    return { kind: 'same', ticks: world.tick - startTick, hash: run.hash, reason: run.reason };
  } catch (error) {
    if (error instanceof Difference) return { kind: 'differs', tick: error.tick, field: error.field, ticks: world.tick - startTick };
    return { kind: 'unreadable', reason: `after tick ${world.tick}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

class Run {
  readonly #type: AnyRoomType;
  readonly #world: World;
  readonly #hasher: ColumnHasher;
  #hashes = new Int32Array(0);
  reason = '';

  constructor(type: AnyRoomType, world: World) {
    this.#type = type;
    this.#world = world;
    this.#hasher = new ColumnHasher(type.unhashed);
  }

  get hash(): number {
    return foldHashes(this.#hashes);
  }

  apply(record: CaptureRecord<object>): void {
    switch (record.kind) {
      case 'join': return this.#type.join(this.#world, record.seat, record.profile);
      case 'leave': return this.#type.leave(this.#world, record.seat);
      case 'end': this.reason = record.reason; return;
      case 'check': return this.#compare(record.hashes, (hash) => hash >>> 0);
      case 'tick':
        this.#type.step(this.#world, record.inputs, () => {});
        this.#hashes = this.#hasher.hash(this.#world).slice();
        this.#compare(record.folds, (hash) => hash & 0xff);
    }
  }

  #compare(recorded: readonly number[], part: (hash: number) => number): void {
    const names = this.#hasher.names;
    for (let i = 0; i < Math.max(recorded.length, names.length); i++) {
      if (recorded[i] !== part(this.#hashes[i] ?? 0)) throw new Difference(this.#world.tick, names[i] ?? `column ${i}`);
    }
  }
}

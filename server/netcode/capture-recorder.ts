// In: what a room does, tick by tick. Out: a capture that re-runs it. Run by: game-room; no room type knows of it.
import { CaptureWriter, CAPTURE_VERSION } from '../../shared/netcode/capture-format.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { AnyRoomType, SeatInputs, SeatProfile, World } from '../../shared/netcode/room-type.ts';
import { ColumnHasher } from '../../shared/sim/hash.ts';

/** Ticks between two records of every column's full hash. */
const CHECK_TICKS = 60;

export interface CaptureLabel {
  readonly roomId: string;
  readonly startedAt: string;
}

/** Records from the moment it is made: the world as it is then is the start of the capture. */
export class CaptureRecorder {
  readonly #writer: CaptureWriter<object>;
  readonly #hasher: ColumnHasher;
  #ended: string | undefined;

  constructor(type: AnyRoomType, world: World, label: CaptureLabel) {
    this.#writer = new CaptureWriter(type.input, { version: CAPTURE_VERSION, roomType: type.name, ...label, world });
    this.#hasher = new ColumnHasher(type.unhashed);
  }

  get bytes(): number {
    return this.#writer.length;
  }

  join(seat: number, profile: SeatProfile): void {
    if (this.#ended === undefined) this.#writer.join(seat, profile);
  }

  leave(seat: number): void {
    if (this.#ended === undefined) this.#writer.leave(seat);
  }

  /** Call after each step, with the inputs it took. Joins and leaves since the last call came before that step. */
  tick(world: World, inputs: SeatInputs<object>): void {
    if (this.#ended !== undefined) return;
    const hashes = this.#hasher.hash(world);
    this.#writer.tick(world.tick - 1, inputs, hashes);
    if (world.tick % CHECK_TICKS === 0) this.#writer.check(hashes);
    if (this.#writer.length > LIMITS.captureBytesMax) this.#ended = 'the capture reached its cap';
  }

  /** The uncompressed file. */
  finish(reason: string): Uint8Array<ArrayBuffer> {
    return this.#writer.finish(this.#ended ?? reason);
  }
}

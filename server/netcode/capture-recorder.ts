// In: what a room does, tick by tick. Out: a capture that re-runs it. Run by: game-room; no room type knows of it.
import { CaptureWriter } from '../../shared/netcode/capture-format.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { AnyRoomType, SeatInputs, SeatProfile, World } from '../../shared/netcode/room-type.ts';
import { ColumnHasher } from '../../shared/sim/hash.ts';

/** Ticks between two records of every column's full hash. */
const CHECK_TICKS = 60;

export interface CaptureLabel {
  readonly roomId: string;
  readonly startedAt: string;
}

/**
 * Records from the moment it is made: the world as it is then is the start of the capture. Nothing here ends a room: what
 * cannot be recorded ends the capture, which stays good up to there and says why.
 */
export class CaptureRecorder {
  readonly #writer: CaptureWriter<object>;
  readonly #hasher: ColumnHasher;
  readonly #bytesMax: number;
  #tick: number;
  #ended: string | undefined;

  constructor(type: AnyRoomType, world: World, label: CaptureLabel, bytesMax: number = LIMITS.captureBytesMax) {
    this.#writer = new CaptureWriter(type.input, { roomType: type.name, ...label, world });
    this.#hasher = new ColumnHasher(type.unhashed);
    this.#bytesMax = bytesMax;
    this.#tick = world.tick;
  }

  /** Bytes recorded so far. */
  get bytes(): number {
    return this.#writer.length;
  }

  /** Why the capture ended before its match; undefined while it records. */
  get ended(): string | undefined {
    return this.#ended;
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
    const start = this.#writer.length;
    try {
      if (world.tick !== this.#tick + 1) throw new Error(`the step went from tick ${this.#tick} to ${world.tick}`);
      const hashes = this.#hasher.hash(world);
      const { names, total, plain } = this.#hasher;
      this.#writer.tick(inputs, { names, hashes, total, plain });
      if (world.tick % CHECK_TICKS === 0) this.#writer.check({ names, hashes, total, plain });
    } catch (error) {
      this.#writer.truncate(start);
      this.#ended = `cannot be recorded: ${error instanceof Error ? error.message : String(error)}`;
      return;
    }
    this.#tick = world.tick;
    if (this.#writer.length > this.#bytesMax) this.#ended = `the capture reached its cap of ${this.#bytesMax} bytes`;
  }

  /** Call instead of `tick` where the step threw: the capture then shows how. */
  threw(inputs: SeatInputs<object>, error: unknown): void {
    if (this.#ended !== undefined) return;
    const start = this.#writer.length;
    this.#ended = 'the step threw';
    try {
      this.#writer.threw(inputs, error instanceof Error ? error.message : String(error));
    } catch {
      this.#writer.truncate(start);
    }
  }

  /** The uncompressed file. */
  finish(reason: string): Uint8Array<ArrayBuffer> {
    return this.#writer.finish(this.#ended ?? reason);
  }
}

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
  #cutShort: string | undefined;
  #threw = false;

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

  /** Why the capture has less than its match: its cap, or something that cannot be recorded. */
  get cutShort(): string | undefined {
    return this.#cutShort;
  }

  join(seat: number, profile: SeatProfile): void {
    if (this.#records) this.#writer.join(seat, profile);
  }

  leave(seat: number): void {
    if (this.#records) this.#writer.leave(seat);
  }

  /** Call after each step, with the inputs it took. Joins and leaves since the last call came before that step. */
  tick(world: World, inputs: SeatInputs<object>): void {
    if (!this.#records) return;
    const start = this.#writer.length;
    try {
      if (world.tick !== this.#tick + 1) throw new Error(`the step went from tick ${this.#tick} to ${world.tick}`);
      const hashes = this.#hasher.hash(world);
      const { names, total, plain } = this.#hasher;
      this.#writer.tick(inputs, { names, hashes, total, plain });
      if (world.tick % CHECK_TICKS === 0) this.#writer.check({ names, hashes, total, plain });
    } catch (error) {
      this.#cut(start, error);
      return;
    }
    this.#tick = world.tick;
    if (this.#writer.length > this.#bytesMax) this.#cutShort = `the capture reached its cap of ${this.#bytesMax} bytes`;
  }

  /** Call instead of `tick` where the step threw: the capture then shows how. */
  threw(inputs: SeatInputs<object>, error: unknown): void {
    if (!this.#records) return;
    const start = this.#writer.length;
    this.#threw = true;
    try {
      this.#writer.threw(inputs, messageOf(error));
    } catch (unwritable) {
      this.#cut(start, unwritable);
    }
  }

  /** The uncompressed file. */
  finish(reason: string): Uint8Array<ArrayBuffer> {
    return this.#writer.finish(this.#cutShort ?? (this.#threw ? 'the step threw' : reason));
  }

  /** Drops the record that could not be finished; nothing is written behind it but the end. */
  #cut(length: number, error: unknown): void {
    this.#writer.truncate(length);
    this.#cutShort = `it could not go on: ${messageOf(error)}`;
  }

  get #records(): boolean {
    return this.#cutShort === undefined && !this.#threw;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

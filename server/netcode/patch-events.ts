// In: events as the step emits them. Out: one message a patch with all of them. Run by: game-room.
import { EventCodec, type EventShapes, type TimedEvent } from '../../shared/netcode/event-codec.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { GameEvent } from '../../shared/netcode/room-type.ts';

export class PatchEvents<E extends GameEvent> {
  readonly #codec: EventCodec<E>;
  #waiting: TimedEvent<E>[] = [];
  #dropped = 0;

  constructor(shapes: EventShapes<E>) {
    this.#codec = new EventCodec(shapes);
  }

  add(tick: number, event: E): void {
    if (this.#waiting.length >= LIMITS.eventsPerPatchMax) this.#dropped++;
    else this.#waiting.push({ tick, event });
  }

  /** Events lost to the cap so far: they are for eyes and ears only, the state stays right. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The message for this patch, or `undefined` when nothing happened. */
  take(): Uint8Array | undefined {
    if (this.#waiting.length === 0) return undefined;
    const bytes = this.#codec.encode(this.#waiting);
    this.#waiting = [];
    return bytes;
  }
}

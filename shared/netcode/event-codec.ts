// In: what happened in the ticks since the last patch. Out: one compact message, and back. Run by: server and client.
import { readField, writeField, type Shape } from './shape.ts';
import type { GameEvent } from './room-type.ts';

/** Shape of every kind of event a room type emits; the order of kinds is their number on the wire. */
export type EventShapes<E extends GameEvent> = { readonly [K in E['kind']]: Shape<Omit<Extract<E, { kind: K }>, 'kind'>> };

export interface TimedEvent<E extends GameEvent> {
  readonly tick: number;
  readonly event: E;
}

/** Message: [uint32 tick of the first][per event: uint8 kind | ticks after the first << 5][fields...]. */
export class EventCodec<E extends GameEvent> {
  readonly #kinds: readonly string[];
  readonly #shapes: readonly Shape<object>[];
  readonly #codes: Readonly<Record<string, number>>;

  /** @throws Error on more than 32 kinds. */
  constructor(shapes: EventShapes<E>) {
    this.#kinds = Object.keys(shapes);
    if (this.#kinds.length > 32) throw new Error('at most 32 kinds of events');
    this.#shapes = Object.values(shapes) as Shape<object>[];
    this.#codes = Object.fromEntries(this.#kinds.map((kind, code) => [kind, code]));
  }

  /** @param events in tick order, spanning at most 8 ticks. */
  encode(events: readonly TimedEvent<E>[]): Uint8Array {
    let size = 4;
    for (const { event } of events) size += 1 + this.#shapeOf(event.kind).bytes;
    const bytes = new Uint8Array(size);
    const view = new DataView(bytes.buffer);
    const first = events[0]?.tick ?? 0;
    view.setUint32(0, first, true);
    let offset = 4;
    for (const { tick, event } of events) {
      if (tick - first > 7) throw new RangeError('events of one message span at most 8 ticks');
      bytes[offset++] = this.#codes[event.kind]! | ((tick - first) << 5);
      for (const f of this.#shapeOf(event.kind).fields) {
        offset = writeField(view, offset, f.kind, (event as unknown as Record<string, number>)[f.name]!);
      }
    }
    return bytes;
  }

  /** Decodes a message of this build's server. Anything else ends the list early. */
  decode(bytes: Uint8Array): TimedEvent<E>[] {
    const events: TimedEvent<E>[] = [];
    if (bytes.length < 4) return events;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const first = view.getUint32(0, true);
    let offset = 4;
    while (offset < bytes.length) {
      const head = bytes[offset++]!;
      const shape = this.#shapes[head & 31];
      if (shape === undefined || offset + shape.bytes > bytes.length) break;
      const event: Record<string, unknown> = { kind: this.#kinds[head & 31] };
      for (const f of shape.fields) {
        event[f.name] = readField(view, offset, f.kind);
        offset += f.bytes;
      }
      events.push({ tick: first + (head >> 5), event: event as unknown as E });
    }
    return events;
  }

  #shapeOf(kind: string): Shape<object> {
    return this.#shapes[this.#codes[kind]!]!;
  }
}

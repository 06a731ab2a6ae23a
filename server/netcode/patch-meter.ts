// In: a room that has its state. Out: how long each patch took to encode, and its length. Run by: game-room.
import type { Room } from '@colyseus/core';
import type { RoomMeter } from './services.ts';

type Encode = (it: { offset: number }, view?: unknown, bytes?: Uint8Array) => Uint8Array;

/** The base encodes in the middle of its broadcast and keeps the bytes to itself, so the encoder of this room is wrapped. */
export function meterPatches(room: Room, meter: RoomMeter): void {
  const { encoder } = (room as unknown as { readonly _serializer: { readonly encoder: { encode: Encode } } })._serializer;
  const encode = encoder.encode.bind(encoder);
  encoder.encode = (it, view, bytes) => {
    // With bytes to write to it is the whole state, for somebody who joins.
    if (bytes !== undefined) return encode(it, view, bytes);
    const startedMs = performance.now();
    const patch = encode(it, view);
    meter.patch(performance.now() - startedMs, patch.length);
    return patch;
  };
}

// In: nothing. Out: the schema fields every real-time room's state has: for each seat, and for motion. Run by: room types' state.ts.
import { FieldBuilder, registerType, t } from '@colyseus/schema';

/** The wire form of `SeatView` (replication.ts), keyed by seat number in a map called `seats`. */
export const seatFields = {
  name: t.string(),
  driver: t.uint8(),
  ackLag: t.number(),
  skipped: t.number(),
};

/** Bytes with their number in two bytes in front: schemas know only texts, which spend up to two bytes on one. */
registerType('motion', {
  encode: (bytes, value: Uint8Array | { take(): Uint8Array }, at) => {
    const said = value instanceof Uint8Array ? value : value.take();
    bytes[at.offset++] = said.length & 0xff;
    bytes[at.offset++] = said.length >> 8;
    for (const byte of said) bytes[at.offset++] = byte;
  },
  decode: (bytes, at) => {
    const length = bytes[at.offset]! | (bytes[at.offset + 1]! << 8);
    at.offset += 2 + length;
    return Uint8Array.from({ length }, (_, n) => bytes[at.offset - length + n]!);
  },
});

/** The root fields of `Replication.motion`: differences for those who are there, all of it for those who join. */
export const motionFields = {
  motion: new FieldBuilder<Uint8Array>('motion' as never).patchOnly(),
  motionWhole: new FieldBuilder<Uint8Array>('motion' as never).fullStateOnly(),
};

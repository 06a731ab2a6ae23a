// In: the bytes of a command's payload. Out: whether they are exactly one small, plain msgpack value. Run by: frame-guard.

/**
 * What lies behind one msgpack head byte: `size` payload bytes, then `values` nested values. -1 where the length did
 * not fit or the head is one that plain data does not need.
 */
interface Head {
  next: number;
  values: number;
}

export interface MsgpackBounds {
  readonly valuesMax: number;
  readonly depthMax: number;
}

/**
 * True where `bytes` from `start` to the end are one msgpack value of nil, booleans, numbers, strings, binaries, arrays
 * and string-keyed maps, within the bounds. Extension types are refused: in the decoder behind they make dates, errors,
 * regular expressions and sets out of what a client sends.
 */
export function isPlainMsgpack(bytes: Uint8Array, start: number, bounds: MsgpackBounds): boolean {
  const walk = { bytes, offset: start, left: bounds.valuesMax };
  return skipValue(walk, bounds.depthMax) && walk.offset === bytes.length;
}

interface Walk {
  readonly bytes: Uint8Array;
  offset: number;
  left: number;
}

function skipValue(walk: Walk, depth: number): boolean {
  if (--walk.left < 0 || depth < 0) return false;
  const head = readHead(walk.bytes, walk.offset);
  if (head === undefined || head.next > walk.bytes.length) return false;
  const isMap = isMapHead(walk.bytes[walk.offset]!);
  walk.offset = head.next;
  for (let n = 0; n < head.values; n++) {
    if (isMap && (n & 1) === 0 && !isStringHead(walk.bytes[walk.offset])) return false;
    if (!skipValue(walk, depth - 1)) return false;
  }
  return true;
}

function isMapHead(byte: number): boolean {
  return (byte & 0xf0) === 0x80 || byte === 0xde || byte === 0xdf;
}

function isStringHead(byte: number | undefined): boolean {
  return byte !== undefined && ((byte & 0xe0) === 0xa0 || (byte >= 0xd9 && byte <= 0xdb));
}

/** Bytes behind the head of nil, booleans, floats and integers 0xc0 to 0xd3; the rest have a length or are refused. */
const FIXED: Readonly<Record<number, number>> = {
  0xc0: 0, 0xc2: 0, 0xc3: 0, 0xca: 4, 0xcb: 8, 0xcc: 1, 0xcd: 2, 0xce: 4, 0xcf: 8, 0xd0: 1, 0xd1: 2, 0xd2: 4, 0xd3: 8,
};
/** Bytes of the length behind the head of binaries and strings. */
const SIZED: Readonly<Record<number, number>> = { 0xc4: 1, 0xc5: 2, 0xc6: 4, 0xd9: 1, 0xda: 2, 0xdb: 4 };

function readHead(bytes: Uint8Array, at: number): Head | undefined {
  const head = bytes[at];
  if (head === undefined) return undefined;
  if (head <= 0x7f || head >= 0xe0) return { next: at + 1, values: 0 };
  if (head <= 0x8f) return { next: at + 1, values: (head & 0x0f) * 2 };
  if (head <= 0x9f) return { next: at + 1, values: head & 0x0f };
  if (head <= 0xbf) return { next: at + 1 + (head & 0x1f), values: 0 };
  const fixed = FIXED[head];
  if (fixed !== undefined) return { next: at + 1 + fixed, values: 0 };
  const sized = SIZED[head];
  if (sized !== undefined) {
    const length = readLength(bytes, at + 1, sized);
    return length === undefined ? undefined : { next: at + 1 + sized + length, values: 0 };
  }
  if (head < 0xdc) return undefined;
  const wide = head === 0xdc || head === 0xde ? 2 : 4;
  const count = readLength(bytes, at + 1, wide);
  return count === undefined ? undefined : { next: at + 1 + wide, values: count * (head >= 0xde ? 2 : 1) };
}

function readLength(bytes: Uint8Array, at: number, size: number): number | undefined {
  if (at + size > bytes.length) return undefined;
  let length = 0;
  for (let n = 0; n < size; n++) length = length * 256 + bytes[at + n]!;
  return length;
}

// In: payloads plain and hostile. Out: proof that plain data passes, nothing else, and that it always ends. Run by: vitest.
import { getMessageBytes, Protocol } from '@colyseus/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlainMsgpack } from '../../server/netcode/msgpack-check.ts';

/** As the SDK and the server pack it: behind the opcode and a message type of one byte. */
const pack = (value: unknown): Uint8Array => getMessageBytes.raw(Protocol.ROOM_DATA, 0, value).subarray(2);
const bounds = { valuesMax: 64, depthMax: 4 };
const check = (bytes: Uint8Array): boolean => isPlainMsgpack(bytes, 0, bounds);

const leaf = fc.oneof(fc.integer(), fc.double(), fc.string({ maxLength: 40 }), fc.boolean(), fc.constant(null), fc.maxSafeInteger());
const plain = fc.oneof(
  leaf, fc.array(leaf, { maxLength: 20 }), fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), leaf, { maxKeys: 20 }),
  fc.array(fc.array(fc.array(leaf, { maxLength: 2 }), { maxLength: 2 }), { maxLength: 2 }),
);

test('takes what the SDK packs of plain data, whole and not cut', () => {
  fc.assert(fc.property(plain, (value) => {
    const bytes = pack(value);
    expect(check(bytes)).toBe(true);
    expect(check(Buffer.concat([bytes, Buffer.from([0])]))).toBe(false);
    if (bytes.length > 1) expect(check(bytes.subarray(0, -1))).toBe(false);
  }));
});

test.each([
  ['nothing', []],
  ['an array of 2^32 - 1', [0xdd, 0xff, 0xff, 0xff, 0xff]],
  ['a map of 2^32 - 1', [0xdf, 0xff, 0xff, 0xff, 0xff]],
  ['a string of 4 GB', [0xdb, 0xff, 0xff, 0xff, 0xff, 0x41]],
  ['a number as key', [0x81, 0x01, 0x02]],
  ['the unused byte', [0xc1]],
  ['an extension', [0xd4, 0x78, 0x00]],
  ['a sized extension', [0xc7, 0x01, 0x78, 0x00]],
  ['six arrays in each other', [0x91, 0x91, 0x91, 0x91, 0x91, 0x01]],
  ['65 values', [0xdc, 0x00, 0x40, ...Array<number>(64).fill(0)]],
])('refuses %s', (_name, bytes) => {
  expect(check(Uint8Array.from(bytes))).toBe(false);
});

test('ends with an answer on any bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
    expect(typeof check(bytes)).toBe('boolean');
  }), { numRuns: 2000 });
});

// In: inputs of every value, and bytes of every kind. Out: proof that frames carry them exactly and refuse the rest. Run by: vitest.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputDecoder, InputEncoder, viewFromWire, viewToWire, type WireInput } from '../../shared/netcode/input-codec.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { OPCODE_INPUT } from '../../shared/netcode/protocol.ts';
import { arenaInput, type ArenaInput } from '../../shared/rooms/arena/input.ts';

const anInput = fc.record({
  moveX: fc.integer({ min: -127, max: 127 }), moveY: fc.integer({ min: -127, max: 127 }),
  aim: fc.integer({ min: 0, max: 65_535 }), buttons: fc.integer({ min: 0, max: 0x1f }),
});
const aFrame = fc.record({ view: fc.nat(65_535), inputs: fc.array(anInput, { minLength: 1, maxLength: 8 }) })
  .map(({ view, inputs }) => inputs.map((input, i): WireInput<ArenaInput> => ({ input, view: (view + i * 16) & 0xffff })));

describe('input frames', () => {
  test('carry every input and view exactly, over any number of frames', () => {
    fc.assert(fc.property(fc.array(aFrame, { maxLength: 20 }), (frames) => {
      const encoder = new InputEncoder(arenaInput);
      const decoder = new InputDecoder(arenaInput);
      for (const frame of frames) {
        const decoded = decoder.decode(encoder.encode(frame).slice());
        expect(decoded).toEqual({ ok: true, inputs: frame });
      }
    }));
  });

  test('two inputs of steady play with a moving mouse take at most 3.5 bytes each', () => {
    const encoder = new InputEncoder(arenaInput);
    const frame = (n: number) => [0, 1].map((i) => ({ input: { moveX: 127, moveY: 0, aim: n * 100 + i * 37, buttons: 1 }, view: n * 32 + i * 16 }));
    encoder.encode(frame(0));
    expect(encoder.encode(frame(1)).length).toBeLessThanOrEqual(7);
  });

  test('any truncation, and any byte more, is refused and changes nothing', () => {
    fc.assert(fc.property(aFrame, aFrame, (first, second) => {
      const encoder = new InputEncoder(arenaInput);
      const decoder = new InputDecoder(arenaInput);
      decoder.decode(encoder.encode(first).slice());
      const bytes = encoder.encode(second).slice();
      for (let length = 0; length < bytes.length; length++) expect(decoder.decode(bytes.subarray(0, length)).ok).toBe(false);
      expect(decoder.decode(new Uint8Array([...bytes, 0])).ok).toBe(false);
      expect(decoder.decode(bytes)).toEqual({ ok: true, inputs: second });
    }));
  });

  test('random bytes never throw and never give a field outside its bounds', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: LIMITS.inputFrameBytesMax + 20 }), (tail) => {
      const result = new InputDecoder(arenaInput).decode(new Uint8Array([OPCODE_INPUT, ...tail]));
      if (!result.ok) return;
      expect(result.inputs.length).toBeLessThanOrEqual(LIMITS.inputsPerFrameMax);
      for (const { input } of result.inputs) {
        expect(input.buttons).toBeLessThanOrEqual(0x1f);
        expect(Math.abs(input.moveX)).toBeLessThanOrEqual(127);
      }
    }), { numRuns: 2_000 });
  });

  test.each([
    ['a value out of bounds', [OPCODE_INPUT, 0, 0b1000, 0xff], 'bounds'],
    ['bits that belong to no field', [OPCODE_INPUT, 0, 0b10000], 'shape'],
    ['header bits that mean nothing', [OPCODE_INPUT, 0x10, 0], 'shape'],
    ['an empty frame', [OPCODE_INPUT], 'length'],
  ])('%s is refused as such', (_what, bytes, reason) => {
    expect(new InputDecoder(arenaInput).decode(new Uint8Array(bytes))).toEqual({ ok: false, reason });
  });

  test('no inputs, or nine, are a mistake of the caller', () => {
    const one = { input: { moveX: 0, moveY: 0, aim: 0, buttons: 0 }, view: 0 };
    expect(() => new InputEncoder(arenaInput).encode([])).toThrow(RangeError);
    expect(() => new InputEncoder(arenaInput).encode(Array.from({ length: 9 }, () => one))).toThrow(RangeError);
  });
});

test('a view tick survives the wire within half a minute of now', () => {
  fc.assert(fc.property(fc.integer({ min: 3_000, max: 10_000_000 }), fc.integer({ min: -1_900 * 16, max: 1_900 * 16 }), (now, off) => {
    const view = now + off / 16;
    expect(viewFromWire(viewToWire(view), now)).toBe(view);
  }));
});

// In: any records, any bytes. Out: proof that the log gives back what was put in, and takes no harm from the rest. Run by: vitest.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaptureWriter, openCapture, readRecords, type CaptureRecord } from '../../shared/netcode/capture-format.ts';
import { replayCapture } from '../../shared/netcode/capture-replay.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { defineShape } from '../../shared/netcode/shape.ts';
import { ColumnHasher } from '../../shared/sim/hash.ts';
import { toy } from '../support/toy-room.ts';

interface Every { readonly a: number; readonly b: number; readonly c: number; readonly d: number; readonly e: number; readonly f: number; readonly g: number; readonly h: number }
const KINDS = ['uint8', 'int8', 'uint16', 'int16', 'uint32', 'uint32', 'int16', 'int8'] as const;
/** As many fields as a shape may have, of every kind. */
const shape = defineShape<Every>(Object.fromEntries([...'abcdefgh'].map((name, i) => [name, { kind: KINDS[i]! }])) as never);
const type = { input: shape, seatsMax: 32 };
const START_TICK = 1_000;

const input = fc.record(Object.fromEntries(shape.fields.map((f) => [f.name, fc.integer({ min: f.min, max: f.max })])) as never) as fc.Arbitrary<Every>;
const timed = fc.record({ input, age: fc.integer({ min: -320, max: 6_400 }), clock: fc.integer({ min: 0, max: 2 ** 31 - 1 }) });
const seat = fc.integer({ min: 0, max: 31 });
const taken = fc.array(fc.option(fc.array(timed, { maxLength: 4 }), { nil: undefined }), { maxLength: 32 });
const action = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('tick' as const), taken }) },
  fc.record({ kind: fc.constant('join' as const), seat, profile: fc.record({ name: fc.string({ unit: 'grapheme' }), team: fc.nat(2), bot: fc.boolean() }) }),
  fc.record({ kind: fc.constant('leave' as const), seat }),
);

function header() {
  return { roomType: 'toy', roomId: 'r', startedAt: 'then', world: { tick: START_TICK, players: [] } };
}

const readAll = (file: Uint8Array): CaptureRecord<Every>[] => {
  const capture = openCapture(file);
  if (!capture.ok) throw new Error(capture.reason);
  return [...readRecords(capture.body, type, START_TICK)];
};

describe('a capture gives back', () => {
  test('joins, leaves and inputs of every kind of field, to the bit', () => {
    fc.assert(fc.property(fc.array(action, { maxLength: 30 }), fc.string(), (actions, reason) => {
      const writer = new CaptureWriter(shape, header());
      const hasher = new ColumnHasher();
      const expected: unknown[] = [];
      let tick = START_TICK;
      for (const a of actions) {
        if (a.kind === 'join') writer.join(a.seat, a.profile);
        else if (a.kind === 'leave') writer.leave(a.seat);
        else {
          const inputs = a.taken.map((list) => list?.map((t) => ({ input: t.input, viewTick: tick - t.age / 16, clock: t.clock })));
          const hashes = hasher.hash({ tick: ++tick });
          writer.tick(inputs, { names: hasher.names, hashes, total: hasher.total, plain: hasher.plain });
          const busy: unknown[] = [];
          inputs.forEach((list, n) => { if (list !== undefined && list.length > 0) busy[n] = list; });
          expected.push({ kind: 'tick', inputs: busy, hashes: undefined });
          continue;
        }
        expected.push(a);
      }
      const read = readAll(writer.finish(reason)).filter((record) => record.kind !== 'columns');
      expect(read).toEqual([...expected, { kind: 'end', reason }]);
    }), { numRuns: 150 });
  });

  test('its header as it was, and nothing that nobody wrote', () => {
    const file = new CaptureWriter(shape, { ...header(), extra: 1 } as never).finish('');
    expect(openCapture(file)).toMatchObject({ ok: true, header: header() });
    expect(openCapture(file)).not.toHaveProperty('header.extra');
  });
});

describe('bytes that are no capture', () => {
  const file = (() => {
    const writer = new CaptureWriter(toy.input, { ...header(), world: toy.createWorld({}, 1) });
    const world = toy.createWorld({}, 1);
    const hasher = new ColumnHasher();
    for (let n = 0; n < 70; n++) {
      const inputs = n < 20 ? [] : [[{ input: { move: n % 3, aim: n * 100 }, viewTick: n, clock: n - 20 }]];
      if (n === 20) {
        toy.join(world, 0, { name: 'ann', team: 0, bot: false });
        writer.join(0, { name: 'ann', team: 0, bot: false });
      }
      toy.step(world, inputs, () => {});
      const after = { hashes: hasher.hash(world), names: hasher.names, total: hasher.total, plain: hasher.plain };
      writer.tick(inputs, after);
      if (n === 59) writer.check(after);
    }
    return writer.finish('over');
  })();
  const replay = (bytes: Uint8Array) => replayCapture(bytes, (name) => (name === 'toy' ? toy : undefined));

  test('are refused, whatever they are', () => {
    expect(replay(file)).toMatchObject({ kind: 'same', ticks: 70 });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(replay(bytes).kind).toBe('unreadable');
    }));
    expect(replay(new Uint8Array(LIMITS.captureBytesMax * 2 + 1))).toEqual({ kind: 'unreadable', reason: 'the file is longer than any capture' });
  });

  test('are refused wherever a capture is cut off', () => {
    for (let length = 0; length < file.length; length++) {
      expect(replay(file.subarray(0, length))).toMatchObject({ kind: 'unreadable', reason: expect.stringMatching(/not a capture|cut off/) });
    }
  });

  test('never throw or hang where one byte is another', () => {
    const kinds = { same: 0, differs: 0, unreadable: 0 };
    for (let at = 0; at < file.length; at++) {
      for (const flip of [1, 0x40, 0x80, 0xff]) {
        const damaged = file.slice();
        damaged[at]! ^= flip;
        kinds[replay(damaged).kind]++;
      }
    }
    expect(kinds.unreadable).toBeGreaterThan(100);
    expect(kinds.differs).toBeGreaterThan(100);
    // Names, views and clocks do not change what the toy's step does; damage as such is for gzip's checksum to tell.
    expect(kinds.same + kinds.differs + kinds.unreadable).toBe(file.length * 4);
  });

  test('never throw or hang behind a good header', () => {
    const start = new CaptureWriter(toy.input, { ...header(), world: toy.createWorld({}, 1) });
    const head = start.finish('').subarray(0, start.length - 2);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const whole = new Uint8Array(head.length + bytes.length);
      whole.set(head);
      whole.set(bytes, head.length);
      replay(whole);
    }), { numRuns: 2_000 });
  });

  test('of another version, of no room type, and of no world are each refused in words', () => {
    const other = file.slice();
    other[4] = 9;
    expect(replay(other)).toEqual({ kind: 'unreadable', reason: 'this capture is of version 9, this build reads version 2' });
    expect(replayCapture(file, () => undefined)).toEqual({ kind: 'unreadable', reason: 'there is no room type "toy"' });
    const noWorld = new CaptureWriter(toy.input, { ...header(), world: { tick: 0.5, players: [] } }).finish('');
    expect(replay(noWorld)).toEqual({ kind: 'unreadable', reason: 'the header is damaged' });
  });
});

// In: frames honest and hostile, in virtual time. Out: proof of the verdicts, and that a refused frame changes nothing.
// Run by: vitest.
import { getMessageBytes, Protocol } from '@colyseus/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameGuard, type FrameVerdict, type InputSink } from '../../server/netcode/frame-guard.ts';
import { InputEncoder, type WireInput } from '../../shared/netcode/input-codec.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { defineShape } from '../../shared/netcode/shape.ts';
import type { FrameRefusal } from '../../shared/netcode/verdicts.ts';

interface TestInput { readonly x: number; readonly buttons: number }
const shape = defineShape<TestInput>({ x: { kind: 'int16', min: -1000, max: 1000 }, buttons: { kind: 'uint8', max: 7 } });

class Sink implements InputSink {
  readonly accepted: WireInput<object>[] = [];
  overBudgetCount = 0;
  readonly refusals: FrameRefusal[] = [];
  accept(inputs: readonly WireInput<object>[]): void { this.accepted.push(...inputs); }
  overBudget(count: number): void { this.overBudgetCount += count; }
  refused(reason: FrameRefusal): void { this.refusals.push(reason); }
}

function bytes(...values: number[]): Uint8Array {
  return Uint8Array.from(values);
}

function joined(): { guard: FrameGuard; sink: Sink; judge: (frame: Uint8Array, nowMs?: number) => FrameVerdict } {
  const guard = new FrameGuard({ nowMs: 0, takesMessage: (type) => type === 'presence' || type === 3 });
  const sink = new Sink();
  guard.offerJoin();
  guard.attachInputs(shape, sink);
  expect(guard.judge(bytes(10), true, 0)).toBe('pass');
  return { guard, sink, judge: (frame, nowMs = 0) => guard.judge(frame, true, nowMs) };
}

function message(type: string | number, payload?: unknown): Uint8Array {
  return getMessageBytes.raw(Protocol.ROOM_DATA, type, payload);
}

function reasons(guard: FrameGuard): Record<string, number> {
  return Object.fromEntries(Object.entries(guard.refusals).filter(([, count]) => count > 0));
}

const nthInput = (n: number): WireInput<TestInput> => ({ input: { x: (n * 37) % 1000, buttons: n % 8 }, view: (n * 16) & 0xffff });

test.each<[string, Uint8Array, FrameRefusal]>([
  ['the three bytes that hang a stock process', bytes(0x14, 0x00, 0xff), 'opcode'],
  ['the huge count form', bytes(20 | 0x80, 0xfc, 0xff, 0xff, 0xff, 0xff), 'opcode'],
  ['a Colyseus input with DELETE operations', bytes(19, 0x40, 0x41), 'opcode'],
  ['raw bytes for a room', bytes(17, 0xa1, 0x61), 'opcode'],
  ['a request', bytes(21, 1, 0xa1, 0x61), 'opcode'],
  ['a ping with a modifier', bytes(18 | 0x80), 'opcode'],
  ['a long ping', bytes(18, 0), 'length'],
  ['a long leave', bytes(12, 0), 'length'],
  ['a second join acknowledgement', bytes(10), 'opcode'],
  ['a long join acknowledgement', bytes(10, 0), 'length'],
  ['an empty frame', bytes(), 'empty'],
  ['a command over the limit', new Uint8Array(LIMITS.commandBytesMax + 1).fill(13), 'length'],
  ['a command nobody takes', message('teleport', {}), 'shape'],
  ['a number nobody takes', message(4), 'shape'],
  ['a command without a type', bytes(13), 'shape'],
  ['a type that is cut off', bytes(13, 0xa8, 0x70), 'shape'],
  ['a type in floating point', bytes(13, 0xcb, 0, 0, 0, 0, 0, 0, 0, 0), 'shape'],
  ['a byte handler by its hidden name', message('_$bpresence'), 'shape'],
  ['the catch-all by its name', message('*'), 'shape'],
  ['a payload that is two values', Buffer.concat([message('presence', {}), bytes(0)]), 'shape'],
  ['a payload with an extension', Buffer.concat([message('presence'), bytes(0xd4, 0x78, 0)]), 'shape'],
  ['a short input', bytes(24, 0), 'length'],
  ['a long input', new Uint8Array(LIMITS.inputFrameBytesMax + 1).fill(24), 'length'],
  ['an input with a reserved bit', bytes(24, 0x80, 0), 'shape'],
  ['an input out of bounds', bytes(24, 0, 0b10, 8), 'bounds'],
])('refuses %s', (_name, frame, reason) => {
  const { guard, sink, judge } = joined();
  expect(judge(frame)).toBe('refused');
  expect(reasons(guard)).toEqual({ [reason]: 1 });
  expect(sink.accepted).toEqual([]);
  expect(sink.refusals).toEqual(frame[0] === 24 ? [reason] : []);
});

test('refuses text, whatever it says', () => {
  const { guard } = joined();
  expect(guard.judge(Buffer.from([24, 0, 0]), false, 0)).toBe('refused');
  expect(reasons(guard)).toEqual({ text: 1 });
});

test('passes what an honest client sends', () => {
  const { guard, judge } = joined();
  expect(judge(message('presence', { away: true }))).toBe('pass');
  expect(judge(message(3))).toBe('pass');
  expect(judge(bytes(18))).toBe('pass');
  expect(judge(bytes(12))).toBe('pass');
  expect(reasons(guard)).toEqual({});
});

test('takes nothing but a join acknowledgement before the join, and that only once it was offered', () => {
  const guard = new FrameGuard({ nowMs: 0, takesMessage: () => true });
  const sink = new Sink();
  guard.attachInputs(shape, sink);
  const frame = new InputEncoder(shape).encode([nthInput(1)]);
  for (const early of [bytes(10), frame, message('presence', {}), bytes(18), bytes(12)]) {
    expect(guard.judge(early, true, 0)).toBe('refused');
  }
  expect(reasons(guard)).toEqual({ 'not-joined': 5 });
  guard.offerJoin();
  expect(guard.judge(frame, true, 0)).toBe('refused');
  expect(guard.judge(bytes(10), true, 0)).toBe('pass');
  expect(guard.judge(frame, true, 0)).toBe('taken');
  expect(sink.accepted).toHaveLength(1);
});

test('is deaf once it closes or the client has left', () => {
  for (const end of [(guard: FrameGuard) => guard.close(), (guard: FrameGuard) => guard.judge(bytes(12), true, 0)]) {
    const { guard, sink, judge } = joined();
    end(guard);
    for (let n = 0; n < 200; n++) expect(judge(new InputEncoder(shape).encode([nthInput(n)]))).toBe('refused');
    expect(judge(message('presence', {}))).toBe('refused');
    expect(reasons(guard)).toEqual({ closing: 201 });
    expect(sink.accepted).toEqual([]);
  }
});

test('a fresh attachment starts from a fresh baseline', () => {
  const { guard, sink, judge } = joined();
  const first = new InputEncoder(shape);
  expect(judge(first.encode([nthInput(5)]))).toBe('taken');
  guard.attachInputs(shape, sink);
  expect(judge(new InputEncoder(shape).encode([{ input: { x: 0, buttons: 1 }, view: 16 }]))).toBe('taken');
  expect(sink.accepted.at(-1)!.input).toEqual({ x: 0, buttons: 1 });
});

test.each([30, 60])('an honest client at %i frames a second is never refused, stalls of up to two seconds included', (hz) => {
  const { guard, sink, judge } = joined();
  const encoder = new InputEncoder(shape);
  let sent = 0;
  let stalledUntilMs = 0;
  const waiting: Uint8Array[] = [];
  for (let nowMs = 0; nowMs < 60_000; nowMs += 1000 / hz) {
    waiting.push(encoder.encode([nthInput(sent), nthInput(sent + 1)]).slice());
    sent += 2;
    if (Math.floor(nowMs / 5000) !== Math.floor((nowMs - 1000 / hz) / 5000)) stalledUntilMs = nowMs + 500 * (1 + (Math.floor(nowMs / 5000) % 4));
    if (nowMs < stalledUntilMs) continue;
    for (const frame of waiting.splice(0)) expect(judge(frame, nowMs)).toBe('taken');
    if (Math.floor(nowMs / 1000) !== Math.floor((nowMs - 1000 / hz) / 1000)) expect(guard.judgeControl(nowMs)).toBe('taken');
  }
  expect(reasons(guard)).toEqual({});
  expect(sink.accepted).toHaveLength(sent - waiting.length * 2);
});

test('a flood is decoded to keep the baseline, reported as over budget, and ends the connection', () => {
  const { guard, sink, judge } = joined();
  const encoder = new InputEncoder(shape);
  let verdict: FrameVerdict = 'taken';
  let sent = 0;
  while (verdict !== 'remove' && sent < 1000) {
    verdict = judge(encoder.encode([nthInput(sent)]), 0);
    sent++;
  }
  expect(sent).toBe(LIMITS.framesBurstMax + LIMITS.refusalsMax);
  expect(sink.accepted).toHaveLength(LIMITS.framesBurstMax);
  expect(sink.overBudgetCount).toBe(LIMITS.refusalsMax);
  expect(judge(encoder.encode([nthInput(sent)]), 5000)).toBe('refused');
  expect(reasons(guard)).toEqual({ rate: LIMITS.refusalsMax, closing: 1 });
});

test('inputs after a moment over the rate decode as they were sent', () => {
  const { sink, judge } = joined();
  const encoder = new InputEncoder(shape);
  for (let n = 0; n < LIMITS.framesBurstMax + 10; n++) judge(encoder.encode([nthInput(n)]), 0);
  const next = nthInput(LIMITS.framesBurstMax + 10);
  expect(judge(encoder.encode([next]), 1000)).toBe('taken');
  expect(sink.accepted.at(-1)).toEqual(next);
});

test('commands have a rate of their own, and pongs share it', () => {
  const { guard, judge } = joined();
  for (let n = 0; n < LIMITS.commandsBurstMax; n++) expect(judge(bytes(18))).toBe('pass');
  expect(judge(message('presence', { away: true }))).toBe('refused');
  expect(guard.judgeControl(0)).toBe('refused');
  expect(reasons(guard)).toEqual({ rate: 2 });
  expect(judge(bytes(18), 1000)).toBe('pass');
});

test('warns once and then removes after the limit of refusals within the window, not for the same number spread out', () => {
  const quick = joined();
  const verdicts = Array.from({ length: LIMITS.refusalsMax }, (_, n) => quick.judge(bytes(99), n * 100));
  expect(verdicts.indexOf('remove')).toBe(LIMITS.refusalsMax - 1);
  expect(verdicts.flatMap((verdict, n) => (verdict === 'warn' ? [n] : []))).toEqual([LIMITS.refusalsWarn - 1]);
  const slow = joined();
  const gapMs = LIMITS.refusalsWindowMs / (LIMITS.refusalsMax - 1) + 1;
  const spread = Array.from({ length: LIMITS.refusalsMax * 5 }, (_, n) => slow.judge(bytes(99), n * gapMs));
  expect(new Set(spread)).toEqual(new Set(['refused', 'warn']));
  expect(spread.filter((verdict) => verdict === 'warn')).toHaveLength(1);
});

test('any bytes get a verdict, never a throw, and a refused one leaves the sink and the baseline alone', () => {
  const anyFrame = fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    fc.tuple(fc.constantFrom(10, 12, 13, 18, 19, 20, 24, 24, 24, 0x94), fc.uint8Array({ maxLength: 40 })).map(([op, rest]) => bytes(op, ...rest)),
  );
  fc.assert(fc.property(fc.array(anyFrame, { minLength: 1, maxLength: 20 }), (frames) => {
    const { guard, sink, judge } = joined();
    const encoder = new InputEncoder(shape);
    judge(encoder.encode([nthInput(1)]));
    for (const frame of frames) {
      const before = sink.accepted.length;
      const verdict = judge(frame);
      expect(['pass', 'taken', 'refused', 'warn', 'remove']).toContain(verdict);
      if (verdict !== 'taken') expect(sink.accepted.length).toBe(before);
      if (verdict === 'taken' || frame[0] === 12) return;
    }
    const closed = guard.refusals.closing > 0;
    const wanted = nthInput(2);
    expect(judge(encoder.encode([wanted]))).toBe(closed ? 'refused' : 'taken');
    if (!closed) expect(sink.accepted.at(-1)).toEqual(wanted);
  }), { numRuns: 1500 });
});

test('every truncation of a valid input frame is refused and changes nothing', () => {
  fc.assert(fc.property(fc.array(fc.record({ x: fc.integer({ min: -1000, max: 1000 }), buttons: fc.integer({ min: 0, max: 7 }) }), { minLength: 1, maxLength: 8 }), (inputs) => {
    const frame = new InputEncoder(shape).encode(inputs.map((input, n) => ({ input, view: 1000 + n * 16 }))).slice();
    const { sink, judge } = joined();
    for (let length = 1; length < frame.length; length++) expect(['refused', 'warn']).toContain(judge(frame.subarray(0, length), length * 1000));
    expect(sink.accepted).toEqual([]);
    expect(judge(frame, 30_000)).toBe('taken');
    expect(sink.accepted.map(({ input }) => input)).toEqual(inputs);
  }));
});

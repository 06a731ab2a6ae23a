// In: moments of asking. Out: proof that the rate never gives more than it promises. Run by: vitest.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBucket } from '../../server/netcode/token-bucket.ts';

test('gives the burst at once, then the rate', () => {
  const bucket = new TokenBucket(10, 3, 0);
  expect([0, 0, 0, 0].map((at) => bucket.take(at))).toEqual([true, true, true, false]);
  expect(bucket.take(99)).toBe(false);
  expect(bucket.take(101)).toBe(true);
  expect(bucket.take(102)).toBe(false);
});

test('never allows more than the burst plus the rate, also with a clock that stands or goes back', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -50, max: 200 }), { maxLength: 300 }), (steps) => {
    const bucket = new TokenBucket(20, 5, 0);
    let nowMs = 0;
    let latestMs = 0;
    let allowed = 0;
    for (const step of steps) {
      nowMs = Math.max(0, nowMs + step);
      latestMs = Math.max(latestMs, nowMs);
      if (bucket.take(nowMs)) allowed++;
    }
    expect(allowed).toBeLessThanOrEqual(5 + (latestMs * 20) / 1000 + 1e-6);
  }));
});

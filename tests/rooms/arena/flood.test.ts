// In: too many inputs, and inputs that come late. Out: proof that a flood buys no distance and a stall costs no input.
// Run by: vitest.
import { expect, test } from 'vitest';
import { measureFlood, measureStalls } from '../../bench/stats.ts';

const SEED = 20_261_126;

test.each([10, 40])('a flood of %i times the inputs moves no farther than an honest player', (times) => {
  const honest = measureFlood(1, 20, SEED);
  const flood = measureFlood(times, 20, SEED);
  expect(honest.px).toBeGreaterThan(5_000);
  expect(honest.overBudget).toBe(0);
  expect(flood.px / honest.px).toBeLessThanOrEqual(1.05);
  expect(flood.overBudget).toBeGreaterThan((times - 2) * 20 * 60);
});

test.each([0, 50, 100])(`an honest player %i ms away with stalls of 500 ms loses no input (seed ${SEED})`, (latencyMs) => {
  const figures = measureStalls({ latencyMs, jitterMs: 10, stallEveryMs: 5_000, stallMs: 500 }, 30, SEED);
  expect(figures.sent).toBeGreaterThan(29 * 60);
  expect(figures.simulated).toBe(figures.sent);
  expect(figures.overBudget).toBe(0);
});

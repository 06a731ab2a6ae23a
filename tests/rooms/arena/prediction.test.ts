// In: arena matches over a bad link in virtual time. Out: proof that free movement is never corrected. Run by: vitest.
import { expect, test } from 'vitest';
import { measurePrediction } from '../../bench/stats.ts';

const SEED = 20_261_124;

test(`free movement among walls over 100 +- 20 ms with stalls is never corrected (seed ${SEED})`, () => {
  const figures = measurePrediction({ latencyMs: 40, jitterMs: 20, stallEveryMs: 4_000, stallMs: 300 }, 20, SEED);
  expect(figures.inputs).toBeGreaterThan(4 * 19 * 60);
  expect(figures.atWall).toBeGreaterThan(0.1);
  expect(figures.dashes).toBeGreaterThan(20);
  expect(figures.corrections).toBe(0);
});

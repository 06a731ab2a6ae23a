// In: every direction. Out: proof that the table is a sine and its inverse fits. Run by: vitest.
import { expect, test } from 'vitest';
import { cosineOf, directionOf, sineOf, TURN, turnBetween } from '../../shared/sim/sine.ts';

test('sine and cosine are within 1e-15 of the true ones in all 65,536 directions', () => {
  let worst = 0;
  for (let d = 0; d < TURN; d++) {
    const angle = (d / TURN) * 2 * Math.PI;
    worst = Math.max(worst, Math.abs(sineOf(d) - Math.sin(angle)), Math.abs(cosineOf(d) - Math.cos(angle)));
  }
  expect(worst).toBeLessThan(1e-15);
});

test('a direction made into a vector of any length comes back', () => {
  for (let d = 0; d < TURN; d += 7) expect(directionOf(cosineOf(d) * 300, sineOf(d) * 300)).toBe(d);
  expect(directionOf(0, 0)).toBe(0);
  expect([directionOf(1, 0), directionOf(0, 1), directionOf(-1, 0), directionOf(0, -1)]).toEqual([0, 16384, 32768, 49152]);
});

test('the shorter turn crosses zero', () => {
  expect(turnBetween(65_000, 100)).toBe(636);
  expect(turnBetween(100, 65_000)).toBe(-636);
});

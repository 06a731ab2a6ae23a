// In: random values. Out: proof that a sketch's percentiles are those of the values, merged or not. Run by: vitest.
import { expect, test } from 'vitest';
import { Sketch } from '../../client/bots/sketch.ts';
import { nextFloat, seedRandom } from '../../shared/sim/random.ts';

const SEED = 20_261_124;
const COUNT = 20_000;

/** From microseconds to minutes, evenly over the magnitudes. */
function values(): number[] {
  const random = seedRandom(SEED);
  return Array.from({ length: COUNT }, () => Math.exp(nextFloat(random) * 16 - 6));
}

test(`percentiles are within half a per cent (seed ${SEED})`, () => {
  const all = values();
  const sketch = new Sketch();
  for (const value of all) sketch.add(value);
  const sorted = all.toSorted((a, b) => a - b);
  for (const percent of [0.1, 1, 10, 50, 90, 99, 99.9, 100]) {
    const exact = sorted[Math.ceil((percent / 100) * COUNT) - 1]!;
    expect(Math.abs(sketch.percentile(percent) / exact - 1), `p${percent}`).toBeLessThanOrEqual(0.00501);
  }
  expect(sketch.max).toBe(sorted.at(-1));
  expect(sketch.mean).toBeCloseTo(all.reduce((sum, value) => sum + value, 0) / COUNT, 6);
});

test(`sketches of parts, merged, say what one of the whole says (seed ${SEED})`, () => {
  const whole = new Sketch();
  const parts = [new Sketch(), new Sketch(), new Sketch()];
  values().forEach((value, n) => {
    whole.add(value);
    parts[n % 3]!.add(value);
  });
  const merged = new Sketch();
  for (const part of parts) merged.merge(structuredClone(part.data()));
  for (const percent of [1, 50, 99, 100]) expect(merged.percentile(percent)).toBe(whole.percentile(percent));
  expect(merged.count).toBe(whole.count);
});

test('zeros count, and nothing measured is nothing', () => {
  const sketch = new Sketch();
  expect([sketch.percentile(50), sketch.mean, sketch.max]).toEqual([0, 0, 0]);
  sketch.add(0, 99);
  sketch.add(-3);
  sketch.add(NaN);
  sketch.add(8);
  expect(sketch.count).toBe(101);
  expect(sketch.percentile(99)).toBe(0);
  expect(sketch.percentile(100)).toBeCloseTo(8, 1);
  sketch.clear();
  expect(sketch.count).toBe(0);
});

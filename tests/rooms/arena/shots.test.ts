// In: arena matches in virtual time, everybody moving and shooting. Out: proof that what hits on the screen hits.
// Run by: vitest.
import { describe, expect, test } from 'vitest';
import { measureShots } from '../../bench/stats.ts';

const SEED = 20_261_125;
const HITS = 250;

describe.each([0, 100, 200])(`at %i ms of round trip (seed ${SEED})`, (rttMs) => {
  const link = { latencyMs: rttMs / 2, jitterMs: 5 };

  test('shots that hit on the shooter\'s screen are confirmed, and without rewind many are not', () => {
    const on = measureShots(link, { rewind: true, hits: HITS, seed: SEED });
    const off = measureShots(link, { rewind: false, hits: HITS, seed: SEED });
    expect(on.onScreen).toBeGreaterThanOrEqual(HITS);
    // Rewind changes no movement and no aim, so both runs fire the very same shots.
    expect({ shots: off.shots, onScreen: off.onScreen }).toEqual({ shots: on.shots, onScreen: on.onScreen });
    expect(on.confirmed / on.onScreen).toBeGreaterThanOrEqual(0.99);
    expect(off.confirmed / off.onScreen).toBeLessThan(0.8);
  });
});

// In: frames of several displays, unevenly spaced. Out: proof that ticks come one a frame and drawn motion is even. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { InputClock } from '../../client/netcode/input-clock.ts';
import { nextFloat, seedRandom } from '../../shared/sim/random.ts';

const SEED = 7;
const NOISE_MS = 0.5;
const PX_PER_SEC = 300;
const SEC = 60;

/** Frames at `hz`, each up to half the noise early or late; the first tick lies `phaseMs` before the first frame. */
function run(hz: number, phaseMs: number) {
  const clock = new InputClock(60);
  const random = seedRandom(SEED);
  clock.due(1000 - phaseMs);
  const perFrame: number[] = [];
  let worstPx = 0;
  let ticks = 0;
  let before: { ms: number; x: number } | undefined;
  for (let frame = 0; frame < hz * SEC; frame++) {
    const ms = 1000 + (frame * 1000) / hz + (nextFloat(random) - 0.5) * 2 * NOISE_MS;
    perFrame.push(clock.due(ms));
    ticks += perFrame.at(-1)!;
    const x = ((ticks + clock.alpha(ms)) * PX_PER_SEC) / 60;
    if (before !== undefined) worstPx = Math.max(worstPx, Math.abs(x - before.x - ((ms - before.ms) * PX_PER_SEC) / 1000));
    before = { ms, x };
  }
  return { perFrame, ticks, worstPx };
}

describe(`frames with ${NOISE_MS} ms of noise, seed ${SEED}`, () => {
  test.each([0, 0.1, 0.4, 4, 8, 16.3])('at 60 a second, %d ms after a tick, every frame carries one tick', (phaseMs) => {
    const { perFrame } = run(60, phaseMs);
    expect(perFrame.slice(2).filter((n) => n !== 1)).toEqual([]);
  });

  test.each([59.9, 60.1])('at %d a second the phase slips once every ten seconds, not back and forth', (hz) => {
    const { perFrame } = run(hz, 0.1);
    expect(perFrame.slice(2).filter((n) => n !== 1).length).toBeLessThanOrEqual(8);
  });

  test.each([30, 60, 75, 120, 144, 240])('at %d a second the drawn motion is as even as time, and no tick is lost', (hz) => {
    for (const phaseMs of [0, 0.1, 8]) {
      const { ticks, worstPx } = run(hz, phaseMs);
      expect(worstPx).toBeLessThan(1e-6);
      expect(Math.abs(ticks - (SEC * 60 - 60 / hz))).toBeLessThanOrEqual(1.5);
    }
  });
});

test('a tab that slept does not catch up', () => {
  const clock = new InputClock(60);
  clock.due(0);
  expect(clock.due(10_000)).toBe(5);
  expect(clock.due(10_010)).toBe(0);
  expect(clock.due(10_017)).toBe(1);
});

// In: ball games over bad links in virtual time. Out: proof that the predicted world is the server's, and that it pays. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { measureBall, quantile } from '../../bench/ball-stats.ts';

const SEED = 20_261_124;
const LINK = { latencyMs: 40, jitterMs: 20 };

describe(`six players over 100 +- 20 ms, 25 s (seed ${SEED})`, () => {
  const whole = measureBall('whole world', LINK, 25, SEED);
  const alone = measureBall('interpolation only', LINK, 25, SEED);

  test('the own player is hardly ever corrected away from contact', () => {
    const free = whole.corrections['own, free'];
    expect(free.length).toBeGreaterThan(300);
    // What is left is a contact that only the prediction saw.
    expect(free.filter((px) => px > 0.5).length / free.length).toBeLessThan(0.01);
    expect(quantile(whole.errors['own, free'], 0.99)).toBeLessThan(0.5);
  });

  test('a patch moves ball and others by little, the ball at the own foot by least', () => {
    expect(quantile(whole.corrections.ball, 0.5)).toBeLessThan(1);
    expect(quantile(whole.corrections['ball near own'], 0.5)).toBeLessThan(1);
    expect(quantile(whole.corrections.others, 0.5)).toBeLessThan(4);
  });

  test('ball, others and the own player in contact are nearer to the truth than with interpolation alone', () => {
    for (const [whom, times] of [['ball', 4], ['ball near own', 4], ['others', 3], ['own, in contact', 3]] as const) {
      expect(quantile(whole.errors[whom], 0.5) * times, whom).toBeLessThan(quantile(alone.errors[whom], 0.5));
    }
  });

  test('everybody plays on', () => {
    expect(whole.kicks).toBeGreaterThan(3);
    expect(whole.compared).toBeGreaterThan(6 * 20 * 20);
  });
});

test.each([{ latencyMs: 20, jitterMs: 0 }, LINK, { ...LINK, stallEveryMs: 4_000, stallMs: 300 }])('no patch shows a difference that only the prediction can be the cause of: %o', (link) => {
  const { faults, compared } = measureBall('whole world', link, 12, SEED);
  expect(compared).toBeGreaterThan(1_000);
  expect(faults).toBe(0);
});

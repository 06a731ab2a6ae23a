// In: counts and mixes. Out: proof that everybody asked for joins, in an order of its own for each seed. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { planBots, shares } from '../../client/bots/plan.ts';

describe('shares of a mix', () => {
  test.each([
    [10, { honest: 8, idle: 1, churn: 1 }, { honest: 8, idle: 1, churn: 1 }],
    [20, { honest: 1, idle: 1, churn: 1 }, { honest: 7, idle: 7, churn: 6 }],
    [5, { honest: 100, idle: 1, speed: 1 }, { honest: 3, idle: 1, speed: 1 }],
    [1, { honest: 1, idle: 5 }, { honest: 0, idle: 1 }],
    [7, { honest: 1, idle: 0 }, { honest: 7 }],
  ])('%i of %o', (count, mix, expected) => {
    expect(Object.fromEntries(shares(count, mix))).toEqual(expected);
  });
});

describe('a plan', () => {
  const options = { count: 12, mix: { honest: 2, 'rapid-fire': 1 }, rampSec: 6, seed: 7 };

  test('brings a twin for each cheat that has one, names nobody twice, and spreads joins over the ramp', () => {
    const bots = planBots(options);
    expect(bots.filter(({ kind }) => kind === 'trigger')).toHaveLength(4);
    expect(new Set(bots.map(({ name }) => name)).size).toBe(16);
    expect(bots.every(({ name }) => name.length <= 16)).toBe(true);
    expect(bots.map(({ joinAtSec }) => joinAtSec)).toEqual(bots.map((_, n) => (n * 6) / 16));
  });

  test('is the same for the same seed and another for another', () => {
    expect(planBots(options)).toEqual(planBots(options));
    expect(planBots({ ...options, seed: 8 })).not.toEqual(planBots(options));
  });
});

// In: made-up deeds of players. Out: proof that a gain is found where there is one, and chance is none. Run by: vitest.
import { expect, test } from 'vitest';
import { cheatFigures } from '../../client/bots/advantage.ts';
import { planBots } from '../../client/bots/plan.ts';
import type { Deeds, RoomTally } from '../../client/bots/witness.ts';
import { nextFloat, seedRandom } from '../../shared/sim/random.ts';

const SEED = 7;
const bots = planBots({ count: 8, mix: { honest: 6, speed: 2 }, rampSec: 0, seed: SEED });
const random = seedRandom(SEED);

/** A minute: `pace` inputs a tick, and stretches whose distance is random around `px`. */
function deeds(pace: number, px: number): Deeds {
  const ticks = 3_600;
  const stretches = Array.from({ length: 30 }, () => ({ ticks: 120, feats: { distance: px * (0.5 + nextFloat(random)), shots: 8 } }));
  return { ticks, clock: ticks * pace + 6, ms: 60_000, granted: 6, stretches };
}

function gained(speed: () => Deeds, roomIds = ['a']): ReturnType<typeof cheatFigures>[number] {
  const tallies: RoomTally[] = roomIds.map((roomId) => ({
    roomId, ticks: 3_600, tally: Object.fromEntries(bots.map(({ name, kind }) => [name, kind === 'speed' ? speed() : deeds(0.99, 400)])),
  }));
  const [figures] = cheatFigures({ bots, tallies, refusals: { speed: { 'over-budget': 40, accepted: 9 } }, tickHz: 60 });
  return figures!;
}

test('who gets what everybody gets has gained nothing', () => {
  expect(gained(() => deeds(1, 400))).toMatchObject({ kind: 'speed', count: 2, advantagePercent: 0, refusedBy: { 'over-budget': 40 } });
});

test('who gets less has gained nothing', () => {
  expect(gained(() => deeds(0.3, 100)).advantagePercent).toBe(0);
});

test('twice the inputs are a gain of 100 per cent in time, to the last one', () => {
  const figures = gained(() => deeds(2, 400));
  expect(figures.advantagePercent).toBeCloseTo(100, 6);
  expect(figures.advantageIn).toBe('time');
});

test('twice the distance is found among chance', () => {
  const figures = gained(() => deeds(1, 800));
  expect(figures.advantageIn).toBe('distance');
  expect(figures.advantagePercent).toBeGreaterThan(50);
  expect(figures.advantagePercent).toBeLessThan(100);
});

test('of two who watched one room only one is believed', () => {
  const twice = gained(() => deeds(1, 400), ['a', 'a']);
  expect(twice.playedSec).toBe(gained(() => deeds(1, 400)).playedSec);
});

test('nobody seen is nothing said', () => {
  const [figures] = cheatFigures({ bots, tallies: [], refusals: {}, tickHz: 60 });
  expect(figures).toMatchObject({ advantagePercent: null, gains: [] });
});

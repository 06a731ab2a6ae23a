// In: places on a map, small runs of the lag benchmark. Out: proof that it counts what it says it counts. Run by: vitest.
import { expect, test } from 'vitest';
import { mapNamed } from '../../../shared/maps/index.ts';
import { PLAYER_RADIUS_PX } from '../../../shared/rooms/arena/constants.ts';
import { shareOf } from '../../bench/lag-cells.ts';
import { isBehindCover, measureDeaths } from '../../bench/lag-deaths.ts';
import { measureShots } from '../../bench/stats.ts';

const SEED = 20_261_124;
const foundry = { map: 'foundry' };

test('behind cover is who shows no part of the body', () => {
  const wall = mapNamed('foundry')!.walls.find(({ w, h, x, y }) => w < h && h > 120 && x > 200 && y > 200)!;
  const [middle, left, right] = [wall.y + wall.h / 2, wall.x - 60, wall.x + wall.w + 60];
  expect(isBehindCover(foundry, { x: left, y: middle }, { x: right, y: middle })).toBe(true);
  expect(isBehindCover(foundry, { x: left, y: middle }, { x: left, y: middle + 30 })).toBe(false);
  // Seen from along the wall's end, the half of the body that stands out shows.
  const end = wall.y + wall.h;
  expect(isBehindCover(foundry, { x: left, y: end - 1 }, { x: right, y: end - 1 })).toBe(false);
  expect(isBehindCover(foundry, { x: left, y: end - PLAYER_RADIUS_PX - 6 }, { x: right, y: end - PLAYER_RADIUS_PX - 6 })).toBe(true);
});

test('intervals are Wilson\'s', () => {
  expect(shareOf(0, 10)).toMatchObject({ share: 0, low: 0 });
  expect(shareOf(0, 10).high).toBeCloseTo(0.2775, 3);
  expect(shareOf(50, 100).low).toBeCloseTo(0.4038, 3);
  expect(shareOf(50, 100).high).toBeCloseTo(0.5962, 3);
});

test(`rewind brings hits back that latency took, at the price of deaths behind cover (seed ${SEED})`, { timeout: 60_000 }, () => {
  const link = { latencyMs: 100, jitterMs: 5 };
  const [on, off] = [true, false].map((rewind) => measureShots(link, { rewind, shots: 400, seed: SEED }));
  expect(on!.hits / on!.shots).toBeGreaterThan(0.6);
  expect(off!.hits / off!.shots).toBeLessThan(0.4);
  const [covered, open] = [true, false].map((rewind) => measureDeaths(link, { rewind, deaths: 40, seed: SEED }));
  expect(covered!.behindCover).toBeGreaterThan(open!.behindCover);
});

test('a lost packet a hundred costs next to nothing where there is rewind', { timeout: 60_000 }, () => {
  const hitRate = (loss: number) => {
    const { hits, shots } = measureShots({ latencyMs: 50, jitterMs: 5, loss }, { rewind: true, shots: 600, seed: SEED });
    return hits / shots;
  };
  expect(Math.abs(hitRate(0.01) - hitRate(0))).toBeLessThan(0.08);
});

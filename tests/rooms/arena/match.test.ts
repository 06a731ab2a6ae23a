// In: configurations and time. Out: proof of phases, rotation, joining, leaving and options. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { MAP_NAMES } from '../../../shared/maps/index.ts';
import { MATCH, SEATS_MAX } from '../../../shared/rooms/arena/constants.ts';
import { arena } from '../../../shared/rooms/arena/definition.ts';
import { leave } from '../../../shared/rooms/arena/rules.ts';
import { PHASE } from '../../../shared/rooms/arena/world.ts';
import { Bench } from './arena-bench.ts';

test.each([60, 30])('at %i ticks a second: warm-up, live, results, next map, round and round', (tickHz) => {
  const bench = new Bench(2, { tickHz, warmupSec: 2, matchSec: 10 });
  const seen: [number, string, number][] = [];
  for (let sec = 0; sec < 3 * 20; sec++) {
    if (seen.at(-1)?.[0] !== bench.world.phase) seen.push([bench.world.phase, bench.world.map, bench.world.round]);
    if (bench.world.phase === PHASE.warmup) bench.player(0).score = 7;
    bench.run(tickHz, {});
    if (bench.world.phase === PHASE.live) expect(bench.player(0).score).toBe(0);
  }
  const expected = [0, 1, 2].flatMap((round) => [PHASE.warmup, PHASE.live, PHASE.results].map((phase) => [phase, MAP_NAMES[round], round]));
  expect(seen).toEqual(expected);
  bench.run(1, {});
  expect(bench.world).toMatchObject({ map: MAP_NAMES[0], round: 3 });
  expect(arena.matchOf(bench.world)).toBe(3);
});

test('a match ends at its score, and in the results nobody moves or fires', () => {
  const bench = new Bench(2);
  bench.player(1).score = MATCH.scoreLimitFfa;
  bench.run(1, {});
  expect(bench.world.phase).toBe(PHASE.results);
  const { x, y } = bench.player(0);
  bench.run(20, { 0: { moveX: 127, buttons: 3 } });
  expect(bench.player(0)).toMatchObject({ x, y });
  expect(bench.of('shot')).toEqual([]);
});

test('teams stay even whatever players ask for', () => {
  const bench = new Bench(0, { mode: 'teams' });
  for (let seat = 0; seat < SEATS_MAX; seat++) bench.join(seat, 1);
  expect(bench.world.players.filter((p) => p!.team === 1)).toHaveLength(SEATS_MAX / 2);
  expect(() => bench.join(3)).toThrow('seat 3 is not free');
});

test.each(MAP_NAMES.flatMap((map) => (['ffa', 'teams'] as const).map((mode) => [map, mode] as const)))(
  'a full match on %s, %s, begins with nobody on one spot while there are spots left', (map, mode) => {
    for (const seats of [8, 16, SEATS_MAX]) {
      const bench = new Bench(seats, { map, mode });
      const bodies = new Map<string, number>();
      for (const p of bench.world.players) if (p !== null) bodies.set(`${p.x},${p.y}`, (bodies.get(`${p.x},${p.y}`) ?? 0) + 1);
      expect(Math.max(...bodies.values())).toBeLessThanOrEqual(seats > 16 ? 2 : 1);
    }
  },
);

test('who leaves takes rockets and grudges along', () => {
  const bench = new Bench(2);
  bench.player(0).hurtBy[1] = 5;
  bench.world.rockets.push({ id: 256, owner: 1, team: 0, startX: 600, startY: 700, vx: 620, vy: 0, startTick: bench.world.tick });
  leave(bench.world, 1);
  bench.run(1, {});
  expect(bench.world.players[1]).toBeNull();
  expect(bench.world.rockets).toEqual([]);
  expect(bench.player(0).hurtBy[1]).toBe(0);
});

describe('options', () => {
  test('have defaults', () => {
    expect(arena.parseOptions({})).toEqual({
      ok: true,
      value: {
        map: MAP_NAMES[0], mode: 'ffa', botsMin: 6, botLevel: 'normal', tickHz: 60, patchTicks: 3, matchSec: 300, warmupSec: 10, rewind: true,
      },
    });
  });

  test.each([
    [{ map: 'nowhere' }, `option map: must be one of ${MAP_NAMES.join(', ')}`],
    [{ map: 3 }, `option map: must be one of ${MAP_NAMES.join(', ')}`],
    [{ mode: 'x' }, 'option mode: must be one of ffa, teams'],
    [{ botsMin: 33 }, /^option botsMin: /],
    [{ botsMin: '6' }, 'option botsMin: must be a whole number from 0 to 32'],
    [{ matchSec: 1.5 }, /^option matchSec: /],
    [{ botLevel: 'god' }, 'option botLevel: must be one of easy, normal, hard'],
    [{ rewind: false }, 'unknown option rewind'],
    [{ tickHz: 1 }, 'unknown option tickHz'],
    [null, 'options must be an object'],
    [[], 'options must be an object'],
  ])('%j is refused with a reason', (options, reason) => {
    const parsed = arena.parseOptions(options);
    expect(parsed.ok ? 'accepted' : parsed.reason).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason));
  });
});

// In: goals and time. Out: proof of who is credited, how a match goes on and how it ends. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { BALL, MATCH, NOBODY, SEATS_MAX } from '../../../shared/rooms/ball/constants.ts';
import { ball } from '../../../shared/rooms/ball/definition.ts';
import { PITCH } from '../../../shared/rooms/ball/pitch.ts';
import { PHASE } from '../../../shared/rooms/ball/world.ts';
import { PitchBench } from './pitch-bench.ts';

/** Teams take turns: seats 0, 2, 4 attack to the right. */
function shoot(bench: PitchBench, goal: 'left' | 'right', { last = NOBODY, former = NOBODY } = {}): void {
  bench.world.players.forEach((player, seat) => { if (player !== null) bench.place(seat, 600 + seat * 90, PITCH.bottom - 60); });
  bench.placeBall(goal === 'right' ? PITCH.right - 40 : PITCH.left + 40, PITCH.middleY, goal === 'right' ? 900 : -900, 0);
  Object.assign(bench.world, { lastTouch: last, formerTouch: former });
  bench.until(PHASE.goal, 30);
}

describe('a goal', () => {
  test('counts once, for the scorer, with the assist of a team mate', () => {
    const bench = new PitchBench(4);
    shoot(bench, 'right', { last: 2, former: 0 });
    bench.run(30);
    expect(bench.of('goal')).toEqual([{ kind: 'goal', seat: 2, team: 1, assist: 0, own: 0 }]);
    expect(bench.world).toMatchObject({ scoreA: 1, scoreB: 0, kickoffTeam: 2 });
    expect([bench.player(2).goals, bench.player(0).assists, bench.player(0).goals]).toEqual([1, 1, 0]);
  });

  test.each([
    ['a defender only turned in is the attacker\'s', { last: 1, former: 2 }, { seat: 2, own: 0 }, 1],
    ['of one\'s own earns nobody anything', { last: 1, former: 3 }, { seat: 1, own: 1 }, 0],
    ['nobody touched is nobody\'s', {}, { seat: NOBODY, own: 0 }, 0],
  ])('%s', (_name, touches, credited, goals) => {
    const bench = new PitchBench(4);
    shoot(bench, 'right', touches);
    expect(bench.of('goal')[0]).toMatchObject(credited);
    expect(bench.world.players.reduce((sum, player) => sum + (player?.goals ?? 0), 0)).toBe(goals);
  });

  test('is none while the ball is on the line, and one behind it', () => {
    const bench = new PitchBench(1);
    bench.placeBall(PITCH.left - BALL.radiusPx, PITCH.middleY);
    bench.run(1);
    expect(bench.world.phase).toBe(PHASE.live);
    bench.placeBall(PITCH.left - BALL.radiusPx - 1 / 16, PITCH.middleY);
    bench.run(1);
    expect(bench.world.phase).toBe(PHASE.goal);
  });

  test('is shown again while everybody waits at their places; then the other side kicks off', () => {
    const bench = new PitchBench(6);
    shoot(bench, 'left', { last: 1 });
    const spawns = bench.player(0).spawns;
    bench.until(PHASE.replay);
    expect(bench.player(0).spawns).toBe((spawns + 1) & 255);
    const { x, y } = bench.player(0);
    bench.run(30, { 0: { moveX: 127, buttons: 7 } });
    expect(bench.player(0)).toMatchObject({ x, y, vx: 0 });
    bench.until(PHASE.kickoff);
    expect(bench.world.kickoffTeam).toBe(1);
    const nearest = bench.world.players.map((p) => Math.hypot(p!.x - PITCH.middleX, p!.y - PITCH.middleY));
    expect(nearest[0]).toBeLessThan(PITCH.circlePx);
    expect(Math.min(...nearest.slice(1))).toBeGreaterThan(PITCH.circlePx);
    bench.until(PHASE.live);
    expect(bench.world.phaseEndsAt - bench.world.tick).toBe(bench.world.timeLeft - 1);
  });
});

describe('time', () => {
  test('stands still between a goal and the kick-off', () => {
    const bench = new PitchBench(2, { matchSec: 60 });
    bench.run(600);
    shoot(bench, 'right');
    const { timeLeft } = bench.world;
    expect(timeLeft).toBeLessThan(3_000);
    bench.until(PHASE.live);
    expect(bench.world.timeLeft).toBe(timeLeft);
  });

  test('ends a match that somebody leads, shows the results and begins the next', () => {
    const bench = new PitchBench(2, { matchSec: 10 });
    shoot(bench, 'right', { last: 0 });
    bench.until(PHASE.results);
    expect(bench.world.overtime).toBe(false);
    bench.run(MATCH.resultsSec * 60);
    bench.until(PHASE.kickoff);
    expect(bench.world).toMatchObject({ round: 1, scoreA: 0, scoreB: 0 });
    expect(bench.player(0).goals).toBe(0);
  });

  test('of a draw is followed by overtime, in which the first goal wins', () => {
    const bench = new PitchBench(2, { matchSec: 10 });
    bench.until(PHASE.kickoff);
    expect(bench.world.overtime).toBe(true);
    bench.until(PHASE.live);
    shoot(bench, 'left', { last: 1 });
    bench.until(PHASE.results, (MATCH.goalSec + MATCH.replaySec) * 60 + 5);
    expect(bench.world).toMatchObject({ scoreA: 0, scoreB: 1 });
  });

  test('of an overtime without a goal ends in a draw', () => {
    const bench = new PitchBench(2, { matchSec: 10 });
    bench.until(PHASE.results);
    expect(bench.world).toMatchObject({ scoreA: 0, scoreB: 0, overtime: true });
  });
});

describe('seats', () => {
  test('fill both teams evenly, wherever somebody left', () => {
    const bench = new PitchBench(SEATS_MAX);
    const teams = () => [1, 2].map((team) => bench.world.players.filter((p) => p?.team === team).length);
    expect(teams()).toEqual([3, 3]);
    ball.leave(bench.world, 0);
    ball.leave(bench.world, 2);
    ball.join(bench.world, 2, { name: 'new', team: 2, bot: false });
    expect(teams()).toEqual([2, 3]);
    expect(() => ball.join(bench.world, 1, { name: 'again', team: 0, bot: false })).toThrow(/not free/);
  });

  test('that are left are remembered by no touch', () => {
    const bench = new PitchBench(3);
    Object.assign(bench.world, { lastTouch: 2, formerTouch: 1 });
    ball.leave(bench.world, 2);
    expect(bench.world).toMatchObject({ lastTouch: NOBODY, formerTouch: 1 });
  });
});

test('options are checked, with a reason for the player', () => {
  expect(ball.parseOptions({})).toMatchObject({ ok: true, value: { botsMin: 6, botLevel: 'normal' } });
  for (const [options, reason] of [
    [{ botLevel: 'godlike' }, /botLevel: must be one of/], [{ botsMin: 7 }, /botsMin: must be a whole number from 0 to 6/],
    [{ matchSec: 1 }, /matchSec/], [{ cheat: 1 }, /unknown option cheat/], ['text', /must be an object/],
  ] as const) expect(ball.parseOptions(options)).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
});

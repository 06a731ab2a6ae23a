// In: players, a ball, inputs. Out: proof of how they run, kick and tackle. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { AIM_TURN, BALL, ENERGY, KICK, PLAYER, TACKLE } from '../../../shared/rooms/ball/constants.ts';
import { ball } from '../../../shared/rooms/ball/definition.ts';
import { BUTTON } from '../../../shared/rooms/ball/input.ts';
import { PITCH } from '../../../shared/rooms/ball/pitch.ts';
import { step } from '../../../shared/rooms/ball/step.ts';
import { PitchBench } from './pitch-bench.ts';

const speedOf = ({ vx, vy }: { vx: number; vy: number }) => Math.hypot(vx, vy);
const DOWN = AIM_TURN / 4;

describe.each([60, 30])('at %i ticks a second', (tickHz) => {
  test('a player reaches full speed, on the diagonal no more, and brakes to rest', () => {
    const bench = new PitchBench(1, { tickHz });
    bench.place(0, 400, 800);
    bench.placeBall(1_500, 200);
    bench.run(tickHz / 2, { 0: { moveX: 127, moveY: -127 } });
    expect(speedOf(bench.player(0))).toBeCloseTo(PLAYER.speedPxPerSec, 0);
    bench.run(tickHz / 2);
    expect(speedOf(bench.player(0))).toBe(0);
  });

  test('boost is faster while energy lasts, which comes back by itself and never passes its bounds', () => {
    const bench = new PitchBench(1, { tickHz });
    bench.place(0, 300, 800);
    bench.run(tickHz / 2, { 0: { moveX: 127, buttons: BUTTON.boost } });
    expect(speedOf(bench.player(0))).toBeCloseTo(PLAYER.boostPxPerSec, 0);
    expect(bench.player(0).energy).toBe(ENERGY.max - ENERGY.boostPerSec / 2);
    bench.run(tickHz * 4, { 0: { moveX: -127, buttons: BUTTON.boost } });
    expect(bench.player(0).energy).toBeLessThan(ENERGY.boostPerSec / tickHz * 2);
    bench.run(tickHz * 10);
    expect(bench.player(0).energy).toBe(ENERGY.max);
  });

  test('the ball stays at the foot of whoever runs and turns with it', () => {
    const bench = new PitchBench(1, { tickHz });
    bench.withBall();
    for (let turn = 0; turn < 8; turn++) {
      bench.run(tickHz / 4, { 0: { moveX: turn % 2 === 0 ? 127 : 60, moveY: turn % 2 === 0 ? 0 : 110, aim: turn % 2 === 0 ? 0 : 170 } });
      expect(Math.hypot(bench.ball.x - bench.player(0).x, bench.ball.y - bench.player(0).y)).toBeLessThan(PLAYER.radiusPx + BALL.radiusPx + 16);
    }
  });

  test('a tap passes, a full charge shoots, in the direction of the foot', () => {
    const speeds = [1, Math.round(KICK.chargeSec * tickHz)].map((held) => {
      const bench = new PitchBench(1, { tickHz });
      bench.withBall();
      bench.run(tickHz / 3, { 0: { aim: DOWN } });
      bench.run(held, { 0: { aim: DOWN, buttons: BUTTON.kick } });
      bench.run(1, { 0: { aim: DOWN } });
      expect(bench.of('kick')).toEqual([{ kind: 'kick', seat: 0, power: held === 1 ? 0 : 255 }]);
      expect(Math.abs(bench.ball.vx)).toBeLessThan(bench.ball.vy * 0.1);
      expect(bench.world.lastTouch).toBe(0);
      return bench.ball.vy;
    });
    expect(speeds[0]! / KICK.tapPxPerSec).toBeCloseTo(1, 1);
    expect(speeds[1]! / KICK.fullPxPerSec).toBeCloseTo(1, 1);
  });

  test('a kick let go a moment too early still meets the ball; later it does not', () => {
    for (const [away, kicks] of [[60, 1], [400, 0]] as const) {
      const bench = new PitchBench(1, { tickHz });
      bench.withBall();
      bench.placeBall(PITCH.middleX + away, PITCH.middleY, -300, 0);
      bench.run(2, { 0: { buttons: BUTTON.kick } });
      bench.run(Math.round(KICK.armedSec * tickHz) + 1);
      expect(bench.of('kick')).toHaveLength(kicks);
    }
  });
});

describe('a tackle', () => {
  test('takes an opponent down and the ball off the foot, costs energy and needs a rest', () => {
    const fell = new PitchBench(2);
    fell.withBall();
    fell.place(1, PITCH.middleX - 120, PITCH.middleY);
    fell.run(12, { 1: { moveX: 127, buttons: BUTTON.tackle } });
    expect(fell.of('fell')).toEqual([{ kind: 'fell', seat: 1, victim: 0, won: 1 }]);
    expect(fell.player(0).stun).toBeGreaterThan(0);
    expect(fell.player(1)).toMatchObject({ tackles: 1 });
    expect(fell.player(1).energy).toBeLessThan(ENERGY.max);
    expect(speedOf(fell.ball)).toBeGreaterThan(TACKLE.knockPxPerSec * 0.8);
    expect(fell.world.lastTouch).toBe(1);
    fell.run(30, { 1: { moveX: 127, buttons: BUTTON.tackle } });
    expect(fell.of('tackle')).toHaveLength(1);
    fell.run(40, { 1: { moveX: 127, buttons: BUTTON.tackle } });
    expect(fell.of('tackle')).toHaveLength(2);
  });

  test('does nothing to a team mate', () => {
    const bench = new PitchBench(3);
    bench.withBall();
    bench.place(2, PITCH.middleX - 100, PITCH.middleY);
    expect(bench.player(2).team).toBe(bench.player(0).team);
    bench.run(15, { 2: { moveX: 127, buttons: BUTTON.tackle } });
    expect(bench.of('fell')).toEqual([]);
    expect(bench.player(0).stun).toBe(0);
  });

  test('whoever lies cannot kick, and gets up', () => {
    const bench = new PitchBench(1);
    bench.withBall();
    bench.player(0).stun = Math.round(TACKLE.stunSec * 60);
    bench.run(4, { 0: { buttons: BUTTON.kick } });
    bench.run(4);
    expect(bench.of('kick')).toEqual([]);
    bench.run(40);
    bench.run(4, { 0: { buttons: BUTTON.kick } });
    bench.run(1);
    expect(bench.of('kick')).toHaveLength(1);
  });
});

test('a seat of which nothing is heard stands as it was left, then is expected to, then has let go; it goes on with its next input', () => {
  const bench = new PitchBench(1);
  bench.placeBall(1_500, 200);
  bench.place(0, 400, 800, { vx: 290, charge: 9 });
  const { world } = bench;
  // No input at all, as of a link that stalls.
  const silent = (ticks: number) => { for (let i = 0; i < ticks; i++) step(world, [], () => {}); };
  silent(10);
  expect(bench.player(0)).toMatchObject({ x: 400, vx: 290, charge: 9, dormant: false });
  silent(60);
  expect(bench.player(0)).toMatchObject({ x: 400, vx: 290, charge: 9, dormant: true });
  expect(ball.worldPrediction!.repeated(world, 0)).toBeUndefined();
  silent(60);
  expect(bench.player(0)).toMatchObject({ x: 400, vx: 0, charge: 0 });
  bench.run(1, { 0: { moveX: 127 } });
  expect(bench.player(0).dormant).toBe(false);
  expect(world.idle[0]).toBe(0);
});

// In: any inputs at all. Out: proof of what always holds on the pitch. Run by: vitest.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaptureRecorder } from '../../../server/netcode/capture-recorder.ts';
import { replayCapture } from '../../../shared/netcode/capture-replay.ts';
import { AIM_TURN, BALL, ENERGY, PLAYER, SEATS_MAX } from '../../../shared/rooms/ball/constants.ts';
import { ball } from '../../../shared/rooms/ball/definition.ts';
import type { BallInput } from '../../../shared/rooms/ball/input.ts';
import { OUTLINE, WALLS } from '../../../shared/rooms/ball/pitch.ts';
import { predict, step } from '../../../shared/rooms/ball/step.ts';
import { ballOf, PHASE, type BallWorld } from '../../../shared/rooms/ball/world.ts';
import { toGrid } from '../../../shared/sim/collide.ts';
import { mix32, nextInt, seedRandom } from '../../../shared/sim/random.ts';
import { CONFIG, PitchBench, timed } from './pitch-bench.ts';

const anyInput: fc.Arbitrary<BallInput> = fc.record({
  moveX: fc.integer({ min: -127, max: 127 }), moveY: fc.integer({ min: -127, max: 127 }),
  aim: fc.integer({ min: 0, max: AIM_TURN - 1 }), buttons: fc.integer({ min: 0, max: 7 }),
});
/** Rounding to the grid after the walls' last word. */
const SLACK_PX = 0.05;

function isInside(x: number, y: number): boolean {
  let inside = false;
  OUTLINE.forEach(([ax, ay], i) => {
    const [bx, by] = OUTLINE[(i + 1) % OUTLINE.length]!;
    if ((ay > y) !== (by > y) && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  });
  return inside;
}

function expectSound(world: BallWorld): void {
  for (const [body, radius] of [...world.players.map((p) => [p, PLAYER.radiusPx] as const), [ballOf(world), BALL.radiusPx] as const]) {
    if (body === null) continue;
    expect(isInside(body.x, body.y), `(${body.x}, ${body.y}) is outside`).toBe(true);
    for (const wall of WALLS) {
      const [dx, dy] = [body.x - wall.x, body.y - wall.y];
      const along = dx * wall.alongX + dy * wall.alongY;
      const off = dx * wall.inX + dy * wall.inY;
      if (along > 0 && along < wall.length && off > -24) expect(off).toBeGreaterThan(radius - SLACK_PX);
    }
    for (const value of [body.x, body.y, body.vx, body.vy]) expect(Object.is(toGrid(value), value)).toBe(true);
    expect(Math.hypot(body.vx, body.vy)).toBeLessThan(BALL.speedMaxPxPerSec + 1);
  }
  for (const player of world.players) {
    if (player === null) continue;
    expect(player.energy).toBeGreaterThanOrEqual(0);
    expect(player.energy).toBeLessThanOrEqual(ENERGY.max);
    expect(Number.isInteger(player.energy)).toBe(true);
  }
}

/** Everybody runs at the ball and does something else besides: the worst for whatever is between. */
function scrum(inputs: readonly BallInput[], tickHz: number): string {
  const bench = new PitchBench(SEATS_MAX, { tickHz });
  let scores = 0;
  let goals = 0;
  for (const [i, input] of inputs.entries()) {
    for (let n = 0; n < 8; n++) {
      const list = bench.world.players.map((player) => {
        const { x, y } = ballOf(bench.world);
        const chases = (i + player!.id) % 3 !== 0;
        const move = chases ? { moveX: Math.sign(x - player!.x) * 127, moveY: Math.sign(y - player!.y) * 127 } : {};
        return Array.from({ length: 1 + ((i + player!.id) % 7 === 0 ? n % 3 : 0) }, () => timed(bench.world, { ...input, ...move, aim: (input.aim + player!.id * 170) % AIM_TURN }));
      });
      step(bench.world, list, (event) => { if (event.kind === 'goal') goals++; });
      expectSound(bench.world);
      if (bench.world.phase === PHASE.goal) scores = Math.max(scores, bench.world.scoreA + bench.world.scoreB);
    }
  }
  expect(goals).toBe(scores);
  return JSON.stringify(bench.world);
}

test('nobody and nothing leaves the pitch, numbers stay on the grid, goals count once, and all of it again the same', () => {
  fc.assert(fc.property(fc.array(anyInput, { minLength: 10, maxLength: 50 }), fc.constantFrom(30, 60), (inputs, tickHz) => {
    expect(scrum(inputs, tickHz)).toBe(scrum(inputs, tickHz));
  }), { numRuns: 40 });
});

test('a ball at its fastest, from anywhere in any direction, bounces to rest inside or ends in a goal', () => {
  fc.assert(fc.property(fc.integer({ min: 130, max: 1_720 }), fc.integer({ min: 180, max: 860 }), fc.integer({ min: -1_000, max: 1_000 }), fc.constantFrom(30, 60), (x, y, vx, tickHz) => {
    const bench = new PitchBench(0, { tickHz });
    bench.placeBall(x, y, vx, Math.sqrt(BALL.speedMaxPxPerSec * BALL.speedMaxPxPerSec - vx * vx));
    let energy = Infinity;
    for (let i = 0; i < tickHz * 12 && bench.world.phase === PHASE.live; i++) {
      bench.run(1);
      expectSound(bench.world);
      const now = bench.ball.vx * bench.ball.vx + bench.ball.vy * bench.ball.vy;
      // Up to what the grid rounds.
      expect(now).toBeLessThanOrEqual(energy + 0.2 * Math.sqrt(energy) + 1);
      energy = now;
    }
    if (bench.world.phase === PHASE.live) expect(energy).toBeLessThan(20_000);
  }), { numRuns: 60 });
});

test('a way free of contact follows from own inputs alone, however they come, and `predict` is the same', () => {
  fc.assert(fc.property(fc.array(anyInput, { minLength: 5, maxLength: 40 }), fc.integer(), fc.constantFrom(30, 60), (inputs, seed, tickHz) => {
    const alone = () => {
      const bench = new PitchBench(1, { tickHz });
      bench.place(0, 500, 700);
      bench.placeBall(1_700, 180);
      return bench;
    };
    const [even, bursts, predicted] = [alone(), alone(), alone()];
    const random = seedRandom(seed);
    const waiting = [...inputs];
    for (const input of inputs) {
      even.run(1, { 0: input });
      predict(predicted.world, 0, timed(predicted.world, input), () => {});
    }
    while (waiting.length > 0) {
      const list = waiting.splice(0, nextInt(random, 4)).map((input) => timed(bursts.world, input));
      step(bursts.world, [list], () => {});
    }
    for (const other of [bursts, predicted]) expect(other.player(0)).toEqual(even.player(0));
  }), { numRuns: 120 });
});

describe('what patches carry', () => {
  const play = (world: BallWorld, memories: unknown[], ticks: number, every?: (inputs: ReturnType<typeof timed>[][]) => void) => {
    for (let i = 0; i < ticks; i++) {
      const inputs = world.players.map((_, seat) => [timed(world, ball.bots!.think(world, seat, memories[seat] as never))]);
      step(world, inputs, () => {});
      every?.(inputs);
    }
  };
  const start = (seed: number) => {
    const world = ball.createWorld({ ...CONFIG, matchSec: 30 }, seed);
    for (let seat = 0; seat < SEATS_MAX; seat++) ball.join(world, seat, { name: `b${seat}`, team: 0, bot: true });
    return { world, memories: world.players.map((_, seat) => ball.bots!.createMemory(mix32(seed, seat), 'hard') as unknown) };
  };

  test.each([1, 2, 3])('is all that the step needs: a world made of it goes on in the same way (seed %i)', (seed) => {
    const { world, memories } = start(seed);
    play(world, memories, 900);
    const copy = ball.createWorld(CONFIG, 99);
    const { root, collections } = ball.replication;
    for (const field of root) (copy as never as Record<string, unknown>)[field] = (world as never as Record<string, unknown>)[field];
    for (const [name, fields] of Object.entries(collections)) {
      const items = (world as never as Record<string, (Record<string, unknown> | null)[]>)[name]!;
      (copy as never as Record<string, unknown>)[name] = items.map((item) => (item === null ? null : Object.fromEntries(fields.map((field) => [field, item[field]]))));
    }
    play(world, memories, 600, (inputs) => step(copy, inputs, () => {}));
    const { idle: _idle, config: _config, ...seen } = world;
    expect(copy).toMatchObject(JSON.parse(JSON.stringify(seen)));
    expect(ball.worldPrediction!.unseen).toEqual(['idle', 'config']);
  });

  test.each([1, 2])('and what captures carry: a recorded match of bots re-runs the same (seed %i)', (seed) => {
    const { world, memories } = start(seed);
    const recorder = new CaptureRecorder(ball, world, { roomId: 'r', startedAt: '2026-01-01' });
    play(world, memories, 2_400, (inputs) => recorder.tick(world, inputs));
    expect(replayCapture(recorder.finish('over'), (name) => (name === 'ball' ? ball : undefined))).toMatchObject({ kind: 'same', ticks: 2_400 });
  });
});

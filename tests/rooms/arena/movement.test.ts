// In: inputs. Out: proof of how players move, and that prediction is the step itself. Run by: vitest.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBlocked, toGrid } from '../../../shared/sim/collide.ts';
import { MAP_NAMES } from '../../../shared/maps/index.ts';
import { MOVE, PLAYER_RADIUS_PX } from '../../../shared/rooms/arena/constants.ts';
import { BUTTON, type ArenaInput } from '../../../shared/rooms/arena/input.ts';
import { predict, step } from '../../../shared/rooms/arena/step.ts';
import { Bench, LANE } from './arena-bench.ts';

const anyInput: fc.Arbitrary<ArenaInput> = fc.record({
  moveX: fc.integer({ min: -127, max: 127 }), moveY: fc.integer({ min: -127, max: 127 }),
  aim: fc.integer({ min: 0, max: 65_535 }), buttons: fc.integer({ min: 0, max: 31 }),
});

function speedOf({ vx, vy }: { vx: number; vy: number }): number {
  return Math.sqrt(vx * vx + vy * vy);
}

describe.each([60, 30])('at %i ticks a second', (tickHz) => {
  test('reaches full speed, on the diagonal no more, and brakes to rest', () => {
    const bench = new Bench(1, { tickHz });
    bench.place(0, LANE.x, LANE.y);
    bench.run(tickHz / 3, { 0: { moveX: 127, moveY: -127 } });
    expect(speedOf(bench.player(0))).toBeCloseTo(MOVE.speedPxPerSec, 0);
    bench.run(tickHz / 3, { 0: {} });
    expect(speedOf(bench.player(0))).toBe(0);
  });

  test('a dash is faster for its time, then waits for its cooldown', () => {
    const bench = new Bench(1, { tickHz });
    bench.place(0, LANE.x, LANE.y);
    bench.run(1, { 0: { moveX: 127, buttons: BUTTON.dash } });
    expect(bench.player(0).vx).toBe(MOVE.dashPxPerSec);
    bench.run(Math.round(MOVE.dashCooldownSec * tickHz) - 1, { 0: { moveX: -127, buttons: BUTTON.dash } });
    expect(bench.of('dash')).toHaveLength(1);
    bench.run(1, { 0: { moveX: -127, buttons: BUTTON.dash } });
    expect(bench.of('dash')).toHaveLength(2);
  });
});

test('a seat that sends nothing is not simulated', () => {
  const bench = new Bench(1);
  const before = { ...bench.player(0) };
  bench.run(30, {});
  expect(bench.player(0)).toEqual(before);
});

test('several inputs of one tick are simulated one after another', () => {
  const one = new Bench(1);
  const two = new Bench(1);
  one.run(2, { 0: { moveX: 127 } });
  step(two.world, [[two.timed(0, { moveX: 127 }), two.timed(0, { moveX: 127 })]], () => {});
  const { x, vx } = one.player(0);
  expect(two.player(0)).toMatchObject({ x, vx });
});

test('any inputs on any map: never in a wall, always on the grid, and the same again', () => {
  const run = (map: string, inputs: readonly ArenaInput[]) => {
    const bench = new Bench(3, { map, warmupSec: 100 }, 5);
    for (const [i, input] of inputs.entries()) {
      bench.run(8, { [i % 3]: input, [(i + 1) % 3]: { ...input, moveX: -input.moveX } });
      for (const p of bench.world.players) {
        if (p === null) continue;
        expect(isBlocked(bench.map.solidGrid, p.x, p.y, PLAYER_RADIUS_PX)).toBe(false);
        for (const value of [p.x, p.y, p.vx, p.vy]) expect(Object.is(toGrid(value), value)).toBe(true);
      }
    }
    return JSON.stringify([bench.world, bench.events]);
  };
  fc.assert(fc.property(fc.constantFrom(...MAP_NAMES), fc.array(anyInput, { minLength: 10, maxLength: 60 }), (map, inputs) => {
    expect(run(map, inputs)).toBe(run(map, inputs));
  }), { numRuns: 40 });
});

test('prediction gives the own player bit for bit, and the same events but for what only hits decide', () => {
  fc.assert(fc.property(fc.array(anyInput, { minLength: 5, maxLength: 80 }), fc.constantFrom(30, 60), (inputs, tickHz) => {
    const server = new Bench(1, { tickHz, warmupSec: 100 });
    const client = new Bench(1, { tickHz, warmupSec: 100 });
    server.place(0, LANE.x, LANE.y);
    client.place(0, LANE.x, LANE.y);
    const told: unknown[] = [];
    for (const input of inputs.flatMap((i) => [i, i, i])) {
      server.events.length = 0;
      server.run(1, { 0: input });
      told.length = 0;
      predict(client.world, 0, client.timed(0, input), (event) => told.push(event));
      client.world.tick++;
      // A splash of the own rocket is a hit: the client takes it from the server.
      if (server.events.some((e) => ['hit', 'pickup', 'explode'].includes(e.kind))) return;
      expect(client.player(0)).toEqual(server.player(0));
      expect(told).toEqual(server.events);
    }
  }), { numRuns: 200 });
});

// In: matches of a toy room type, recorded. Out: proof that captures re-run, and that faults are named. Run by: vitest.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaptureRecorder } from '../../server/netcode/capture-recorder.ts';
import { replayCapture } from '../../shared/netcode/capture-replay.ts';
import type { AnyRoomType } from '../../shared/netcode/room-type.ts';
import { nextInt, seedRandom } from '../../shared/sim/random.ts';
import { toy, type ToyWorld } from '../support/toy-room.ts';

const label = { roomId: 'r', startedAt: '2026-01-01' };
const profile = { name: 'ann', team: 0, bot: false };

interface Play { readonly ticks: number; readonly startAfter?: number; readonly bytesMax?: number }

/** Plays with random joins, leaves and bursts of inputs, from one seed. */
function record(seed: number, { ticks, startAfter = 0, bytesMax }: Play) {
  const random = seedRandom(seed);
  const world = toy.createWorld({}, seed);
  const clocks = [0, 0, 0, 0];
  let recorder = new CaptureRecorder(toy, world, label, bytesMax);
  for (let n = 0; n < ticks; n++) {
    if (n === startAfter) recorder = new CaptureRecorder(toy, world, label, bytesMax);
    const seat = nextInt(random, 4);
    if (nextInt(random, 20) === 0) {
      const there = world.players[seat] !== null;
      if (there) toy.leave(world, seat);
      else toy.join(world, seat, profile);
      if (there) recorder.leave(seat);
      else recorder.join(seat, profile);
      clocks[seat] = 0;
    }
    const inputs = world.players.map((player, id) => player === null ? undefined
      : Array.from({ length: nextInt(random, 4) }, () => ({
        input: { move: nextInt(random, 3) - 1, aim: nextInt(random, 65536) },
        viewTick: world.tick - nextInt(random, 100) / 16, clock: clocks[id]!++,
      })));
    toy.step(world, inputs, () => {});
    recorder.tick(world, inputs);
  }
  return { recorder, world, file: recorder.finish('test over') };
}

const known = (name: string) => (name === 'toy' ? toy : undefined);
const changed = (change: Partial<typeof toy>) => () => ({ ...toy, ...change }) as AnyRoomType;
const faulty = (after: (world: ToyWorld) => void) => changed({
  step: (...args: Parameters<typeof toy.step>) => { toy.step(...args); after(args[0]); },
});

describe('a capture re-runs', () => {
  test('from the start of a room or the middle of its life, with everything the step was given', () => {
    fc.assert(fc.property(fc.integer(), fc.integer({ min: 1, max: 400 }), (seed, ticks) => {
      expect(replayCapture(record(seed, { ticks }).file, known)).toMatchObject({ kind: 'same', ticks, reason: 'test over' });
      const late = record(seed, { ticks, startAfter: ticks >> 1 });
      expect(replayCapture(late.file, known)).toMatchObject({ kind: 'same', ticks: ticks - (ticks >> 1), seconds: (ticks - (ticks >> 1)) / 60 });
    }), { numRuns: 30 });
  });

  test('up to its cap, and says that it was cut', () => {
    const { file, recorder } = record(5, { ticks: 3_000, bytesMax: 4_000 });
    expect(recorder.cutShort).toMatch(/cap of 4000 bytes/);
    expect(file.length).toBeLessThan(4_200);
    const result = replayCapture(file, known);
    expect(result).toMatchObject({ kind: 'same', reason: recorder.cutShort });
    expect(result.kind === 'same' && result.ticks).toBeGreaterThan(50);
  });

  test('to the tick in which the step threw, which throws again', () => {
    const throws = (at: number, message: string) => changed({
      step: (...args: Parameters<typeof toy.step>) => {
        if (args[0].tick === at) throw new Error(message);
        toy.step(...args);
      },
    });
    const world = toy.createWorld({}, 1);
    const recorder = new CaptureRecorder(toy, world, label);
    const inputs = [[{ input: { move: 1, aim: 77 }, viewTick: 0, clock: 0 }]];
    for (let n = 0; n < 9; n++) {
      toy.step(world, [], () => {});
      recorder.tick(world, []);
    }
    recorder.threw(inputs, new Error('planted'));
    recorder.leave(0);
    const file = recorder.finish('room failed');
    expect(recorder.cutShort).toBeUndefined();
    expect(replayCapture(file, throws(9, 'planted'))).toMatchObject({ kind: 'same', ticks: 9, reason: 'the step threw' });
    expect(replayCapture(file, throws(9, 'other'))).toMatchObject({ kind: 'differs', tick: 10, field: expect.stringMatching(/"other".*"planted"/) });
    expect(replayCapture(file, known)).toMatchObject({ kind: 'differs', tick: 10, field: expect.stringMatching(/does not now/) });
    expect(replayCapture(file, throws(4, 'early'))).toMatchObject({ kind: 'differs', tick: 5, field: expect.stringMatching(/the step: it throws "early"/) });
  });

  test('up to what cannot be recorded: the capture ends, the room does not', () => {
    const spoilers: ((world: ToyWorld) => unknown[])[] = [
      (world) => { world.wind = Number.NaN; return []; },
      () => [[{ input: { move: 0.5, aim: 0 }, viewTick: 0, clock: 0 }]],
      () => [[{ input: { move: 0, aim: 70_000 }, viewTick: 0, clock: 0 }]],
      () => [[{ input: { move: 0, aim: 0 }, viewTick: 0.01, clock: 0 }]],
      (world) => { world.tick++; return []; },
    ];
    for (const spoil of spoilers) {
      const world = toy.createWorld({}, 1);
      const recorder = new CaptureRecorder(toy, world, label);
      for (let n = 0; n < 30; n++) {
        toy.step(world, [], () => {});
        recorder.tick(world, n === 20 ? spoil(world) as never : []);
      }
      expect(recorder.cutShort).toMatch(/^it could not go on: /);
      expect(replayCapture(recorder.finish('over'), known)).toMatchObject({ kind: 'same', ticks: 20, reason: recorder.cutShort });
    }
  });

  test('for a byte a tick while nobody does anything new', () => {
    const still = changed({ step: (world: ToyWorld) => { world.tick++; } })();
    const world = toy.createWorld({}, 1);
    const recorder = new CaptureRecorder(still, world, label);
    for (let seat = 0; seat < 4; seat++) {
      toy.join(world, seat, profile);
      recorder.join(seat, profile);
    }
    const run = (ticks: number) => {
      for (let n = 0; n < ticks; n++) {
        const inputs = world.players.map(() => [{ input: { move: 0, aim: 9 }, viewTick: world.tick - 6, clock: world.tick }]);
        still.step(world, inputs, () => {});
        recorder.tick(world, inputs);
      }
      return recorder.bytes;
    };
    const before = run(59);
    // A check each second: the byte that announces it and a word for each of the toy's columns.
    expect(run(60) - before).toBe(60 + 1 + 4 * 14);
    expect(replayCapture(recorder.finish('over'), () => still)).toMatchObject({ kind: 'same', ticks: 119 });
    expect(replayCapture(recorder.finish('over'), changed({ step: (w: ToyWorld) => { w.tick++; if (w.tick === 71) w.players[2]!.x += 1; } })))
      .toMatchObject({ kind: 'differs', tick: 71, field: 'players[].x' });
  });
});

describe('a fault is named', () => {
  const { file } = record(11, { ticks: 300 });

  test.each([1, 37, 60, 61, 299, 300])('at tick %i, by field, though it lasts for one tick', (tick) => {
    expect(replayCapture(file, faulty((world) => { if (world.tick === tick) world.wind += 0.001; })))
      .toMatchObject({ kind: 'differs', tick, ticks: tick, field: 'wind', fields: ['wind'] });
  });

  test('at its very tick for every one of 3,000 values, also those whose byte of the hash is the same by chance', () => {
    const named = { field: 0, none: 0 };
    for (let n = 1; n <= 3_000; n++) {
      const result = replayCapture(file, faulty((world) => { if (world.tick === 55) world.wind += n; }));
      expect(result).toMatchObject({ kind: 'differs', tick: 55 });
      if (result.kind === 'differs') named[result.field === 'wind' ? 'field' : 'none']++;
    }
    // A byte misses one in 256.
    expect(named.none).toBeLessThan(40);
  });

  test('by seat and value where one player differs, by column where several do', () => {
    const moved = (who: (id: number) => boolean) => replayCapture(record(12, { ticks: 300 }).file, faulty((world) => {
      const there = world.players.filter((player) => player !== null);
      if (world.tick < 100 || there.length < 3) return;
      for (const player of there) if (who(player.id)) player.y += 1 / 16;
    }));
    for (const seat of [0, 1, 2, 3]) {
      expect(moved((id) => id === seat)).toMatchObject({ kind: 'differs', field: `players[${seat}].y`, value: 100.0625 });
    }
    expect(moved(() => true)).toMatchObject({ kind: 'differs', field: 'players[].y', value: undefined });
  });

  test('where a rule changed: all fields of the tick', () => {
    const faster = changed({
      step: (world, inputs, emit) => {
        inputs[0]?.forEach(({ input }) => { if (world.players[0]) world.players[0].x += input.move / 16; });
        toy.step(world, inputs, emit);
      },
    });
    const result = replayCapture(file, faster);
    expect(result).toMatchObject({ kind: 'differs', field: 'players[0].x' });
  });

  test('where the world has other fields than it had', () => {
    const grown = changed({ join: (world, seat, who) => { toy.join(world, seat, who); Object.assign(world.players[seat]!, { heat: 5 }); } });
    expect(replayCapture(file, grown)).toMatchObject({ kind: 'differs', field: expect.stringMatching(/^players\[\d?\]\.heat$/) });
    const shrunk = changed({ join: (world, seat) => { world.players[seat] = { id: seat, x: 2000, y: 100 } as never; } });
    expect(replayCapture(file, shrunk)).toMatchObject({ kind: 'differs', field: expect.stringMatching(/^players\[\d?\]\.spawns$/) });
  });
});

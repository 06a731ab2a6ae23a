// In: matches of a toy room type, recorded. Out: proof that captures re-run, and that faults are named. Run by: vitest.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaptureRecorder } from '../../server/netcode/capture-recorder.ts';
import { openCapture } from '../../shared/netcode/capture-format.ts';
import { replayCapture } from '../../shared/netcode/capture-replay.ts';
import { nextInt, seedRandom } from '../../shared/sim/random.ts';
import { toy, type ToyWorld } from '../support/toy-room.ts';

const label = { roomId: 'r', startedAt: '2026-01-01' };
const profile = { name: 'ann', team: 0, bot: false };

/** Plays `ticks` ticks with random joins, leaves and bursts of inputs, from one seed. */
function record(seed: number, ticks: number, startAfter = 0) {
  const random = seedRandom(seed);
  const world = toy.createWorld({}, seed);
  const clocks = [0, 0, 0, 0];
  let recorder = new CaptureRecorder(toy, world, label);
  for (let n = 0; n < ticks; n++) {
    if (n === startAfter) recorder = new CaptureRecorder(toy, world, label);
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
  return { file: recorder.finish('test over'), world };
}

const known = (name: string) => (name === 'toy' ? toy : undefined);
const faulty = (step: (world: ToyWorld) => void) => () => (
  { ...toy, step: (...args: Parameters<typeof toy.step>) => { toy.step(...args); step(args[0]); } }
);

describe('captures', () => {
  test('a match re-runs to the same world, from its start or from the middle of a room\'s life', () => {
    fc.assert(fc.property(fc.integer(), fc.integer({ min: 1, max: 400 }), (seed, ticks) => {
      expect(replayCapture(record(seed, ticks).file, known)).toMatchObject({ kind: 'same', ticks, reason: 'test over' });
      expect(replayCapture(record(seed, ticks, ticks >> 1).file, known)).toMatchObject({ kind: 'same', ticks: ticks - (ticks >> 1) });
    }), { numRuns: 30 });
  });

  test.each([1, 37, 60, 299])('a step that goes wrong at tick %i is named, with the field', (tick) => {
    const { file } = record(11, 300);
    expect(replayCapture(file, faulty((world) => { if (world.tick === tick) world.wind++; })))
      .toMatchObject({ kind: 'differs', tick, field: 'wind' });
  });

  test('a player moved by a sixteenth is named by column and seat', () => {
    const { file } = record(12, 300);
    const moved = replayCapture(file, faulty((world) => {
      const player = world.players.find((p) => p !== null);
      if (world.tick >= 200 && player) player.y += 1 / 16;
    }));
    expect(moved).toMatchObject({ kind: 'differs', tick: 200, field: 'players[3].y' });
  });

  test('damaged, cut and foreign files are refused with a reason and never throw', () => {
    const { file } = record(13, 120);
    expect(replayCapture(file.subarray(0, file.length - 30), known).kind).toBe('unreadable');
    expect(replayCapture(file, () => undefined)).toEqual({ kind: 'unreadable', reason: 'there is no room type "toy"' });
    expect(openCapture(new Uint8Array(0)).ok).toBe(false);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(replayCapture(bytes, known).kind).toBe('unreadable');
    }));
    fc.assert(fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const damaged = file.slice();
      damaged[at]! ^= flip;
      replayCapture(damaged, known);
    }));
  });
});

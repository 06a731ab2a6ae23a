// In: a world of two on a line, patches by hand. Out: proof of how a whole world is predicted, corrected and drawn. Run by: vitest.
import { beforeEach, describe, expect, test } from 'vitest';
import { WorldPredictor, type BodyCorrection } from '../../client/netcode/world-predictor.ts';
import type { GameEvent, RoomType, TimedInput, World, WorldPlayer } from '../../shared/netcode/room-type.ts';
import { defineShape } from '../../shared/netcode/shape.ts';

interface Runner extends WorldPlayer { x: number; y: number; move: number; clock: number; spawns: number }
interface Line extends World { players: (Runner | null)[] }
interface Push { readonly move: number }
type Word = ({ readonly kind: 'ran'; readonly seat: number } | { readonly kind: 'told'; readonly seat: number }) & GameEvent;

/** Each moves by its input; whoever would pass the other on the right stops there. */
const line: RoomType<Line, Push, Word, object> = {
  name: 'line', tickHz: 60, patchTicks: 3, seatsMax: 2, matchBy: [], neutralInput: { move: 0 }, unhashed: [],
  input: defineShape<Push>({ move: { kind: 'int8' } }),
  events: { ran: defineShape({ seat: { kind: 'uint8' } }), told: defineShape({ seat: { kind: 'uint8' } }) },
  replication: { root: ['tick'], collections: { players: ['id', 'x', 'y', 'move', 'clock', 'spawns'] } },
  interpolation: {},
  parseOptions: () => ({ ok: true, value: {} }),
  createWorld: () => ({ tick: 0, players: [null, null] }),
  matchOf: () => 0,
  join: () => {},
  leave: () => {},
  step(world, inputs, emit) {
    inputs.forEach((list, seat) => list?.forEach(({ input, clock }) => {
      const player = world.players[seat]!;
      Object.assign(player, { move: input.move, clock, x: player.x + input.move });
      emit({ kind: 'ran', seat });
      emit({ kind: 'told', seat });
    }));
    const [left, right] = world.players;
    if (left && right && left.x > right.x) left.x = right.x;
    world.tick++;
  },
  predict: () => {},
  worldPrediction: {
    repeated: (world, seat) => (world.players[seat] === null ? undefined : { move: world.players[seat]!.move }),
    bodies: ['players'], shownAtOnce: ['ran'], unseen: [],
  },
  botsWanted: () => ({ count: 0, level: '' }),
};

const runner = (id: number, x: number, move = 0): Runner => ({ id, x, y: 0, move, clock: 0, spawns: 1 });
const at = (tick: number, own: number, other: number, move = 0): Line => ({ tick, players: [runner(0, own), runner(1, other, move)] });

let predictor: WorldPredictor<Push>;
let world: Line;
let told: string[];
let moved: BodyCorrection[];
const link = (ackLag: number, skipped = 0) => ({ ackLag, skipped });
const tick = (move: number) => predictor.predict(world, 0, { move }, 0, (event) => told.push(`${event.kind} ${(event as Word).seat}`));
/** The server's word, taken over as adopting does it: into the same objects. */
function patch(truth: Line, ackLag: number, skipped = 0): void {
  world.tick = truth.tick;
  truth.players.forEach((player, seat) => { world.players[seat] = player === null ? null : Object.assign(world.players[seat] ?? {}, player) as Runner; });
  predictor.takeClocks(truth.tick, () => ({ name: '', driver: 0, ackLag, skipped }));
  predictor.reconcile(world, 0, link(ackLag, skipped));
}
function drawn(alpha = 1): (number | undefined)[] {
  const shown = structuredClone(world);
  predictor.draw(world, shown, alpha);
  return shown.players.map((player) => player?.x);
}

beforeEach(() => {
  predictor = new WorldPredictor<Push>(line as never);
  predictor.restart(0);
  told = [];
  moved = [];
  predictor.onCorrection = (correction) => moved.push(correction);
  world = at(10, 100, 500, 4);
  patch(world, 10);
});

describe('ahead of the server', () => {
  test('own inputs run at once, the others repeat their last one, and the world is its ticks ahead', () => {
    for (let n = 0; n < 5; n++) tick(2);
    expect(world).toMatchObject({ tick: 15, players: [{ x: 110 }, { x: 520 }] });
    expect(predictor.pendingCount).toBe(5);
  });

  test('bodies stand between two ticks as far as the time is', () => {
    tick(2);
    expect([drawn(0), drawn(0.5), drawn(1)]).toEqual([[100, 500], [101, 502], [102, 504]]);
  });

  test('own events that are named show, each once; everybody else\'s wait for the server', () => {
    tick(1);
    tick(1);
    patch(at(11, 100, 504, 4), 11);
    expect(told).toEqual(['ran 0', 'ran 0']);
  });
});

describe('a patch', () => {
  test('that says what was predicted changes nothing', () => {
    for (let n = 0; n < 6; n++) tick(2);
    patch({ tick: 13, players: [{ ...runner(0, 106, 2), clock: 2 }, runner(1, 512, 4)] }, 10);
    expect(world).toMatchObject({ tick: 16, players: [{ x: 112 }, { x: 524 }] });
    expect(moved.map(({ px }) => px)).toEqual([0, 0]);
    expect([predictor.pendingCount, predictor.log.compared, predictor.log.mispredicted]).toEqual([3, 1, 0]);
  });

  test('in which another turned round moves them where they will be, but not what is drawn: that glides', () => {
    for (let n = 0; n < 6; n++) tick(0);
    const before = drawn();
    patch({ tick: 13, players: [{ ...runner(0, 100), clock: 2 }, runner(1, 500, -4)] }, 10);
    expect(world.players[1]!.x).toBe(488);
    expect(moved).toEqual([{ collection: 'players', id: 0, px: 0 }, { collection: 'players', id: 1, px: 36 }]);
    expect(drawn()).toEqual(before);
    predictor.smooth(70);
    expect(drawn()[1]).toBeGreaterThan(500);
    expect(drawn()[1]).toBeLessThan(510);
    predictor.smooth(1_000);
    expect(drawn()[1]).toBeCloseTo(488, 1);
    expect([predictor.log.correctionCount, predictor.log.mispredicted]).toEqual([0, 0]);
  });

  test('that another\'s doing changes the own player by is a correction, no fault', () => {
    for (let n = 0; n < 6; n++) tick(80);
    expect(world.players[0]!.x).toBe(world.players[1]!.x);
    patch({ tick: 13, players: [{ ...runner(0, 300, 80), clock: 2 }, runner(1, 300, 0)] }, 10);
    expect(world.players[0]!.x).toBe(300);
    expect([predictor.log.mispredicted, predictor.log.correctionCount, predictor.log.faultCount]).toEqual([1, 1, 0]);
    expect(predictor.log.recentPxMax(13)).toBe(224);
  });

  test('that differs in the own player alone is a fault of the prediction', () => {
    for (let n = 0; n < 6; n++) tick(2);
    patch({ tick: 13, players: [{ ...runner(0, 105, 2), clock: 2 }, { ...runner(1, 512, 4), clock: 2 }] }, 10);
    expect([predictor.log.mispredicted, predictor.log.faultCount, predictor.log.corrections]).toEqual([1, 1, [1]]);
  });

  test('that leaps is not glided over', () => {
    tick(0);
    patch({ tick: 11, players: [{ ...runner(0, 100), clock: 0 }, { ...runner(1, 440, 0), spawns: 2 }] }, 10);
    expect(drawn()[1]).toBe(440);
    for (let n = 0; n < 3; n++) tick(0);
    patch({ tick: 14, players: [{ ...runner(0, 100), clock: 3 }, { ...runner(1, 900, 0), spawns: 2 }] }, 10);
    expect(drawn()[1]).toBe(900);
  });

  test('that drops inputs sets the own clock back', () => {
    const clocks: number[] = [];
    const step = line.step;
    const type = { ...line, step: (w: Line, inputs: readonly (readonly TimedInput<Push>[] | undefined)[], emit: (event: Word) => void) => { clocks.push(inputs[0]?.[0]?.clock ?? -1); step(w, inputs, emit); } };
    predictor = new WorldPredictor<Push>(type as never);
    predictor.restart(0);
    for (let n = 0; n < 4; n++) tick(1);
    clocks.length = 0;
    patch(at(12, 101, 508, 4), 10, 1);
    expect(clocks).toEqual([1, 2]);
  });
});

test('somebody who leaves is forgotten, and who comes back is where the server says', () => {
  tick(0);
  patch({ tick: 11, players: [runner(0, 100), null] }, 10);
  expect(drawn()).toEqual([100, undefined]);
  patch({ tick: 12, players: [runner(0, 100), runner(1, 700)] }, 11);
  expect(drawn()).toEqual([100, 700]);
});

test('without an own player nothing is predicted, and inputs in flight are capped', () => {
  for (let n = 0; n < 200; n++) tick(1);
  expect(predictor.pendingCount).toBe(128);
  patch({ tick: 300, players: [null, runner(1, 30)] }, 290);
  expect(drawn()).toEqual([undefined, 30]);
  expect(() => new WorldPredictor({ ...line, worldPrediction: undefined } as never)).toThrow(/does not say/);
});

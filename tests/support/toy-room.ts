// In: nothing. Out: the smallest room type: movers on a line, for tests of the netcode. Run by: tests.
import type { GameEvent, RoomType, World, WorldPlayer } from '../../shared/netcode/room-type.ts';
import { defineShape } from '../../shared/netcode/shape.ts';
import { nextInt, seedRandom, type RandomState } from '../../shared/sim/random.ts';

export interface ToyPlayer extends WorldPlayer { x: number; y: number; spawns: number }
export interface ToyWorld extends World { players: (ToyPlayer | null)[]; random: RandomState; wind: number; round: number }
export interface ToyInput { readonly move: number; readonly aim: number }
export type ToyEvent = { readonly kind: 'step'; readonly seat: number } & GameEvent;

/** Moves by whole sixteenths; the wind, drawn from the world's generator, moves nobody but shows in the hash. */
export const toy: RoomType<ToyWorld, ToyInput, ToyEvent, object> = {
  name: 'toy', tickHz: 60, patchTicks: 3, seatsMax: 4, matchBy: [],
  input: defineShape<ToyInput>({ move: { kind: 'int8' }, aim: { kind: 'uint16' } }),
  neutralInput: { move: 0, aim: 0 },
  events: { step: defineShape({ seat: { kind: 'uint8' } }) },
  replication: { root: ['tick'], collections: { players: ['id', 'x', 'y', 'spawns'] } },
  interpolation: { players: { x: 'linear', y: 'linear' } },
  unhashed: [],
  parseOptions: () => ({ ok: true, value: {} }),
  createWorld: (_config, seed) => ({ tick: 0, players: [null, null, null, null], random: seedRandom(seed), wind: 0, round: 0 }),
  matchOf: (world) => world.round,
  join: (world, seat) => { world.players[seat] = { id: seat, x: 2000, y: 100, spawns: 1 }; },
  leave: (world, seat) => { world.players[seat] = null; },
  step(world, inputs, emit) {
    inputs.forEach((list, seat) => list?.forEach((timed) => toy.predict(world, seat, timed, emit)));
    world.wind = nextInt(world.random, 1000);
    world.tick++;
  },
  predict(world, seat, { input }, emit) {
    const player = world.players[seat];
    if (player === null || player === undefined) return;
    player.x += input.move / 16;
    if (input.move !== 0) emit({ kind: 'step', seat });
  },
  botsWanted: () => ({ count: 0, level: '' }),
};

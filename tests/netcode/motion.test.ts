// In: worlds whose items move, appear and go. Out: proof that who was there, who joins and who is sent all of it see the same numbers.
// Run by: vitest.
import { Decoder, Encoder, schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { adoptState, type DecodedState } from '../../client/netcode/adopt.ts';
import { Mirror } from '../../server/netcode/mirror.ts';
import { BitReader, BitWriter } from '../../shared/netcode/bit-stream.ts';
import type { Replication } from '../../shared/netcode/replication.ts';
import type { World } from '../../shared/netcode/room-type.ts';
import { motionFields, seatFields } from '../../shared/netcode/seat-state.ts';
import { nextInt, seedRandom } from '../../shared/sim/random.ts';

const position = () => t.quantized({ min: 0, max: 4095.9375, bits: 16 }).fullStateOnly();
const PlayerState = schema({ id: t.uint8(), x: position(), v: t.quantized({ min: -2048, max: 2047.9375, bits: 16 }).fullStateOnly(), aim: t.uint8().fullStateOnly(), hp: t.uint8() }, 'MotionPlayer');
const SeatState = schema(seatFields, 'MotionSeat');
const State = schema({ tick: t.uint32(), ...motionFields, seats: t.map(SeatState), players: t.map(PlayerState) }, 'MotionState');

const plan: Replication = {
  root: ['tick'],
  collections: { players: ['id', 'x', 'v', 'aim', 'hp'], shots: ['id', 'x', 'at'] },
  motion: [
    {
      collection: 'players', moves: true,
      fields: [
        { name: 'v', bits: 16, min: -2048, perUnit: 16 }, { name: 'x', bits: 16, min: 0, perUnit: 16, rate: { name: 'v', sec: 0.05 } },
        { name: 'aim', bits: 8, min: 0, perUnit: 1 },
      ],
    },
    { collection: 'shots', moves: false, fields: [{ name: 'x', bits: 16, min: 0, perUnit: 16 }, { name: 'at', bits: 12, min: 0, perUnit: 1, ago: true }] },
  ],
};

interface Shot { id: number; x: number; at: number }
interface Player { id: number; x: number; v: number; aim: number; hp: number }
interface Scene extends World { players: (Player | null)[]; shots: Shot[] }

const empty = (): Scene => ({ tick: 0, players: [], shots: [] });

/** What a world comes to on the way: shots sorted, absent players all alike. */
const seen = ({ tick, players, shots }: Scene) => ({
  tick, players: players.filter((player) => player !== null), shots: shots.toSorted((a, b) => a.id - b.id),
});

class Watcher {
  readonly #state = new State();
  readonly #decoder = new Decoder(this.#state);
  readonly #worlds = [empty(), empty()];

  take(bytes: Uint8Array): void {
    this.#decoder.decode(bytes);
    this.#adopt();
  }

  /** As the SDK takes the whole state a second time: what it does not name is gone. */
  takeAgain(bytes: Uint8Array): void {
    this.#decoder.decodeResync(bytes);
    this.#adopt();
  }

  #adopt(): void {
    for (const world of this.#worlds) adoptState(this.#state as unknown as DecodedState, world, plan);
  }

  get views() {
    return this.#worlds.map(seen);
  }
}

function changeAtRandom(world: Scene, random: ReturnType<typeof seedRandom>, ids: { next: number }): void {
  const chance = (of: number) => nextInt(random, of) === 0;
  world.tick += 3;
  for (let seat = 0; seat < 12; seat++) {
    const player = world.players[seat] ?? null;
    if (player === null || chance(40)) {
      world.players[seat] = chance(2) ? null : { id: seat, x: nextInt(random, 65_536) / 16, v: 0, aim: 0, hp: 100 };
      continue;
    }
    if (chance(5)) player.v = (nextInt(random, 65_536) - 32_768) / 16;
    player.x = chance(30) ? nextInt(random, 65_536) / 16 : Math.min(4095.9375, Math.max(0, Math.round((player.x + player.v * 0.05) * 16) / 16));
    if (chance(2)) player.aim = (player.aim + nextInt(random, 21) + 246) % 256;
    if (chance(20)) player.hp = nextInt(random, 256);
  }
  world.shots = world.shots.filter(() => !chance(9));
  for (let n = nextInt(random, 6); n > 0; n--) {
    ids.next = (ids.next + (chance(20) ? 500 : 1)) % 65_536;
    world.shots.push({ id: ids.next, x: nextInt(random, 65_536) / 16, at: Math.max(0, world.tick - nextInt(random, 3)) });
  }
}

test.each([1, 2, 3, 4, 5, 6])('who was there, who joins late and who is sent the whole state see the very same (seed %i)', (seed) => {
  const random = seedRandom(seed);
  const state = new State();
  const mirror = new Mirror(state, plan, { players: PlayerState });
  const encoder = new Encoder(state);
  const world = empty();
  const ids = { next: 65_000 };
  const watchers: Watcher[] = [];
  const behind = new Watcher();
  for (let patch = 0; patch < 400; patch++) {
    changeAtRandom(world, random, ids);
    mirror.copy(world);
    const bytes = encoder.encode().slice();
    encoder.discardChanges();
    for (const watcher of watchers) watcher.take(bytes);
    if (patch % 50 === 0) {
      const joined = new Watcher();
      joined.take(encoder.encodeAll().slice());
      watchers.push(joined);
    }
    if (patch === 0) behind.take(encoder.encodeAll().slice());
    else if (patch % 70 === 0) behind.takeAgain(encoder.encodeAll().slice());
    else if (patch % 70 < 30) behind.take(bytes);
    for (const watcher of watchers) for (const view of watcher.views) expect(view, `seed ${seed}, patch ${patch}`).toEqual(seen(world));
    if (patch % 70 < 30) for (const view of behind.views) expect(view, `seed ${seed}, patch ${patch}, behind`).toEqual(seen(world));
  }
});

test('a patch of another stream is refused, not half taken for the truth', () => {
  const encoded = (count: number) => {
    const state = new State();
    const mirror = new Mirror(state, plan, { players: PlayerState });
    const encoder = new Encoder(state);
    const world = { ...empty(), players: Array.from({ length: count }, (_, id) => ({ id, x: 1, v: 0, aim: 0, hp: 1 })) };
    mirror.copy(world);
    const whole = encoder.encodeAll().slice();
    encoder.discardChanges();
    for (const player of world.players) player.x = 99;
    world.tick = 3;
    mirror.copy(world);
    return { whole, patch: encoder.encode().slice() };
  };
  const watcher = new Watcher();
  watcher.take(encoded(1).whole);
  expect(() => watcher.take(encoded(9).patch)).toThrow('does not fit');
});

test('bits come back as they were written, whatever their number', () => {
  const random = seedRandom(9);
  const written = Array.from({ length: 3_000 }, () => {
    const bits = 1 + nextInt(random, 32);
    return { bits, value: Math.floor((nextInt(random, 2 ** 30) / 2 ** 30) * 2 ** bits), order: nextInt(random, 15) };
  });
  const writer = new BitWriter();
  for (const { bits, value, order } of written) {
    writer.write(value, bits);
    writer.golomb(value & 0xffff, order);
  }
  const reader = new BitReader(writer.take());
  for (const { bits, value, order } of written) {
    expect(reader.read(bits)).toBe(value);
    expect(reader.golomb(order)).toBe(value & 0xffff);
  }
  expect(reader.isDone).toBe(true);
});

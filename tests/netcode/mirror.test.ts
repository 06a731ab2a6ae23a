// In: worlds that change. Out: proof that the schema follows by name, that only changes travel, that nothing leaks. Run by: vitest.
import { Decoder, Encoder, schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { Mirror } from '../../server/netcode/mirror.ts';
import type { World } from '../../shared/netcode/room-type.ts';

const PlayerState = schema({ id: t.uint8(), x: t.quantized({ min: 0, max: 4095.9375, bits: 16 }), name: t.string() }, 'MirrorPlayer');
const State = schema({ tick: t.uint32(), players: t.map(PlayerState) }, 'MirrorState');
const plan = { root: ['tick'], collections: { players: ['id', 'x', 'name'] } };

interface Player { id: number; x: number; name: string; secret: string }

function linked() {
  const state = new State();
  const mirror = new Mirror(state, plan, { players: PlayerState });
  const encoder = new Encoder(state);
  const seen = new State();
  const decoder = new Decoder(seen);
  let joined = false;
  const patch = () => {
    const bytes = joined ? encoder.encode() : encoder.encodeAll();
    joined = true;
    const sent = Buffer.from(bytes);
    decoder.decode(sent);
    encoder.discardChanges();
    return sent;
  };
  return { mirror, patch, seen };
}

const world = (tick: number, players: (Player | null)[]): World => ({ tick, players });

test('what the client decodes is the very number that was simulated, and what is not in the plan never leaves', () => {
  const { mirror, patch, seen } = linked();
  mirror.copy(world(7, [null, { id: 1, x: 123.4375, name: 'ann', secret: 'hidden-word' }]));
  const bytes = patch();
  expect(seen.tick).toBe(7);
  expect(seen.players.get('1')?.x).toBe(123.4375);
  expect(bytes.toString('latin1')).not.toContain('hidden');
});

test('only what changed travels', () => {
  const { mirror, patch } = linked();
  const player = { id: 0, x: 10, name: 'ann', secret: '' };
  const w = world(0, [player, ...Array.from({ length: 20 }, (_, i) => ({ ...player, id: i + 1 }))]);
  mirror.copy(w);
  patch();
  mirror.copy(w);
  expect(patch().length).toBe(0);
  player.x = 11;
  mirror.copy(w);
  expect(patch().length).toBeLessThanOrEqual(6);
});

test('items come and go by id', () => {
  const { mirror, patch, seen } = linked();
  const ann = { id: 0, x: 1, name: 'ann', secret: '' };
  const bob = { id: 5, x: 2, name: 'bob', secret: '' };
  mirror.copy(world(1, [ann, bob]));
  patch();
  mirror.copy(world(2, [null, bob]));
  patch();
  expect([...seen.players.keys()]).toEqual(['5']);
  mirror.copy(world(3, [{ ...ann, name: 'eve' }, bob]));
  patch();
  expect(seen.players.get('0')?.name).toBe('eve');
});

test('a state without a collection of the plan is a broken declaration', () => {
  expect(() => new Mirror(new State(), { root: [], collections: { rockets: [] } }, { rockets: PlayerState })).toThrow(/rockets/);
});

// In: patches of a small state, made by the base's own encoder. Out: proof that a patch's bytes are all in some field, but for
// those that say which structure comes next. Run by: vitest.
import { Decoder, Encoder, schema, t, type Schema } from '@colyseus/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { meterFields, type PatchParts } from '../../client/bots/field-bytes.ts';

const Seat = schema({ name: t.string(), x: t.number(), score: t.uint16() }, 'MeteredSeat');
const State = schema({ tick: t.uint32(), phase: t.uint8(), seats: t.map(Seat) }, 'MeteredState');

/** As the SDK has it, as far as it is looked at. */
function pair(): { readonly state: InstanceType<typeof State>; readonly seen: InstanceType<typeof State>; readonly parts: PatchParts; patch(): { bytes: number; switches: number } } {
  const state = new State();
  const encoder = new Encoder(state as Schema);
  const seen = new State();
  const decoder = new Decoder(seen as Schema);
  decoder.decode(encoder.encodeAll());
  encoder.discardChanges();
  const parts = meterFields({ serializer: { decoder } } as unknown as Parameters<typeof meterFields>[0]);
  return {
    state, seen, parts,
    patch: () => {
      // Framing is what the base reads itself, outside of every field: counted where it looks structures up.
      let switches = 0;
      const { refs } = decoder.root;
      const get = refs.get.bind(refs);
      refs.get = (id) => {
        const { stack = '' } = new Error('who asks');
        if (/Decoder\.decode\b/.test(stack.split('\n')[2] ?? '')) switches++;
        return get(id);
      };
      const bytes = encoder.encode();
      decoder.decode(bytes.slice());
      encoder.discardChanges();
      refs.get = get;
      return { bytes: bytes.length, switches };
    },
  };
}

const sum = (parts: PatchParts): number => [...parts.fields.values()].reduce((all, bytes) => all + bytes, 0);

test('fields of the root alone take all bytes of a patch', () => {
  const { state, parts, patch } = pair();
  state.tick = 77_000;
  state.phase = 3;
  const { bytes } = patch();
  expect(Object.fromEntries(parts.fields)).toEqual({ 'MeteredState.tick': 5, 'MeteredState.phase': 2 });
  expect([parts.patches, parts.bytes, sum(parts)]).toEqual([1, bytes, bytes]);
});

test('whatever changes, the bytes of fields and the names of structures are the patch, and what is decoded is what was said', () => {
  const change = fc.record({ seat: fc.integer({ min: 0, max: 5 }), field: fc.constantFrom('name', 'x', 'score', 'tick', 'leave'), value: fc.integer({ min: 0, max: 60_000 }) });
  fc.assert(fc.property(fc.array(fc.array(change, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 }), (patches) => {
    const { state, seen, parts, patch } = pair();
    let framing = 0;
    for (const changes of patches) {
      for (const { seat, field, value } of changes) apply(state, seat, field, value);
      // One byte that says so, and the number of the structure: one byte for the first 128.
      framing += patch().switches * 2;
    }
    expect(sum(parts) + framing).toBe(parts.bytes);
    expect(parts.patches).toBe(patches.length);
    expect(seen.toJSON()).toEqual(state.toJSON());
    for (const name of parts.fields.keys()) expect(name).toMatch(/^(MeteredState\.(tick|seats)|MeteredSeat\.(name|x|score)|MapSchema)$/);
  }));
});

test('a decoder without a meter is not counted, although it shares the classes', () => {
  const metered = pair();
  const encoder = new Encoder(metered.state as Schema);
  const other = new State();
  new Decoder(other as Schema).decode(encoder.encodeAll());
  expect([metered.parts.patches, sum(metered.parts)]).toEqual([0, 0]);
});

function apply(state: InstanceType<typeof State>, seat: number, field: string, value: number): void {
  if (field === 'tick') {
    state.tick = value;
    return;
  }
  const key = String(seat);
  if (field === 'leave') {
    state.seats.delete(key);
    return;
  }
  const player = state.seats.get(key) ?? new Seat();
  if (!state.seats.has(key)) state.seats.set(key, player);
  if (field === 'name') player.name = `player ${value}`;
  else if (field === 'x') player.x = value;
  else player.score = value;
}

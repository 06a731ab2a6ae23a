// In: worlds. Out: proof that every column counts, by name. Run by: vitest.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ColumnHasher } from '../../shared/sim/hash.ts';

const totalOf = (world: object) => {
  const hasher = new ColumnHasher();
  hasher.hash(world);
  return hasher.total;
};
const hash = (world: object, skip: string[] = []) => {
  const hasher = new ColumnHasher(skip);
  const hashes = hasher.hash(world);
  return Object.fromEntries(hasher.names.map((name, i) => [name, hashes[i]]));
};

test('a difference has the name of its column', () => {
  const world = (x: number) => ({ tick: 1, players: [{ x: 0.5, y: 2 }, null, { x, y: 3 }], random: { a: 5 } });
  const one = hash(world(1.25));
  const two = hash(world(1.3125));
  expect(Object.keys(one).filter((name) => one[name] !== two[name])).toEqual(['players[].x']);
});

test('key order does not count, array order does, -0 is 0, skipped fields are left out', () => {
  expect(hash({ a: 1, b: 2 })).toEqual(hash({ b: 2, a: 1 }));
  expect(hash({ a: [1, 2] })).not.toEqual(hash({ a: [2, 1] }));
  expect(hash({ a: -0 })).toEqual(hash({ a: 0 }));
  expect(hash({ a: 1, cache: [1] }, ['cache'])).toEqual(hash({ a: 1, cache: [2] }, ['cache']));
});

test('any changed number, text, flag or length changes the whole', () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true, noDefaultInfinity: true }), (a, b) => {
    fc.pre(a !== b);
    expect(totalOf({ p: [{ x: a }] })).not.toBe(totalOf({ p: [{ x: b }] }));
  }));
  expect(totalOf({ s: 'ab' })).not.toBe(totalOf({ s: 'ba' }));
  expect(totalOf({ s: true })).not.toBe(totalOf({ s: false }));
  expect(totalOf({ s: [0] })).not.toBe(totalOf({ s: [0, 0] }));
});

test('what has no place in a world is refused by name', () => {
  expect(() => hash({ p: [{ x: Number.NaN }] })).toThrow(/p\[\]\.x/);
  expect(() => hash({ p: () => 1 })).toThrow(/p is a function/);
});

// In: seeds. Out: a million hostile frames and join requests, none of which throws or leaves a trace. Run by: vitest.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ServerError } from '@colyseus/core';
import { parseJoinRequest } from '../../server/netcode/join-request.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { roomTypeNamed, ROOM_TYPE_NAMES } from '../../shared/rooms/index.ts';
import { fuzzFrames } from './frame-fuzz.ts';

const FRAMES_PER_RUN = 2_000;
const RUNS = 500;

test.each(ROOM_TYPE_NAMES)('a million frames at a match of %s: what is refused never changes a hash', (name) => {
  const refused: Record<string, number> = {};
  let taken = 0;
  fc.assert(fc.property(fc.integer(), (seed) => {
    const result = fuzzFrames(roomTypeNamed(name)!, seed, FRAMES_PER_RUN);
    taken += result.taken;
    for (const [reason, count] of Object.entries(result.refused)) refused[reason] = (refused[reason] ?? 0) + count;
  }), { numRuns: Math.ceil(RUNS / ROOM_TYPE_NAMES.length) });
  const kinds = Object.entries(refused).filter(([, count]) => count > 0).map(([reason]) => reason).sort();
  expect(kinds).toEqual(['bounds', 'empty', 'length', 'opcode', 'rate', 'shape', 'text']);
  expect(taken).toBeGreaterThan((RUNS / ROOM_TYPE_NAMES.length) * FRAMES_PER_RUN * 0.05);
}, 120_000);

const hostileKey = fc.oneof(fc.constantFrom('name', 'team', 'protocol', 'map', 'mode', '__proto__', 'constructor', 'toJSON', 'botsMin'), fc.string({ maxLength: 12 }));
const hostileBody = fc.oneof(
  fc.anything({ withBigInt: false, withMap: false }),
  fc.dictionary(hostileKey, fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(NaN, -0, Infinity, 1e308)), { maxKeys: 8 }),
);

test.each(ROOM_TYPE_NAMES)('a hundred thousand join requests for %s: taken clean, or refused in a sentence', (name) => {
  let taken = 0;
  const pollution = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
  fc.assert(fc.property(hostileBody, fc.boolean(), (body, named) => {
    const options = named && typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body, name: 'Ann' } : body;
    // What came over HTTP went through JSON.
    const sent = JSON.parse(JSON.stringify(options) ?? 'null') as unknown;
    try {
      const { profile } = parseJoinRequest(roomTypeNamed(name)!, sent);
      taken++;
      expect([...profile.name].length).toBeLessThanOrEqual(LIMITS.nameLengthMax);
      expect([0, 1, 2]).toContain(profile.team);
      expect(profile.bot).toBe(false);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      expect(error.message).toMatch(/^[^\n]{5,200}$/);
    }
  }), { numRuns: Math.ceil(100_000 / ROOM_TYPE_NAMES.length) });
  expect(taken).toBeGreaterThan(0);
  expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(pollution);
}, 120_000);

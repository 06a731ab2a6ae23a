// In: seeds that found something once. Out: that they find nothing any more. Run by: vitest.
import { expect, test } from 'vitest';
import { gameRoomNamed } from '../../server/rooms/index.ts';
import { simulate } from './simulate.ts';

/** With what was wrong then. Stories change when the simulation does; the seed then tests something else as well. */
const PINNED: readonly (readonly [what: string, room: string, seed: number])[] = [
  ['a new player predicted from the place of the bot that had the seat in the patch before', 'arena', 8],
  ['inputs behind a return were predicted with the count of dropped inputs from before it, a clock off', 'arena', 11],
];

test.each(PINNED)('%s (%s, seed %i)', (_what, room, seed) => {
  const { finding } = simulate({ definition: gameRoomNamed(room)!, seed, players: 4, forMs: 20_000 });
  expect(finding).toBeUndefined();
});

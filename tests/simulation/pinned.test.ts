// In: seeds that found something once. Out: that they find nothing any more. Run by: vitest.
import { expect, test } from 'vitest';
import { gameRoomNamed } from '../../server/rooms/index.ts';
import { simulate } from './simulate.ts';

interface Pinned {
  /** What was wrong then. Stories change when the simulation does; the seed then tests something else as well. */
  readonly what: string;
  readonly room: string;
  readonly seed: number;
  readonly players: number;
  readonly sec: number;
}

const PINNED: readonly Pinned[] = [
  { what: 'a new player predicted from the place of the bot that had the seat in the patch before', room: 'arena', seed: 8, players: 4, sec: 20 },
  { what: 'inputs behind a return were predicted with the count of dropped inputs from before it, a clock off', room: 'arena', seed: 11, players: 4, sec: 20 },
  { what: 'an input that the server had on the other side of a kick-off counted as a fault of the prediction', room: 'ball', seed: 758, players: 8, sec: 30 },
  { what: 'what an input was predicted to do that the server dropped counted as a fault of the prediction', room: 'ball', seed: 851, players: 8, sec: 30 },
];

test.each(PINNED)('$what ($room, seed $seed)', ({ room, seed, players, sec }) => {
  const { finding } = simulate({ definition: gameRoomNamed(room)!, seed, players, forMs: sec * 1_000 });
  expect(finding).toBeUndefined();
});

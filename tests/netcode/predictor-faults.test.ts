// In: a toy world, and a server's word on it. Out: proof that wrong predictions and others' doing are told apart. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { Predictor } from '../../client/netcode/predictor.ts';
import type { AnyRoomType } from '../../shared/netcode/room-type.ts';
import { toy, type ToyWorld } from '../support/toy-room.ts';

/** Predicts ten inputs of one px each; the server's word comes after the first five, changed by `told`. */
function reconciled(told: (player: { x: number; spawns: number }) => void): { compared: number; mispredicted: number; faults: readonly number[] } {
  const predictor = new Predictor(toy as AnyRoomType);
  const world = toy.createWorld({}, 1);
  toy.join(world, 0, { name: 'Ann', team: 0, bot: false });
  const start = { ...world.players[0]! };
  predictor.restart(0);
  predictor.reconcile(world, 0, { ackLag: 0, skipped: 0 }, null);
  for (let n = 0; n < 10; n++) predictor.predict(world, 0, { move: 16, aim: 0 }, 0, () => {});
  const before = { ...world.players[0]! };
  const server: ToyWorld = { ...world, tick: 5, players: [{ ...start, x: start.x + 5 }, null, null, null] };
  told(server.players[0]!);
  predictor.reconcile(server, 0, { ackLag: 0, skipped: 0 }, before);
  return { compared: predictor.log.compared, mispredicted: predictor.log.mispredicted, faults: predictor.log.faults };
}

describe('a patch', () => {
  test('that says what was predicted is compared, and nothing more', () => {
    expect(reconciled(() => {})).toEqual({ compared: 1, mispredicted: 0, faults: [] });
  });

  test('with another place for the same inputs is a fault, as large as the place is off', () => {
    expect(reconciled((player) => { player.x += 2 / 16; })).toEqual({ compared: 1, mispredicted: 1, faults: [2 / 16] });
  });

  test('with a change that no input of ours ever made is somebody else\'s doing, however far it moved us', () => {
    expect(reconciled((player) => {
      player.x += 400;
      player.spawns++;
    })).toEqual({ compared: 1, mispredicted: 1, faults: [] });
  });
});

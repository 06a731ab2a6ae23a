// In: planted faults. Out: proof that the simulation catches each, by its invariant and field. Run by: vitest.
import { expect, test } from 'vitest';
import { gameRoomNamed } from '../../server/rooms/index.ts';
import { faultsOf, ruleFaultsOf, type Fault } from './faults.ts';
import { simulate } from './simulate.ts';

/** A fault may need somebody to drop out or to leave before it shows. */
const SEEDS = 12;

function firstFinding(room: string, fault: Fault | undefined, seeds = SEEDS) {
  for (let seed = 1; seed <= seeds; seed++) {
    const { finding } = simulate({ definition: gameRoomNamed(room)!, seed, players: 4, forMs: 15_000, fault });
    if (finding !== undefined) return finding;
  }
  return undefined;
}

const planted = [
  ...faultsOf('arena').map((fault) => ['arena', fault.name, fault] as const),
  ...ruleFaultsOf('ball').map((fault) => ['ball', fault.name, fault] as const),
];

test.each(planted)('%s: %s is caught', (room, _name, fault) => {
  const found = firstFinding(room, fault);
  expect(found, `nothing was found in seeds 1 to ${SEEDS}`).toBeDefined();
  expect(found).toMatchObject({ invariant: fault.expect.invariant, field: expect.stringMatching(fault.expect.field) });
});

test('without a fault nothing is found in the first of these seeds', () => {
  expect(firstFinding('arena', undefined, 3)).toBeUndefined();
});

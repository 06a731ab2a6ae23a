// In: planted faults. Out: proof that the simulation catches each, by its invariant and field. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { gameRoomNamed } from '../../server/rooms/index.ts';
import { FAULTS, roomFault, type Fault } from './faults.ts';
import { rulesFor } from './rooms/index.ts';
import { simulate } from './simulate.ts';

const SEEDS = 12;

/** The first finding of a few seeds: a fault may need somebody to drop out or to leave before it shows. */
function firstFinding(room: string, fault: Fault | undefined) {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { finding } = simulate({ definition: gameRoomNamed(room)!, seed, players: 4, forMs: 15_000, fault });
    if (finding !== undefined) return finding;
  }
  return undefined;
}

describe('a fault of the room or of its netcode', () => {
  test.each(FAULTS.map((fault) => [fault.name, fault] as const))('%s', (_name, fault) => {
    const found = firstFinding('arena', fault);
    expect(found, 'nothing was found').toBeDefined();
    expect(found).toMatchObject({ invariant: fault.expect.invariant, field: expect.stringMatching(fault.expect.field) });
  });
});

describe('a fault of the rules', () => {
  test.each(rulesFor('arena').faults.map((fault) => [fault.name, roomFault(fault)] as const))('%s', (_name, fault) => {
    const found = firstFinding('arena', fault);
    expect(found, 'nothing was found').toBeDefined();
    expect(found).toMatchObject({ invariant: fault.expect.invariant, field: expect.stringMatching(fault.expect.field) });
  });
});

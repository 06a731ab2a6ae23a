// In: nothing. Out: every room type's own invariants by its name. Run by: simulate. One line a room type that has some.
import { arenaRules } from './arena/rules.ts';
import { ballRules } from './ball/rules.ts';
import type { RoomRules } from './rules.ts';

const rules: Readonly<Record<string, RoomRules>> = { arena: arenaRules, ball: ballRules };

/** Those of a room type without a file of its own. */
const GENERIC: RoomRules = {
  options: () => ({}),
  watch: () => ({ beforeStep: () => {}, afterStep: () => {} }),
  counted: [],
  faults: [],
};

export function rulesFor(room: string): RoomRules {
  return rules[room] ?? GENERIC;
}

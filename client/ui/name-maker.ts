// In: nothing. Out: a friendly name for a player who types none. Run by: the menu.

const FIRST = ['Brisk', 'Calm', 'Dusty', 'Eager', 'Fabled', 'Gentle', 'Hasty', 'Iron', 'Jolly', 'Keen', 'Lucky', 'Molten', 'Noble', 'Quick', 'Rusty', 'Steady'];
const SECOND = ['Anvil', 'Bellows', 'Cobalt', 'Ember', 'Forge', 'Girder', 'Hammer', 'Ingot', 'Kiln', 'Ladle', 'Magnet', 'Piston', 'Rivet', 'Spark', 'Torch', 'Vise'];

/** At most 14 characters, so that every server takes it. */
export function makeName(): string {
  const pick = (words: readonly string[]) => words[Math.floor(Math.random() * words.length)] ?? 'Spark';
  return `${pick(FIRST)} ${pick(SECOND)}`;
}

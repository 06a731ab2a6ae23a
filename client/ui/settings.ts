// In: what the browser stored. Out: the player's settings, checked, and a way to change them. Run by: menu, HUD, scene, sound.

export interface Settings {
  readonly name: string;
  /** The game chosen last; empty at first. */
  readonly game: string;
  /** Last choices in the menu, by option; an option not named here takes any. */
  readonly choices: Readonly<Record<string, string>>;
  /** 0 to 1: everything, and the fight's own share of it. */
  readonly volume: number;
  readonly effects: number;
  /** No shake, no flashes, fewer particles. */
  readonly reducedMotion: boolean;
  readonly shake: boolean;
  /** Blue against orange, own side near white; rings differ in shape either way. */
  readonly colourSafe: boolean;
  /** The walking stick under the right thumb, the aiming one under the left. */
  readonly leftHanded: boolean;
  readonly keyHints: boolean;
  readonly netGraph: boolean;
}

const KEY = 'arbiter.settings';
const NAME_LENGTH_MAX = 16;
/** Options of a menu: a handful; what else lies in the store is not ours. */
const CHOICES_MAX = 8;
type Listener = (settings: Settings) => void;

const listeners = new Set<Listener>();
let current: Settings = load();

export function settings(): Settings {
  return current;
}

/** Changes some settings, stores them and tells everybody who listens. */
export function changeSettings(change: Partial<Settings>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Private windows may refuse storage; the settings then last as long as the page.
  }
  for (const listener of listeners) listener(current);
}

/** Answers how to stop listening. */
export function onSettings(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function load(): Settings {
  const stored = readStored();
  const prefersCalm = typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;
  const flag = (name: keyof Settings, otherwise: boolean) => (typeof stored[name] === 'boolean' ? stored[name] : otherwise);
  const part = (name: keyof Settings, otherwise: number) => {
    const value = stored[name];
    return typeof value === 'number' && value >= 0 && value <= 1 ? value : otherwise;
  };
  return {
    name: typeof stored['name'] === 'string' ? [...stored['name']].slice(0, NAME_LENGTH_MAX).join('') : '',
    game: typeof stored['game'] === 'string' ? stored['game'] : '',
    choices: choicesOf(stored['choices']),
    volume: part('volume', 0.6), effects: part('effects', 1),
    reducedMotion: flag('reducedMotion', prefersCalm), shake: flag('shake', true),
    colourSafe: flag('colourSafe', true), leftHanded: flag('leftHanded', false),
    keyHints: flag('keyHints', true), netGraph: flag('netGraph', false),
  };
}

function choicesOf(stored: unknown): Record<string, string> {
  if (typeof stored !== 'object' || stored === null) return {};
  const known = Object.entries(stored).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(known.slice(0, CHOICES_MAX));
}

function readStored(): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

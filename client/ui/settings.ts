// In: what the browser stored. Out: the player's settings, checked, and a way to change them. Run by: menu, HUD, scene, sound.

export interface Settings {
  readonly name: string;
  /** 0 to 1. */
  readonly volume: number;
  /** No shake, no flashes, fewer particles. */
  readonly reducedMotion: boolean;
  /** Blue against yellow, and rings of different shape. */
  readonly colourSafe: boolean;
  readonly netGraph: boolean;
}

const KEY = 'arbiter.settings';
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
  const reduced = typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    name: typeof stored.name === 'string' ? [...stored.name].slice(0, 16).join('') : '',
    volume: typeof stored.volume === 'number' && stored.volume >= 0 && stored.volume <= 1 ? stored.volume : 0.6,
    reducedMotion: typeof stored.reducedMotion === 'boolean' ? stored.reducedMotion : reduced,
    colourSafe: stored.colourSafe === true,
    netGraph: stored.netGraph === true,
  };
}

function readStored(): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

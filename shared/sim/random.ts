// In: a seed or a generator's four words. Out: whole numbers that are the same on every engine. Run by: steps and bots.

/** State of an sfc32 generator (Doty-Humphrey, PractRand): plain data, so a world can hold, hash and save it. */
export interface RandomState {
  a: number;
  b: number;
  c: number;
  d: number;
}

/** A generator from any whole number; different seeds give unrelated streams. */
export function seedRandom(seed: number): RandomState {
  const state = { a: seed | 0, b: 0x9e3779b9 | 0, c: 0x243f6a88 | 0, d: 1 };
  for (let i = 0; i < 12; i++) nextUint32(state);
  return state;
}

/** 0 to 2^32 - 1. */
export function nextUint32(s: RandomState): number {
  const t = (((s.a + s.b) | 0) + s.d) | 0;
  s.d = (s.d + 1) | 0;
  s.a = s.b ^ (s.b >>> 9);
  s.b = (s.c + (s.c << 3)) | 0;
  s.c = (s.c << 21) | (s.c >>> 11);
  s.c = (s.c + t) | 0;
  return t >>> 0;
}

/** 0 to below 1, in steps of 2^-32. */
export function nextFloat(s: RandomState): number {
  return nextUint32(s) / 0x100000000;
}

/** 0 to `below` - 1; the bias is under `below` / 2^32. */
export function nextInt(s: RandomState, below: number): number {
  return Math.floor(nextFloat(s) * below);
}

/** A well-mixed 32-bit number from up to three others: randomness that both ends derive instead of sending. */
export function mix32(x: number, y = 0, z = 0): number {
  let h = Math.imul(x ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(y + 0x7f4a7c15, 0xc2b2ae35) ^ Math.imul(z ^ 0x165667b1, 0x27d4eb2f);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

// In: a direction in 1/65536 turns. Out: its sine and cosine, and back from a vector, the same bits on every engine.
// Run by: steps, bots, the client's aim. Only + - * / and sqrt, which IEEE 754 fixes; Math.sin differs between engines.

/** Directions of a full turn. 0 looks right, a quarter looks down the screen (y grows downwards). */
export const TURN = 65_536;
const QUARTER = TURN / 4;
const HALF_PI = 1.5707963267948966;

const table = buildQuarter();

function buildQuarter(): Float64Array {
  const quarter = new Float64Array(QUARTER + 1);
  for (let i = 0; i <= QUARTER; i++) quarter[i] = taylorSine((i / QUARTER) * HALF_PI);
  quarter[QUARTER] = 1;
  return quarter;
}

/** Taylor's series to the 23rd power: below 1e-15 off within a quarter turn. */
function taylorSine(x: number): number {
  const square = x * x;
  let sum = 1;
  for (let n = 22; n >= 2; n -= 2) sum = 1 - (square / (n * (n + 1))) * sum;
  return x * sum;
}

/** @param direction a whole number; any turn. */
export function sineOf(direction: number): number {
  const d = direction & (TURN - 1);
  const step = d & (QUARTER - 1);
  switch (d >> 14) {
    case 0: return table[step]!;
    case 1: return table[QUARTER - step]!;
    case 2: return -table[step]!;
    default: return -table[QUARTER - step]!;
  }
}

export function cosineOf(direction: number): number {
  return sineOf(direction + QUARTER);
}

/** The direction nearest to a vector of any length, 0 to 65535; 0 for no length. */
export function directionOf(dx: number, dy: number): number {
  const ax = Math.abs(dx);
  const ay = Math.abs(dy);
  const length = Math.sqrt(ax * ax + ay * ay);
  if (length === 0) return 0;
  // Searching the smaller leg keeps to the steep half of the sine, where neighbours are far apart.
  const small = nearestStep((ax < ay ? ax : ay) / length);
  const step = ax < ay ? QUARTER - small : small;
  if (dx >= 0) return (dy >= 0 ? step : TURN - step) & (TURN - 1);
  return dy >= 0 ? 2 * QUARTER - step : 2 * QUARTER + step;
}

function nearestStep(sine: number): number {
  let low = 0;
  let high = QUARTER;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (table[middle]! <= sine) low = middle;
    else high = middle;
  }
  return sine - table[low]! <= table[high]! - sine ? low : high;
}

/** The shorter way from one direction to another, -32768 to 32767. */
export function turnBetween(from: number, to: number): number {
  return ((to - from + TURN / 2) & (TURN - 1)) - TURN / 2;
}

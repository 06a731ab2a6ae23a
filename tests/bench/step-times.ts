// In: a call at the start of every step of a room. Out: how late the steps were behind the room's own grid. Run by: hosts.

export interface Lateness {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly steps: number;
  /** Steps the grid had in that time. */
  readonly expected: number;
}

const stepped = new Map<object, number[]>();

/** The same measure for all entrants, taken where the step is called. */
export function noteStep(room: object): void {
  const times = stepped.get(room);
  if (times === undefined) stepped.set(room, [performance.now()]);
  else times.push(performance.now());
}

/** Notes every step of a room type from now on, by its world. */
export function timeSteps(roomType: { step(...args: never[]): void }): void {
  const { step } = roomType;
  Object.assign(roomType, {
    step: (...args: never[]) => {
      noteStep(args[0]!);
      step(...args);
    },
  });
}

export function resetSteps(): void {
  stepped.clear();
}

/** A step counts as lost, and the grid moves on, where so many following ones are all a tick or more behind. */
const LOST_AFTER = 60;

/** Lateness in milliseconds of every step behind the grid that its room's earliest step lies on. */
export function stepLateness(hz: number): Lateness {
  const late: number[] = [];
  let expected = 0;
  const tickMs = 1000 / hz;
  for (const times of stepped.values()) {
    const offsets = times.map((at, n) => at - n * tickMs);
    let first = Infinity;
    for (const offset of offsets) first = Math.min(first, offset);
    for (const [n, offset] of offsets.entries()) {
      const soonest = Math.min(...offsets.slice(n, n + LOST_AFTER));
      late.push(offset - first - Math.floor((soonest - first) / tickMs) * tickMs);
    }
    expected += Math.round((times.at(-1)! - times[0]!) / tickMs) + 1;
  }
  late.sort((a, b) => a - b);
  const at = (q: number) => late[Math.min(late.length - 1, Math.floor(q * late.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: late.at(-1) ?? 0, steps: late.length, expected };
}

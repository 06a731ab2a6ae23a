// In: rooms that want to be stepped at a rate. Out: steps on absolute deadlines, and what was late or lost. Run by: the process.

/** What the loop needs of a clock, so that tests can bring their own. */
export interface LoopClock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Runs `fn` once, not before `delayMs`; answers how to cancel it. */
  after(delayMs: number, fn: () => void): () => void;
}

export interface LoopTask {
  readonly tickHz: number;
  /** What its ticks are measured under: the room type. */
  readonly name?: string;
  /** One tick of simulation. */
  step(): void;
  /** The loop gave up `ticks` of this task's time after a long block. */
  onLost(ticks: number): void;
  /** A step threw; the task is already out of the loop. */
  onError(error: unknown): void;
}

export interface LoopStats {
  readonly tasks: number;
  /** Ticks run, made up late (more than one tick behind) and given up, since the start. */
  readonly ticks: number;
  readonly caughtUp: number;
  readonly lost: number;
  /** Lateness behind the grid over the last window, milliseconds. */
  readonly lateMsP50: number;
  readonly lateMsP99: number;
  readonly lateMsMax: number;
  /** Milliseconds since a tick last began; `undefined` without tasks. */
  readonly tickAgeMs: number | undefined;
}

/** Runs steps so that one which never ends can be ended: `run` throws then, and what ran is left where it was. */
export interface StepGuard {
  run(steps: () => void): void;
}

/** Told of every tick: how late it began, and how long it took. */
export type TickMeter = (name: string, lateMs: number, tookMs: number) => void;

interface Entry {
  readonly task: LoopTask;
  /** Which part of a tick this room's ticks begin in. */
  readonly slot: number;
  tickMs: number;
  startMs: number;
  /** Ticks of the grid gone by since startMs, run or given up. */
  count: number;
}

/** Lateness samples kept: at 60 Hz and 16 rooms about four seconds. */
const WINDOW = 4096;
/** New samples of a full window after which it is sorted anew. */
const SORT_EVERY = 512;
/** Wake-ups a second at full pace: a quarter of the rooms' ticks at 60 Hz begin in each, as a guard costs 0.1 ms a wake-up. */
const SLOTS_HZ = 240;
const SLOTS = 4;
const UNGUARDED: StepGuard = { run: (steps) => steps() };

const NODE_CLOCK: LoopClock = {
  now: () => performance.now(),
  after: (delayMs, fn) => {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  },
};

/**
 * One scheduler for all rooms of the process. Tick n of a room is due at start + n / tickHz, whatever happened to the
 * ticks before it: there is no interval to drift or to beat with. A blocked process makes up at most `catchUpTicksMax`
 * ticks a room; the rest is counted as lost, never silently dropped (stock rooms lose 14 of 78 ticks to a 300 ms stall).
 */
export class TickLoop {
  readonly #clock: LoopClock;
  readonly #guard: StepGuard;
  readonly #meter: TickMeter | undefined;
  readonly #catchUpTicksMax: number;
  readonly #entries: Entry[] = [];
  /** Entries of this wake-up that were not looked at yet, and the one whose task is running. */
  #waiting: Entry[] = [];
  #running: Entry | undefined;
  readonly #runWaiting = (): void => {
    for (let entry = this.#waiting.shift(); entry !== undefined; entry = this.#waiting.shift()) this.#runDue(entry);
  };
  /** Where the grid of slots begins. */
  #originMs: number;
  #pace = 1;
  readonly #lateMs = new Float64Array(WINDOW);
  #samples = 0;
  #sorted = new Float64Array(0);
  #sortedAt = 0;
  #cancel: (() => void) | undefined;
  #wakeMs = Infinity;
  #lastTickMs = 0;
  #added = 0;
  #ticks = 0;
  #caughtUp = 0;
  #lost = 0;

  constructor(options: { readonly catchUpTicksMax: number; readonly clock?: LoopClock; readonly guard?: StepGuard; readonly meter?: TickMeter }) {
    this.#clock = options.clock ?? NODE_CLOCK;
    this.#guard = options.guard ?? UNGUARDED;
    this.#meter = options.meter;
    this.#catchUpTicksMax = options.catchUpTicksMax;
    this.#originMs = this.#clock.now();
  }

  now(): number {
    return this.#clock.now();
  }

  /** Ticks a second as a share of what the rooms want: below 1 the process slows all of them alike. */
  get pace(): number {
    return this.#pace;
  }

  /** Takes effect at once: every room's next tick falls on a new grid. */
  setPace(pace: number): void {
    if (pace === this.#pace) return;
    this.#pace = pace;
    this.#originMs = this.#clock.now();
    for (const entry of this.#entries) this.#place(entry);
    this.#schedule();
  }

  /** Starts stepping `task`; rooms are spread over the tick so that they do not all fall due together. */
  add(task: LoopTask): () => void {
    const entry: Entry = { task, slot: this.#added++ % SLOTS, tickMs: 0, startMs: 0, count: 0 };
    this.#place(entry);
    this.#entries.push(entry);
    this.#lastTickMs = this.#clock.now();
    this.#schedule();
    return () => this.#remove(entry);
  }

  /** Puts the entry's next tick on the next moment of its slot. */
  #place(entry: Entry): void {
    const nowMs = this.#clock.now();
    const slotMs = 1000 / SLOTS_HZ / this.#pace;
    const rounds = Math.ceil((nowMs - this.#originMs) / (slotMs * SLOTS));
    entry.tickMs = 1000 / entry.task.tickHz / this.#pace;
    entry.startMs = this.#originMs + (rounds * SLOTS + entry.slot) * slotMs;
    entry.count = 0;
  }

  stats(): LoopStats {
    const kept = Math.min(this.#samples, WINDOW);
    const sorted = this.#sortedLateness(kept);
    const at = (q: number) => (kept === 0 ? 0 : sorted[Math.min(kept - 1, Math.floor(q * kept))]!);
    return {
      tasks: this.#entries.length,
      ticks: this.#ticks, caughtUp: this.#caughtUp, lost: this.#lost,
      lateMsP50: at(0.5), lateMsP99: at(0.99), lateMsMax: kept === 0 ? 0 : sorted[kept - 1]!,
      tickAgeMs: this.#entries.length === 0 ? undefined : this.#clock.now() - this.#lastTickMs,
    };
  }

  /** Every room asks once a second, and sorting all of the window took 0.3 ms of each: with fifty rooms their ticks came late. */
  #sortedLateness(kept: number): Float64Array {
    if (kept < WINDOW || this.#samples - this.#sortedAt >= SORT_EVERY) {
      this.#sorted = this.#lateMs.slice(0, kept).sort();
      this.#sortedAt = this.#samples;
    }
    return this.#sorted;
  }

  #remove(entry: Entry): void {
    const at = this.#entries.indexOf(entry);
    if (at >= 0) this.#entries.splice(at, 1);
    this.#schedule();
  }

  #schedule(): void {
    let dueMs = Infinity;
    for (const e of this.#entries) dueMs = Math.min(dueMs, e.startMs + e.count * e.tickMs);
    if (dueMs === this.#wakeMs && this.#cancel !== undefined) return;
    this.#cancel?.();
    this.#cancel = undefined;
    this.#wakeMs = dueMs;
    if (dueMs === Infinity) return;
    // Timers have whole milliseconds: rounding down and waking early would cost a second wake-up per tick.
    const delayMs = Math.max(0, Math.ceil(dueMs - this.#clock.now()));
    this.#cancel = this.#clock.after(delayMs, () => this.#wake());
  }

  #wake(): void {
    this.#cancel = undefined;
    this.#waiting = this.#entries.slice();
    try {
      while (this.#waiting.length > 0) this.#runGuarded();
    } finally {
      this.#schedule();
    }
  }

  /** A step that was ended from outside has unwound without a catch: whose it was is known by the mark it left. */
  #runGuarded(): void {
    this.#running = undefined;
    const waiting = this.#waiting.length;
    try {
      this.#guard.run(this.#runWaiting);
    } catch (error) {
      const entry = this.#running as Entry | undefined;
      if (entry === undefined) {
        // Between two steps nobody is to blame: a machine that paused the process used up the time. The others go on.
        if (this.#waiting.length < waiting) return;
        throw error;
      }
      this.#remove(entry);
      entry.task.onError(error);
    }
  }

  #runDue(entry: Entry): void {
    if (!this.#entries.includes(entry)) return;
    const nowMs = this.#clock.now();
    // The slack makes a tick that is due to the last bit count as due: floor() alone may say one less, and wake for ever.
    const due = Math.floor((nowMs - entry.startMs) / entry.tickMs + 1e-6) + 1 - entry.count;
    if (due <= 0) return;
    const run = Math.min(due, this.#catchUpTicksMax);
    this.#running = entry;
    if (due > run) {
      const lost = due - run;
      entry.count += lost;
      this.#lost += lost;
      entry.task.onLost(lost);
    }
    for (let n = 0; n < run; n++) {
      const startedMs = this.#clock.now();
      const lateMs = startedMs - (entry.startMs + entry.count * entry.tickMs);
      this.#lateMs[this.#samples++ % WINDOW] = lateMs;
      this.#lastTickMs = startedMs;
      entry.count++;
      this.#ticks++;
      if (n > 0) this.#caughtUp++;
      entry.task.step();
      this.#meter?.(entry.task.name ?? 'other', lateMs, this.#clock.now() - startedMs);
      if (!this.#entries.includes(entry)) break;
    }
    this.#running = undefined;
  }
}

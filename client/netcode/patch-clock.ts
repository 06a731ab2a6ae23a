// In: when each patch arrived. Out: the tick to draw the others at, moving smoothly. Run by: game-client, once a patch and a frame.

/** Arrivals looked back on: at 20 patches a second three seconds. */
const WINDOW = 60;
const DELAY_MS_MAX = 150;
/** Room above one patch interval even on a perfect link, for timers. */
const MARGIN_MS = 4;
/** The view may run this much faster or slower than time while it moves to a new delay: not seen, not heard. */
const SLEW = 0.02;
const SNAP_MS = 250;

/**
 * Ticks reach us late by the link's latency, which we need not know, plus jitter, which we measure: the earliest of
 * the last arrivals is the base, the lateness of the others against it is the jitter, and the view stays behind the base
 * by one patch interval plus the 95th percentile of it (Source's cl_interp, with the jitter measured instead of guessed).
 */
export class PatchClock {
  readonly #fullTickMs: number;
  readonly #patchTicks: number;
  #tickMs: number;
  /** Arrival minus the tick's own time, newest last. */
  #offsets: number[] = [];
  #arrivals: number[] = [];
  /** The smallest of the offsets. */
  #baseMs = 0;
  #newestTick = -1;
  #newestAtMs = 0;
  #delayMs: number;
  /** Milliseconds of local time at which tick 0 is drawn, by the slewed view. */
  #viewBaseMs: number | undefined;
  #lastMs = 0;
  /** Latest tick handed out: a link that has become slower holds the picture still, it never runs it backwards. */
  #shownTick = 0;
  #jitterMs = 0;
  #starved = 0;

  constructor(tickHz: number, patchTicks: number) {
    this.#fullTickMs = this.#tickMs = 1000 / tickHz;
    this.#patchTicks = patchTicks;
    this.#delayMs = this.#patchMs + MARGIN_MS;
  }

  /** Ticks take another time from now on. What was measured in the old time is forgotten; the view goes on where it is. */
  setPace(pace: number): void {
    this.#tickMs = this.#fullTickMs / pace;
    if (this.#newestTick < 0) return;
    this.#baseMs = this.#newestAtMs - this.#newestTick * this.#tickMs;
    this.#offsets = [this.#baseMs];
    this.#arrivals = [this.#newestAtMs];
    if (this.#viewBaseMs !== undefined) this.#viewBaseMs = this.#lastMs - this.#shownTick * this.#tickMs;
    this.#delayMs = Math.min(DELAY_MS_MAX, this.#patchMs + MARGIN_MS + this.#jitterMs);
  }

  get #patchMs(): number { return this.#patchTicks * this.#tickMs; }

  onPatch(tick: number, nowMs: number): void {
    if (tick < this.#newestTick) this.reset();
    this.#newestTick = tick;
    this.#newestAtMs = nowMs;
    this.#arrivals.push(nowMs);
    this.#offsets.push(nowMs - tick * this.#tickMs);
    if (this.#offsets.length > WINDOW) {
      this.#offsets.shift();
      this.#arrivals.shift();
    }
    const sorted = Float64Array.from(this.#offsets).sort();
    this.#baseMs = sorted[0]!;
    this.#jitterMs = sorted[Math.floor((sorted.length - 1) * 0.95)]! - this.#baseMs;
    this.#delayMs = Math.min(DELAY_MS_MAX, this.#patchMs + MARGIN_MS + this.#jitterMs);
  }

  reset(): void {
    this.#offsets = [];
    this.#arrivals = [];
    this.#newestTick = -1;
    this.#viewBaseMs = undefined;
    this.#shownTick = 0;
  }

  /**
   * The tick to draw others at, with a fraction; never beyond the newest patch, never less than before. Call with times
   * that do not decrease.
   */
  viewTick(nowMs: number): number {
    if (this.#offsets.length === 0) return Math.max(0, this.#newestTick);
    const target = this.#baseMs + this.#delayMs;
    if (this.#viewBaseMs === undefined || Math.abs(target - this.#viewBaseMs) > SNAP_MS) this.#viewBaseMs = target;
    else {
      const step = Math.max(0, nowMs - this.#lastMs) * SLEW;
      this.#viewBaseMs += Math.max(-step, Math.min(step, target - this.#viewBaseMs));
    }
    this.#lastMs = nowMs;
    this.#shownTick = Math.max(this.#shownTick, Math.min(this.#newestTick, (nowMs - this.#viewBaseMs) / this.#tickMs));
    return this.#shownTick;
  }

  /** Call once a drawn frame: whether the view had to wait for a patch. */
  noteFrame(nowMs: number): void {
    if (this.#viewBaseMs !== undefined && (nowMs - this.#viewBaseMs) / this.#tickMs > this.#newestTick + 0.5) this.#starved++;
  }

  get newestTick(): number { return this.#newestTick; }
  get jitterMs(): number { return this.#jitterMs; }
  get interpMs(): number { return this.#delayMs; }
  get starvedFrames(): number { return this.#starved; }

  patchAgeMs(nowMs: number): number {
    return this.#newestTick < 0 ? 0 : nowMs - this.#newestAtMs;
  }

  patchHz(nowMs: number): number {
    return this.#arrivals.filter((at) => nowMs - at <= 1000).length;
  }
}

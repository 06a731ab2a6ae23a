// In: a watch on the server and when a run began. Out: its figures asked for once a second, and its captures at the end. Run by: main.
import type { ServerWatch } from './report/server-figures.ts';

/** A room closes a moment after its last player; the server writes its capture then. */
const CAPTURES_MS_MAX = 2_000;
const CAPTURES_POLL_MS = 300;

export class ServerPoll {
  readonly #watch: ServerWatch;
  readonly #startAtMs: number;
  readonly #rampSec: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #marked = false;

  /** @param startAtMs second 0, in milliseconds since 1970. */
  constructor(watch: ServerWatch, startAtMs: number, rampSec: number) {
    this.#watch = watch;
    this.#startAtMs = startAtMs;
    this.#rampSec = rampSec;
  }

  start(): void {
    void this.#poll();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Waits until every room's capture is written, as long as that may take. */
  async captures(roomIds: readonly string[]): Promise<void> {
    const endMs = Date.now() + CAPTURES_MS_MAX;
    const missing = (): boolean => roomIds.some((roomId) => this.#watch.capturesOf(roomId).length === 0);
    while (this.#watch.absent === undefined && missing() && Date.now() < endMs) {
      await new Promise((resolve) => { setTimeout(resolve, CAPTURES_POLL_MS); });
      await this.#watch.poll(-1);
    }
  }

  /** The answer at the end of a second tells of that second. */
  async #poll(): Promise<void> {
    const second = Math.round((Date.now() - this.#startAtMs) / 1000);
    await this.#watch.poll(second - 1);
    if (!this.#marked && second >= this.#rampSec) {
      this.#marked = true;
      this.#watch.markStart();
    }
    const next = this.#startAtMs + (Math.floor((Date.now() - this.#startAtMs) / 1000) + 1) * 1000;
    this.#timer = setTimeout(() => void this.#poll(), Math.max(1, next - Date.now()));
  }
}

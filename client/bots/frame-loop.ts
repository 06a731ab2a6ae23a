// In: things that want a frame sixty times a second. Out: their frames, and how late this process ran them. Run by: a worker.
import { Sketch } from './sketch.ts';

export interface Framed {
  frame(nowMs: number): void;
}

interface Entry {
  readonly framed: Framed;
  dueMs: number;
}

const FRAME_MS = 1000 / 60;
/** A frame this late is not made up: a page would have skipped it as well. */
const BEHIND_MS_MAX = 5 * FRAME_MS;
const GOLDEN = 0.618_033_988_75;

/**
 * One timer for all bots of a worker. Each has frames on a grid of its own, spread over the sixtieth of a second, so that
 * many bots do not all send in the same millisecond. How late frames start is how loaded the bots' own machine is.
 */
export class FrameLoop {
  readonly lateMs = new Sketch();
  readonly #entries = new Set<Entry>();
  #running = false;
  #added = 0;

  /** @returns how to stop. */
  add(framed: Framed): () => void {
    const entry = { framed, dueMs: performance.now() + ((this.#added++ * GOLDEN) % 1) * FRAME_MS };
    this.#entries.add(entry);
    if (!this.#running) setTimeout(() => this.#run(), 1);
    this.#running = true;
    return () => this.#entries.delete(entry);
  }

  #run(): void {
    let nextMs = Infinity;
    for (const entry of this.#entries) {
      const nowMs = performance.now();
      if (entry.dueMs <= nowMs) {
        this.lateMs.add(nowMs - entry.dueMs);
        entry.dueMs = nowMs - entry.dueMs > BEHIND_MS_MAX ? nowMs + FRAME_MS : entry.dueMs + FRAME_MS;
        entry.framed.frame(nowMs);
      }
      nextMs = Math.min(nextMs, entry.dueMs);
    }
    this.#running = this.#entries.size > 0;
    if (this.#running) setTimeout(() => this.#run(), Math.max(0, nextMs - performance.now()));
  }
}

// In: errors that nobody caught. Out: whether to go on serving. Run by: main.

/** Faults within the window after which the process ends, so that whatever watches it can start a clean one. */
const FAULTS_MAX = 10;
const WINDOW_MS = 60_000;

/**
 * Rooms contain their own errors (step, handlers, hooks), sockets theirs. What still reaches the process belongs to one
 * request or one timer of the base; ending every match for it would do more harm than it did. A fault that keeps coming
 * is another matter.
 */
export class FaultLimit {
  readonly #atMs: number[] = [];

  /** Notes a fault; true where the process should end. */
  note(nowMs: number): boolean {
    this.#atMs.push(nowMs);
    if (this.#atMs.length > FAULTS_MAX) this.#atMs.shift();
    return this.#atMs.length === FAULTS_MAX && nowMs - this.#atMs[0]! <= WINDOW_MS;
  }
}

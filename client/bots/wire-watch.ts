// In: patches, frames and inputs of one player as they happen. Out: how old, how regular and how prompt they are. Run by: game-player.
import type { DecodedState } from '../netcode/adopt.ts';
import type { Figures } from './figures.ts';

/** Five patches at twenty a second: longer than that, and everybody sees it. */
export const STALL_MS = 250;
/** Inputs whose acknowledgement is awaited: four seconds at 60 Hz. */
const IN_FLIGHT_MAX = 256;

export class WireWatch {
  readonly #figures: Figures;
  /** When each input was made that is not acknowledged yet, oldest first. */
  #inFlightMs: number[] = [];
  /** Inputs the server had consumed by the last patch; `undefined` before the first of a connection. */
  #acked: number | undefined;
  #patchMs: number | undefined;

  constructor(figures: Figures) {
    this.#figures = figures;
  }

  /** Whether the count of acknowledged inputs is known: what is sent before that could not be told apart. */
  get ready(): boolean { return this.#acked !== undefined; }

  /** A new connection. */
  start(): void {
    this.pause();
    this.#acked = undefined;
  }

  /** The link is down: the hole it leaves is a reconnect, not a late patch. */
  pause(): void {
    this.#inFlightMs = [];
    this.#patchMs = undefined;
  }

  onWelcome(acked: number): void {
    this.#inFlightMs = [];
    this.#acked = acked;
  }

  onInput(nowMs: number): void {
    this.#inFlightMs.push(nowMs);
    if (this.#inFlightMs.length > IN_FLIGHT_MAX) this.#inFlightMs.shift();
  }

  onPatch(state: DecodedState, seat: number, nowMs: number): void {
    if (this.#patchMs !== undefined) {
      const spacingMs = nowMs - this.#patchMs;
      this.#figures.sketch('patchSpacingMs').add(spacingMs);
      if (spacingMs > STALL_MS) this.#figures.count('stalls');
    }
    this.#patchMs = nowMs;
    const own = state.seats.get(String(seat));
    if (own === undefined) return;
    const acked = state.tick - own.ackLag;
    const consumed = acked - (this.#acked ?? acked);
    this.#acked = acked;
    for (const madeMs of this.#inFlightMs.splice(0, Math.max(0, consumed))) this.#figures.sketch('inputToAckMs').add(nowMs - madeMs);
  }

  onFrame(nowMs: number): void {
    if (this.#patchMs !== undefined) this.#figures.sketch('patchAgeMs').add(nowMs - this.#patchMs);
  }
}

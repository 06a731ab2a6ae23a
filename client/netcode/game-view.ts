// In: nothing. Out: what a scene, a HUD or a bot sees of a running match. Run by: client/rooms, client/bots.
import type { GameEvent, World } from '../../shared/netcode/room-type.ts';
import type { VerdictCounts } from '../../shared/netcode/verdicts.ts';

/** One event to show. `predicted` ones come from the player's own step, at once; the server's own copy of them is not
 * delivered again. Others arrive when the interpolated world reaches their tick, so sound and picture agree. */
export interface PlayedEvent<E extends GameEvent> {
  readonly event: E;
  readonly tick: number;
  readonly predicted: boolean;
}

/** What the net graph and the bots' report show. Milliseconds unless the name says otherwise. */
export interface NetStats {
  readonly rttMs: number;
  readonly jitterMs: number;
  /** Simulation ticks and patches a second, as measured here. */
  readonly tickHz: number;
  readonly patchHz: number;
  /** Age of the newest patch. */
  readonly patchAgeMs: number;
  /** How far behind the newest patch the others are drawn. */
  readonly interpMs: number;
  /** Inputs sent and not yet acknowledged. */
  readonly pendingInputs: number;
  /** Reconciles that moved the own player by more than 0.5 px, and the largest of the last ten seconds in px. */
  readonly corrections: number;
  readonly correctionPxMax: number;
  /** Every correction's size in px since the start, newest last, at most 512: for tests and reports. */
  readonly correctionsPx: readonly number[];
  /** Since the start: patches compared with a prediction, and those that differed from it in any field (each in `correctionsPx`). */
  readonly compared: number;
  readonly mispredicted: number;
  /** Of these, those in which nothing differed but what own inputs decide: never a hit, a push, a respawn. Sizes in px, at most 512. */
  readonly faults: number;
  readonly faultsPx: readonly number[];
  readonly bytesInPerSec: number;
  readonly bytesOutPerSec: number;
  /** Frames drawn without a sample of the others, since the start. */
  readonly starvedFrames: number;
  readonly verdicts: Readonly<VerdictCounts>;
  readonly serverLateMsP99: number;
  /** How fast the server runs the game, 1 unless it has too much to do. */
  readonly pace: number;
}

export type LinkState =
  | { readonly kind: 'joining' }
  | { readonly kind: 'playing' }
  | { readonly kind: 'reconnecting'; readonly sinceMs: number; readonly attempt: number }
  | { readonly kind: 'closed'; readonly code: number; readonly text: string; readonly mayRejoin: boolean };

/** A running match as its player sees it. One object for the page and for headless bots; all times are the caller's clock. */
export interface GameView<W extends World, I, E extends GameEvent> {
  readonly seat: number;
  readonly link: LinkState;
  /**
   * Runs the ticks that are due at `nowMs` (at most a handful; after a hidden tab the rest is dropped, not replayed),
   * asking `sample` for the input of each, predicts with it and sends it.
   */
  advance(nowMs: number, sample: (world: W) => I): void;
  /**
   * The world to draw at `nowMs`: own player predicted and smoothed, others interpolated. Valid until the next call.
   * `undefined` before the first state.
   */
  view(nowMs: number): W | undefined;
  /** Fraction 0..1 of the way from the last tick to the next, for whatever a scene animates by itself. */
  readonly alpha: number;
  /** Events due by now, in order; each is handed out once. */
  takeEvents(nowMs: number): PlayedEvent<E>[];
  stats(nowMs: number): NetStats;
  /** Who drives a seat, one of `DRIVER`: its player, the room's bot, or nobody for now. */
  driverOf(seat: number): number;
  /** Tells the server the tab is hidden or back: the seat idles meanwhile. */
  setAway(away: boolean): void;
  leave(): Promise<void>;
}

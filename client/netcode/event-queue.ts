// In: events the own step predicted and events the server sent. Out: each once, when it should be seen. Run by: game-client.
import type { TimedEvent } from '../../shared/netcode/event-codec.ts';
import type { GameEvent } from '../../shared/netcode/room-type.ts';
import type { PlayedEvent } from './game-view.ts';

type Named = { readonly seat?: number; readonly victim?: number };

/** Server events that wait for the view to reach their tick; beyond it the oldest are shown at once. */
export const EVENTS_WAITING_MAX = 1024;
/** Events that wait for the page to take them; a hidden tab takes none, and its oldest are forgotten. */
export const EVENTS_READY_MAX = 1024;
/** A predicted event the server has not confirmed by now is forgotten: its copy, should it come, is shown. */
const PREDICTED_TICKS_MAX = 180;

/**
 * What the player does shows at once; the server's own copy of it is dropped. What concerns the player (its hits, its
 * wounds) shows when it arrives; all else when the interpolated view reaches its tick, so that the picture and its sound agree.
 */
export class EventQueue<E extends GameEvent> {
  #ready: PlayedEvent<E>[] = [];
  #waiting: TimedEvent<E>[] = [];
  #predicted: { readonly kind: string; readonly tick: number }[] = [];

  /** Forgets what nobody has seen yet: what happened while the player was away is not played back. */
  reset(): void {
    this.#ready = [];
    this.#waiting = [];
    this.#predicted = [];
  }

  predicted(event: E, tick: number): void {
    this.#show({ event, tick, predicted: true });
    this.#predicted.push({ kind: event.kind, tick });
    while (this.#predicted.length > 0 && this.#predicted[0]!.tick < tick - PREDICTED_TICKS_MAX) this.#predicted.shift();
  }

  received(events: readonly TimedEvent<E>[], seat: number): void {
    for (const timed of events) {
      const named = timed.event as Named;
      if (named.seat === seat && this.#confirm(timed.event.kind)) continue;
      if (named.seat === seat || named.victim === seat) this.#show({ ...timed, predicted: false });
      else this.#waiting.push(timed);
    }
    while (this.#waiting.length > EVENTS_WAITING_MAX) this.#show({ ...this.#waiting.shift()!, predicted: false });
  }

  take(viewTick: number): PlayedEvent<E>[] {
    let due = 0;
    while (due < this.#waiting.length && this.#waiting[due]!.tick <= viewTick) due++;
    for (const timed of this.#waiting.splice(0, due)) this.#show({ ...timed, predicted: false });
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  #show(played: PlayedEvent<E>): void {
    this.#ready.push(played);
    if (this.#ready.length > EVENTS_READY_MAX) this.#ready.shift();
  }

  #confirm(kind: string): boolean {
    const at = this.#predicted.findIndex((p) => p.kind === kind);
    if (at < 0) return false;
    this.#predicted.splice(at, 1);
    return true;
  }
}

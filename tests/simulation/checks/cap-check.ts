// In: a running match. Out: that every queue of it is under its cap. Run by: simulate. Those of the gate are in input-check.
import { EVENTS_READY_MAX, EVENTS_WAITING_MAX } from '../../../client/netcode/event-queue.ts';
import { PENDING_MAX } from '../../../client/netcode/predictor.ts';
import { LIMITS } from '../../../shared/netcode/limits.ts';
import type { GameEvent, SeatInputs, World } from '../../../shared/netcode/room-type.ts';
import type { VirtualClient } from '../../support/virtual-match.ts';
import type { Check, Scene } from './scene.ts';

export class CapCheck implements Check {
  readonly #scene: Scene;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  afterStep(world: World, _inputs: SeatInputs<object>, _events: readonly GameEvent[]): void {
    const { clients, match, nowMs } = this.#scene.virtual;
    const { humans, bots } = match.seats;
    if (humans + bots > this.#scene.type.seatsMax) this.#over('seats', humans + bots, this.#scene.type.seatsMax);
    if (world.tick % this.#scene.type.tickHz !== 0) return;
    for (const { client, gone, seat } of clients) {
      if (gone) continue;
      const { pendingInputs } = client.stats(nowMs);
      if (pendingInputs > PENDING_MAX) this.#over(`seat ${seat.id} pending inputs`, pendingInputs, PENDING_MAX);
    }
  }

  /** What a client hands out at once. */
  onTaken(client: VirtualClient, events: number): void {
    const most = EVENTS_READY_MAX + EVENTS_WAITING_MAX;
    if (events > most) this.#over(`seat ${client.seat.id} events`, events, most);
  }

  /** A capture that is kept: one record may end beyond the cap. */
  onCapture(bytes: number): void {
    const most = LIMITS.captureBytesMax + 64 * 1024;
    if (bytes > most) this.#over('capture', bytes, most);
  }

  #over(field: string, found: number, most: number): void {
    this.#scene.report('caps', field, `${found}, at most ${most} may be`);
  }
}

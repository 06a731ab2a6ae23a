// In: who drives which seat and how far its inputs are consumed. Out: the `seats` map of the state. Run by: game-room.
import { MapSchema, type Schema } from '@colyseus/schema';
import { DRIVER } from '../../shared/netcode/replication.ts';
import type { Seat } from './seats.ts';

export interface SeatSchema extends Schema {
  name: string;
  driver: number;
  ackLag: number;
  skipped: number;
}
export type SeatStateClass = new () => SeatSchema;

export class SeatStates {
  readonly #map: MapSchema<SeatSchema>;
  readonly #create: SeatStateClass;

  constructor(state: Schema, create: SeatStateClass) {
    const map = (state as unknown as { seats: unknown }).seats;
    if (!(map instanceof MapSchema)) throw new Error('the state has no collection "seats"');
    this.#map = map as MapSchema<SeatSchema>;
    this.#create = create;
  }

  /** `ackLag` stays as it is while nobody sends inputs for the seat: it would change with every tick, for no reader. */
  set(seat: Seat, ackLag: number, skipped: number): void {
    const key = String(seat.id);
    let state = this.#map.get(key);
    if (state === undefined) {
      state = new this.#create();
      state.name = seat.profile.name;
      state.driver = seat.driver;
      state.ackLag = ackLag;
      state.skipped = skipped;
      this.#map.set(key, state);
      return;
    }
    if (state.driver !== seat.driver) state.driver = seat.driver;
    if (seat.driver !== DRIVER.player) return;
    if (state.ackLag !== ackLag) state.ackLag = ackLag;
    if (state.skipped !== skipped) state.skipped = skipped;
  }

  remove(seat: Seat): void {
    this.#map.delete(String(seat.id));
  }
}

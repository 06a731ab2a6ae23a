// In: who joins, drops, returns and leaves. Out: which seat is whose, and who drives it. Run by: game-room.
import type { Client } from '@colyseus/core';
import { DRIVER } from '../../shared/netcode/replication.ts';
import type { SeatProfile } from '../../shared/netcode/room-type.ts';
import type { Connection } from './guarded-transport.ts';

export interface Seat {
  readonly id: number;
  readonly profile: SeatProfile;
  /** One of DRIVER. */
  driver: number;
  /** The player's connection; `undefined` for bots and while a player is gone. */
  client: Client | undefined;
  connection: Connection | undefined;
  /** The brain's plain memory, while a bot drives. */
  memory: unknown;
}

/** The seats of one room: small numbers, the lowest free one first, kept by a player over reconnects. */
export class Seats {
  readonly #seats: (Seat | undefined)[];
  readonly #bySession = new Map<string, Seat>();

  constructor(seatsMax: number) {
    this.#seats = Array.from({ length: seatsMax }, () => undefined);
  }

  /** @throws Error when every seat is taken: the caller makes room first. */
  take(profile: SeatProfile, client: Client | undefined, connection: Connection | undefined): Seat {
    const id = this.#seats.indexOf(undefined);
    if (id < 0) throw new Error('no seat is free');
    const seat: Seat = {
      id, profile, driver: profile.bot ? DRIVER.bot : DRIVER.player, client, connection, memory: undefined,
    };
    this.#seats[id] = seat;
    if (client !== undefined) this.#bySession.set(client.sessionId, seat);
    return seat;
  }

  free(seat: Seat): void {
    this.#seats[seat.id] = undefined;
    for (const [session, other] of this.#bySession) {
      if (other === seat) this.#bySession.delete(session);
    }
  }

  of(client: Client): Seat | undefined {
    return this.#bySession.get(client.sessionId);
  }

  /** All taken seats in seat order. */
  *[Symbol.iterator](): Generator<Seat> {
    for (const seat of this.#seats) if (seat !== undefined) yield seat;
  }

  get humans(): number {
    return this.#count((seat) => !seat.profile.bot);
  }

  get bots(): number {
    return this.#count((seat) => seat.profile.bot);
  }

  #count(wanted: (seat: Seat) => boolean): number {
    let count = 0;
    for (const seat of this) if (wanted(seat)) count++;
    return count;
  }
}

// In: who joins and leaves. Out: which seat is whose, and who drives it. Run by: match.
import { DRIVER } from '../../shared/netcode/replication.ts';
import type { LinkReport, Welcome } from '../../shared/netcode/protocol.ts';
import type { SeatProfile } from '../../shared/netcode/room-type.ts';
import type { Shape } from '../../shared/netcode/shape.ts';
import type { InputSink } from './frame-guard.ts';

/** One connection of a player. A player who returns has a new one. */
export interface Peer {
  /** The server's own estimate of the round trip, milliseconds; -1 when unknown. */
  readonly rttMs: number;
  /** Sends this connection's inputs to `sink` from now on, decoded by `shape` from a fresh baseline. */
  attachInputs<I extends object>(shape: Shape<I>, sink: InputSink): void;
  detachInputs(): void;
  welcome(welcome: Welcome): void;
  report(report: LinkReport): void;
}

export interface Seat {
  readonly id: number;
  readonly profile: SeatProfile;
  /** One of DRIVER. */
  driver: number;
  /** The player's connection; `undefined` for bots and while a player is gone. */
  peer: Peer | undefined;
  /** The brain's plain memory, while a bot drives. */
  memory: unknown;
}

/** The seats of one room: small numbers, the lowest free one first, kept by a player over reconnects. */
export class Seats {
  readonly #seats: (Seat | undefined)[];
  /** Those that are taken, in seat order; another list after each change, so that a walk over it goes on undisturbed. */
  #taken: readonly Seat[] = [];

  constructor(seatsMax: number) {
    this.#seats = Array.from({ length: seatsMax }, () => undefined);
  }

  /** @throws Error when every seat is taken: the caller makes room first. */
  take(profile: SeatProfile): Seat {
    const id = this.#seats.indexOf(undefined);
    if (id < 0) throw new Error('no seat is free');
    const seat: Seat = { id, profile, driver: profile.bot ? DRIVER.bot : DRIVER.player, peer: undefined, memory: undefined };
    this.#seats[id] = seat;
    this.#taken = this.#seats.filter((each) => each !== undefined);
    return seat;
  }

  free(seat: Seat): void {
    this.#seats[seat.id] = undefined;
    this.#taken = this.#seats.filter((each) => each !== undefined);
  }

  /** All taken seats in seat order. */
  [Symbol.iterator](): IterableIterator<Seat> {
    return this.#taken[Symbol.iterator]();
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

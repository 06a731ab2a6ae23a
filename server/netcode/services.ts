// In: nothing. Out: what every room of a process is given. Run by: main (makes them), rooms (use them).
import type { VerdictCounts } from '../../shared/netcode/verdicts.ts';
import type { TickLoop } from './tick-loop.ts';

/** Where a room's finished capture goes; failure to keep it never reaches the room. */
export interface CaptureSink {
  keep(roomType: string, roomId: string, file: Uint8Array): void;
}

export interface RoomLog {
  info(details: object, text: string): void;
  warn(details: object, text: string): void;
  error(details: object, text: string): void;
}

/** A live room as an onlooker sees it, when somebody asks. */
export interface RoomLook {
  /** Players whose link is up. */
  readonly clients: number;
  /** Seats taken, by who drives them. */
  readonly seats: { readonly player: number; readonly bot: number; readonly away: number };
  /** Of all inputs since the room was made. */
  readonly verdicts: Readonly<VerdictCounts>;
}

/** Takes what a room measures; a call is a few array writes. */
export interface RoomMeter {
  step(tookMs: number): void;
  patch(tookMs: number, bytes: number): void;
  /** The room is gone. */
  close(): void;
}

export interface RoomMeters {
  open(roomType: string, look: () => RoomLook): RoomMeter;
}

export interface RoomServices {
  readonly loop: TickLoop;
  readonly meters: RoomMeters;
  readonly log: RoomLog;
  /** `undefined` where captures are switched off. */
  readonly captures: CaptureSink | undefined;
  /** Counts by name: rooms.created, rooms.failed, seats.dropped, ... */
  count(name: string, by?: number): void;
  /** Seconds a dropped player's seat is kept. */
  readonly seatHoldSec: number;
  /** Whether the process has time for another room. */
  hasRoom(): boolean;
  /** Rooms alive in this process, so that a cap can be kept. */
  readonly rooms: Set<object>;
}

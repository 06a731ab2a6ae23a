// In: a room and a session or a reconnection token. Out: which player the seat was given to. Run by: upgrade door, matchmaking.
import { matchMaker, type AuthContext, type Client } from '@colyseus/core';

/** The player who asks, as the front door wrote it down after checking the token; a client's own header of that name never comes so far. */
export function userOf(context: AuthContext | undefined): string {
  const user = context?.headers.get('x-arbiter-user') ?? undefined;
  if (user === undefined) throw new Error('a request came past the front door');
  return user;
}

/** What rooms put beside a seat when they give it: `onAuth` answers an object with this in it. */
export interface SeatAuth {
  readonly user: string;
}

export interface SeatOwner {
  /** Whether the session has a seat at all, reserved, in use or kept. */
  readonly taken: boolean;
  /** `undefined` where the room did not say: then it is nobody's to claim. */
  readonly user: string | undefined;
}

/** The parts of the base's room that know; they have no public name. */
interface Held {
  readonly clients: { get(sessionId: string): Client | undefined; find(test: (client: Client) => boolean): Client | undefined };
  readonly _reservedSeats: Readonly<Record<string, readonly [options: unknown, auth: Partial<SeatAuth> | undefined, consumed: boolean, held: boolean] | undefined>>;
  readonly _reconnections: Readonly<Record<string, readonly [sessionId: string, ...rest: unknown[]] | undefined>>;
}

const NOBODY: SeatOwner = { taken: false, user: undefined };

/** Whose seat a session is, in a room of this process. */
export function seatOwner(roomId: string, sessionId: string): SeatOwner {
  const room = localRoom(roomId);
  if (room === undefined) return NOBODY;
  const reserved = room._reservedSeats[sessionId];
  if (reserved !== undefined) return { taken: true, user: reserved[1]?.user };
  const client = room.clients.get(sessionId);
  return client === undefined ? NOBODY : { taken: true, user: (client.auth as Partial<SeatAuth> | undefined)?.user };
}

/** Whose seat a reconnection token opens. */
export function tokenOwner(roomId: string, reconnectionToken: string): SeatOwner {
  const room = localRoom(roomId);
  if (room === undefined) return NOBODY;
  const sessionId = room._reconnections[reconnectionToken]?.[0]
    ?? room.clients.find((client) => client.reconnectionToken === reconnectionToken)?.sessionId;
  return sessionId === undefined ? NOBODY : seatOwner(roomId, sessionId);
}

function localRoom(roomId: string): Held | undefined {
  return matchMaker.getLocalRoomById(roomId) as unknown as Held | undefined;
}

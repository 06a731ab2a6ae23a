// In: a running server. Out: its end, within a deadline: players told, rooms disposed, captures kept. Run by: boot.
import type { Server as HttpServer } from 'node:http';
import { matchMaker, type Server } from '@colyseus/core';

/** Longest a shutdown may take; what has not ended by then is cut off. */
const CLOSE_MS_MAX = 10_000;

/** Resolves to false where the deadline passed first; everything is closed either way. */
export async function shutDown(server: Server, http: HttpServer, flush: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<false>((resolve) => { timer = setTimeout(() => resolve(false), CLOSE_MS_MAX); });
  server.onBeforeShutdown(forgetReservations);
  const ended = server.gracefullyShutdown(false).then(flush).then(() => true as const);
  const inTime = await Promise.race([ended, deadline]);
  clearTimeout(timer);
  if (!inTime) server.transport.shutdown();
  http.closeAllConnections();
  return inTime;
}

interface Reservations {
  readonly _reservedSeats: Record<string, readonly [options: unknown, auth: unknown, consumed: boolean, held: boolean]>;
  readonly _reservedSeatTimeouts: Record<string, NodeJS.Timeout>;
}

/**
 * The base disposes a room only when no seat is reserved, so one join request in the wrong moment would hold up the
 * whole shutdown for the 15 seconds that a reservation lasts.
 */
async function forgetReservations(): Promise<void> {
  for (const { roomId } of await matchMaker.query({})) {
    const room = matchMaker.getLocalRoomById(roomId) as unknown as Reservations | undefined;
    if (room === undefined) continue;
    for (const sessionId of Object.keys(room._reservedSeats)) {
      const [, , consumed, held] = room._reservedSeats[sessionId]!;
      if (consumed || held) continue;
      clearTimeout(room._reservedSeatTimeouts[sessionId]);
      delete room._reservedSeatTimeouts[sessionId];
      delete room._reservedSeats[sessionId];
    }
  }
}

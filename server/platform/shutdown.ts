// In: a running server. Out: its end, within a deadline: players told, rooms disposed, captures kept. Run by: boot.
import type { Server as HttpServer } from 'node:http';
import { matchMaker, type Server } from '@colyseus/core';
import type { GuardedTransport } from '../netcode/guarded-transport.ts';

/** Seconds that closing gets of every deadline that has them: captures are written then. */
const CLOSE_SEC = 5;

/** How the seconds of a deadline are shared out: matches finish, then everything is closed. Without any, closing has its own. */
export function splitDeadline(sec: number): { readonly matchesSec: number; readonly closeMsMax: number } {
  if (sec === 0) return { matchesSec: 0, closeMsMax: CLOSE_SEC * 1000 };
  const closeSec = Math.min(Math.max(CLOSE_SEC, sec / 4), sec / 2);
  return { matchesSec: Math.floor(sec - closeSec), closeMsMax: closeSec * 1000 };
}

/** What has not ended within `closeMsMax` is cut off. Resolves to false where that happened; everything is closed either way. */
export async function shutDown(server: Server, http: HttpServer, flush: () => Promise<void>, closeMsMax: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<false>((resolve) => { timer = setTimeout(() => resolve(false), closeMsMax); });
  server.onBeforeShutdown(forgetReservations);
  const transport = server.transport as GuardedTransport;
  const ended = server.gracefullyShutdown(false).then(() => transport.drained()).then(flush).then(() => true as const);
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

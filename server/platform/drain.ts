// In: a process that is asked to end. Out: matches that were told and had time to finish. Run by: boot.
import { matchMaker, type Room } from '@colyseus/core';
import { MESSAGE } from '../../shared/netcode/protocol.ts';

/** Colyseus' code for a server that goes; clients say that it restarts, and join again. */
const RESTARTING = 4001;
const LOOK_MS = 100;

export interface DrainOptions {
  /** Seconds that matches may take to finish. */
  readonly sec: number;
  now(): number;
  info(details: object, text: string): void;
}

/** What a room may have: a number that changes when its match is over. Without one only its players' leaving ends it early. */
interface Rounds {
  readonly round?: number;
}

/**
 * Lets nobody new in, tells who plays, and waits until every match is over or its players are gone, but no longer than
 * asked. What still runs then is told once more; ending it is the caller's.
 */
export async function drain({ sec, now, info }: DrainOptions): Promise<void> {
  const rooms = new Map<Room, number | undefined>();
  for (const { roomId } of await matchMaker.query({})) {
    const room = matchMaker.getLocalRoomById(roomId) as (Room & Rounds) | undefined;
    if (room === undefined) continue;
    await room.lock();
    if (room.clients.length > 0) rooms.set(room, room.round);
  }
  if (sec <= 0 || rooms.size === 0) return tell(rooms.keys(), 'The server is restarting.');
  info({ rooms: rooms.size, sec }, 'matches have time to finish');
  tell(rooms.keys(), `The server restarts in ${sec} seconds: this match may end early.`);
  const untilMs = now() + sec * 1000;
  while (rooms.size > 0 && now() < untilMs) {
    await new Promise((resolve) => { setTimeout(resolve, LOOK_MS); });
    for (const [room, round] of rooms) {
      const isOver = (room as Rounds).round !== round;
      if (room.clients.length > 0 && !isOver) continue;
      rooms.delete(room);
      tell([room], 'The match is over, and the server is restarting.');
      room.disconnect(RESTARTING).catch(() => {});
    }
  }
  info({ cut: rooms.size }, 'matches had their time');
  tell(rooms.keys(), 'The server is restarting, and this match ended with it.');
}

function tell(rooms: Iterable<Room>, text: string): void {
  for (const room of rooms) room.broadcast(MESSAGE.notice, { code: RESTARTING, text });
}

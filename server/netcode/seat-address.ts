// In: the address of a WebSocket. Out: which seat it asks for. Run by: guarded-transport, upgrade door.

export interface SeatAddress {
  readonly roomId: string;
  readonly sessionId: string;
  /** Of a player who is back. */
  readonly reconnectionToken: string | undefined;
}

/** `/<process>/<room>?sessionId=...`, as a seat reservation tells the client; anything else is nobody's. */
export function readSeat(url: string | undefined): SeatAddress | undefined {
  const [path = '', query = ''] = (url ?? '').split('?', 2);
  const roomId = /^\/[\w-]{1,64}\/([\w-]{1,64})$/.exec(path)?.[1];
  const params = new URLSearchParams(query);
  const sessionId = params.get('sessionId');
  if (roomId === undefined || sessionId === null || !/^[\w-]{1,64}$/.test(sessionId)) return undefined;
  return { roomId, sessionId, reconnectionToken: params.get('reconnectionToken') ?? undefined };
}

// In: nothing. Out: why a connection was closed, and whether it is worth coming back. Run by: server, client, bots.

/** 4000 to 4010 belong to Colyseus; Arbiter's own start at 4100. */
export const CLOSE = {
  /** Too many frames refused: malformed, oversized or too fast. */
  abuse: 4100,
  /** The connection did not read what it was sent. */
  slowReader: 4101,
  /** The join was never acknowledged. */
  joinTimeout: 4102,
  /** The room failed and was closed; other rooms go on. */
  roomFailed: 4103,
  /** Another connection took over this seat. */
  replaced: 4104,
  /** The client speaks another version of the protocol. */
  outdated: 4105,
  /** The token was not renewed in time. */
  tokenExpired: 4106,
  /** The player signed out. */
  signedOut: 4107,
  /** The seat is somebody else's. */
  notYours: 4108,
} as const;

/** Codes after which nobody's seat is kept: who was thrown out, and who signed out. */
const FINAL: readonly number[] = [CLOSE.abuse, CLOSE.signedOut];

/** Whether a player whose connection this side closed with `code` may come back to the same seat. */
export function keepsSeat(code: number): boolean {
  return !FINAL.includes(code);
}

export interface CloseMeaning {
  readonly text: string;
  /** Whether joining again (not reconnecting) is worth a try. */
  readonly mayRejoin: boolean;
}

const MEANINGS: Readonly<Record<number, CloseMeaning>> = {
  [CLOSE.abuse]: { text: 'Removed: this connection sent data the game does not send.', mayRejoin: false },
  [CLOSE.slowReader]: { text: 'Removed: the connection was too slow to keep up.', mayRejoin: true },
  [CLOSE.joinTimeout]: { text: 'Joining took too long.', mayRejoin: true },
  [CLOSE.roomFailed]: { text: 'The match had an error and was closed.', mayRejoin: true },
  [CLOSE.replaced]: { text: 'You joined from another window.', mayRejoin: false },
  [CLOSE.outdated]: { text: 'The game was updated: reload the page.', mayRejoin: false },
  [CLOSE.tokenExpired]: { text: 'Your session ran out: join again.', mayRejoin: true },
  [CLOSE.signedOut]: { text: 'You signed out.', mayRejoin: false },
  [CLOSE.notYours]: { text: 'This seat is somebody else\'s.', mayRejoin: true },
  4000: { text: 'You left the match.', mayRejoin: true },
  4001: { text: 'The server is restarting.', mayRejoin: true },
  4002: { text: 'The server refused the connection.', mayRejoin: true },
  4003: { text: 'The match is over or your seat was given away.', mayRejoin: true },
};

/** Plain words for a close code; unknown codes are a lost connection. */
export function closeMeaning(code: number): CloseMeaning {
  return MEANINGS[code] ?? { text: 'The connection was lost.', mayRejoin: true };
}

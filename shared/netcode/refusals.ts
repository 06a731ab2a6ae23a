// In: nothing. Out: every reason for which the front door refuses, with its status and its words. Run by: server, client.

/** `close`: on a socket the reason is said with this close code, because a browser cannot read why an upgrade failed. */
export interface RefusalMeaning {
  readonly status: number;
  readonly text: string;
}

export const REFUSALS = {
  'host-malformed': { status: 400, text: 'the Host header is missing or malformed' },
  'path-malformed': { status: 400, text: 'the path is malformed' },
  'body-malformed': { status: 400, text: 'the request is not a JSON object' },
  'body-too-long': { status: 413, text: 'the request is longer than it may be' },
  'method-unused': { status: 405, text: 'this method is not used here' },
  'nothing-here': { status: 404, text: 'there is nothing to post to here' },
  'origin-foreign': { status: 403, text: 'this page may not join games on this server' },
  'rate-requests': { status: 429, text: 'too many requests from your address: wait a moment and try again' },
  'rate-joins': { status: 429, text: 'too many join requests from your address: wait a moment and try again' },
  'rate-tokens': { status: 429, text: 'too many sign-ins from your address: wait a moment and try again' },
  'rate-sockets': { status: 429, text: 'too many connections from your address: wait a moment and try again' },
  'sockets-address': { status: 429, text: 'too many open connections from your address: close some and try again' },
  'sockets-user': { status: 429, text: 'you play in too many windows: close one and try again' },
  'closing': { status: 503, text: 'the server is restarting: try again in a minute' },
  'token-missing': { status: 401, text: 'no token: POST /auth/guest gives one' },
  'token-malformed': { status: 401, text: 'the token is malformed' },
  'token-algorithm': { status: 401, text: 'the token is signed in a way that is not used here' },
  'token-key': { status: 401, text: 'the token is signed with a key that is not known here' },
  'token-signature': { status: 401, text: 'the signature of the token is wrong' },
  'token-issuer': { status: 401, text: 'the token is from somebody else' },
  'token-audience': { status: 401, text: 'the token is for something else' },
  'token-early': { status: 401, text: 'the token is not valid yet' },
  'token-expired': { status: 401, text: 'the token has expired' },
  'session-over': { status: 401, text: 'the session is as old as one may be: sign in again' },
  'signed-out': { status: 401, text: 'this session has signed out' },
  'seat-not-yours': { status: 403, text: 'this seat is somebody else\'s' },
} as const satisfies Record<string, RefusalMeaning>;

export type RefusalReason = keyof typeof REFUSALS;

/** What the body of every refusal is: `error` is for the player, `reason` for programs. */
export interface RefusalBody {
  readonly code: number;
  readonly reason: RefusalReason;
  readonly error: string;
}

export function refusalBody(reason: RefusalReason, error: string = REFUSALS[reason].text): RefusalBody {
  return { code: REFUSALS[reason].status, reason, error };
}

// In: nothing. Out: the numbers both ends of a socket must agree on. Run by: server, client, bots, tests.

/** Raised whenever a frame's bytes change meaning; a client of another version is refused at the door. */
export const PROTOCOL_VERSION = 2;

/**
 * Client to server, first byte of an input frame. Outside Colyseus' range (10 to 22): input frames never reach its
 * decoders, whose DELETE operations and wire-sized loops are what hangs a stock room.
 */
export const OPCODE_INPUT = 24;

/** Types of the messages a server sends with `sendBytes` or `send`; numbers cost one byte, names many. */
export const MESSAGE = {
  /** To one client, once a join or a return: `Welcome` as msgpack. */
  welcome: 0,
  /** To all, at most once a patch: what happened since the patch before, see event-codec.ts. */
  events: 1,
  /** To one client, once a second: `LinkReport` as msgpack. */
  report: 2,
  /** To one client: a sentence for the player, `{ code, text }`. */
  notice: 3,
  /** To all, when it changes: `Welcome.pace` from now on, a number. */
  pace: 4,
} as const;

/** Client to server, as `room.send(name, payload)`. */
export const COMMAND = {
  /** `true`: the tab was hidden, `false`: it came back. */
  presence: 'presence',
} as const;

/** What the server tells a client about its own seat. */
export interface Welcome {
  readonly protocol: number;
  readonly seat: number;
  readonly tick: number;
  readonly tickHz: number;
  readonly patchTicks: number;
  /** How fast ticks come, as a share of `tickHz`: below 1 while the server has too much to do. */
  readonly pace: number;
  /** How many inputs of this seat count as consumed: the first one the client sends now is this number + 1. */
  readonly acked: number;
}

/** Once a second to each client: what the gate and the link look like from the server. All counts since the join. */
export interface LinkReport {
  /** Round trip by WebSocket ping, milliseconds; -1 before the first pong. */
  readonly rttMs: number;
  /** Smallest number of this seat's inputs that waited after a tick, over the last second. The client steers on it. */
  readonly backlogMin: number;
  /** Largest of the same. */
  readonly backlogMax: number;
  /** Verdict name to count. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Tick lateness of the server's loop, p99 over the last seconds, milliseconds. */
  readonly lateMsP99: number;
}

/**
 * A browser can put no header on a WebSocket but the names of sub-protocols. One of them carries the token, so that it is
 * in no address and in no access log; the other is the one that the server answers with.
 */
export const TOKEN_PROTOCOL = { name: 'arbiter', prefix: 'arbiter.token.' } as const;

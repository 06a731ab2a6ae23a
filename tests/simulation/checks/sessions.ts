// In: when seats start and stop listening, and when clients are welcomed. Out: which inputs belong to which stretch of play.
// Run by: input-check, prediction-check.
import type { VirtualClient } from '../../support/virtual-match.ts';
import type { Welcome } from '../../../shared/netcode/protocol.ts';

/** One input as its client made it, and what the client saw just before. */
export interface Sent {
  readonly input: Readonly<Record<string, number>>;
  /** The own player as predicted. */
  readonly before: Readonly<Record<string, unknown>>;
  /** Newest patch the client had, and the one it had when it made the oldest input that was then unacknowledged. */
  readonly patchTick: number;
  readonly oldestTick: number;
  /** What that patch said was dropped so far. */
  readonly skipped: number;
}

/** Inputs are forgotten by so many. */
const FORGET_AT_ONCE = 64;

/** From a welcome until the player is away, gone or welcomed again: a client counts its inputs within one of these. */
export class Session {
  readonly seat: number;
  /** Inputs the seat had consumed when it began: the client's first is the one after. */
  readonly base: number;
  readonly tick: number;
  #sent: Sent[] = [];
  #forgotten = 0;
  /** Of these, how many reached the gate, in order. */
  received = 0;
  /** And how many of those were simulated; ticks that the server lost, which count as time to simulate in. */
  simulated = 0;
  lost = 0;
  /** The seat stopped listening. */
  closed = false;

  constructor(seat: number, base: number, tick: number) {
    this.seat = seat;
    this.base = base;
    this.tick = tick;
  }

  /** Inputs that the client has made in it. */
  get made(): number {
    return this.#forgotten + this.#sent.length;
  }

  add(sent: Sent): void {
    this.#sent.push(sent);
  }

  /** The n-th input of the session, from 0 on; `undefined` where it is not made yet, or long consumed. */
  sent(n: number): Sent | undefined {
    return this.#sent[n - this.#forgotten];
  }

  /** Nobody will ask for inputs before the n-th any more. */
  forget(n: number): void {
    const old = n - this.#forgotten;
    if (old < FORGET_AT_ONCE) return;
    this.#sent = this.#sent.slice(old);
    this.#forgotten = n;
  }
}

/** Sessions of one seat that a late welcome may still name. */
const RECENT = 16;

export class Sessions {
  readonly #bySeat: Session[][] = [];
  readonly #byClient = new Map<VirtualClient, Session>();

  /** The server begins one. */
  begin(seat: number, base: number, tick: number): void {
    const recent = (this.#bySeat[seat] ??= []);
    recent.push(new Session(seat, base, tick));
    if (recent.length > RECENT) recent.shift();
  }

  /** The seat is somebody else's from now on. */
  forget(seat: number): void {
    this.#bySeat[seat] = [];
  }

  /** What the server has this seat in. */
  ofSeat(seat: number): Session | undefined {
    return this.#bySeat[seat]?.at(-1);
  }

  /** What the client believes to be in. */
  ofClient(client: VirtualClient): Session | undefined {
    return this.#byClient.get(client);
  }

  /** @returns false where the server has never begun such a session. */
  welcomed(client: VirtualClient, welcome: Welcome): boolean {
    const session = this.#bySeat[welcome.seat]?.findLast(({ base, tick }) => base === welcome.acked && tick === welcome.tick);
    if (session === undefined) this.#byClient.delete(client);
    else this.#byClient.set(client, session);
    return session !== undefined;
  }
}

// In: sign-ins, refreshes, sign-outs and open sockets. Out: sockets that end with their session. Run by: the door, boot.
import { LIMITS } from '../../../shared/netcode/limits.ts';
import { CLOSE } from '../../../shared/netcode/close-codes.ts';
import type { Identity } from './tokens.ts';

/** A socket that can be told why it ends. */
export interface Closable {
  remove(code: number, reason: string): void;
}

interface Live {
  expiresSec: number;
  readonly sockets: Set<Closable>;
}

export interface SessionsOptions {
  /** Wall clock, milliseconds. */
  now(): number;
  count(name: string): void;
  /** Tests make it small. */
  readonly endedMax?: number;
}

/** Sessions with open sockets, and those that signed out while a token of theirs would still be valid. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #live = new Map<string, Live>();
  /** When the last token of an ended session expires, by session; in the order of their ends. */
  readonly #ended = new Map<string, number>();

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** Sessions that are remembered, for tests and gauges. */
  get size(): { readonly live: number; readonly ended: number } {
    return { live: this.#live.size, ended: this.#ended.size };
  }

  hasEnded(session: string): boolean {
    return this.#ended.has(session);
  }

  /** A socket of this session is open. @returns what to call when it no longer is. */
  attach(identity: Identity, socket: Closable): () => void {
    const { session, expiresSec } = identity;
    const live = this.#live.get(session) ?? { expiresSec, sockets: new Set() };
    this.#live.set(session, live);
    live.expiresSec = Math.max(live.expiresSec, expiresSec);
    live.sockets.add(socket);
    return () => {
      live.sockets.delete(socket);
      if (live.sockets.size === 0 && this.#live.get(session) === live) this.#live.delete(session);
    };
  }

  /** A token was renewed: its sockets stay as long as the new one is valid. */
  extend({ session, expiresSec }: Identity): void {
    const live = this.#live.get(session);
    if (live !== undefined) live.expiresSec = Math.max(live.expiresSec, expiresSec);
  }

  /** Signs out: no token of the session is taken any more, its sockets are closed now. `lastsSec`: how long tokens live. */
  end({ session, expiresSec }: Identity, lastsSec: number): void {
    const { endedMax = LIMITS.endedSessionsMax, count, now } = this.#options;
    const lastSec = Math.max(expiresSec, now() / 1000 + lastsSec) + LIMITS.tokenClockSlackSec;
    this.#ended.delete(session);
    this.#ended.set(session, lastSec);
    if (this.#ended.size > endedMax) {
      // The one that ended first is the one whose tokens have least time left.
      this.#ended.delete(this.#ended.keys().next().value!);
      count('sessions.forgotten');
    }
    count('sessions.ended');
    this.#close(session, CLOSE.signedOut, 'signed out');
  }

  /** Once a second: closes what has expired and forgets what no longer matters. */
  sweep(): void {
    const nowSec = this.#options.now() / 1000;
    for (const [session, live] of this.#live) {
      if (nowSec <= live.expiresSec + LIMITS.tokenClockSlackSec) continue;
      this.#options.count('sessions.expired');
      this.#close(session, CLOSE.tokenExpired, 'the session expired');
    }
    for (const [session, untilSec] of this.#ended) {
      if (untilSec > nowSec) break;
      this.#ended.delete(session);
    }
  }

  #close(session: string, code: number, reason: string): void {
    const live = this.#live.get(session);
    if (live === undefined) return;
    this.#live.delete(session);
    for (const socket of live.sockets) socket.remove(code, reason);
  }
}

// In: pings sent and pongs received. Out: round trip, and whether anybody is there. Run by: guarded-transport, one a connection.

/** Weight of a new round trip in the smoothed one. */
const SMOOTHING = 0.25;
/** Round trips remembered for the minimum: ten seconds at a ping a second. */
const RECENT = 10;
/** Pings that may be unanswered; with one more due, nobody is there. */
const UNANSWERED_MAX = 2;

/** Times are the caller's, monotonic milliseconds. A pong counts only with the nonce of a ping that is still open. */
export class LinkWatch {
  readonly #open: { readonly nonce: number; readonly sentMs: number }[] = [];
  readonly #recentMs: number[] = [];
  #rttMs = -1;

  /** Smoothed round trip, -1 before the first pong. */
  get rttMs(): number {
    return this.#rttMs;
  }

  /** Smallest round trip of about the last ten seconds, -1 before the first pong. */
  get rttMinMs(): number {
    return this.#recentMs.length === 0 ? -1 : Math.min(...this.#recentMs);
  }

  /** By how much the answer to the oldest open ping is later than the link's smallest round trip; 0 with none open. */
  lateMs(nowMs: number): number {
    const [oldest] = this.#open;
    return oldest === undefined ? 0 : Math.max(0, nowMs - oldest.sentMs - Math.max(0, this.rttMinMs));
  }

  /** Notes a ping with this nonce; `false` where two are already unanswered and the connection is dead. */
  ping(nonce: number, nowMs: number): boolean {
    if (this.#open.length >= UNANSWERED_MAX) return false;
    this.#open.push({ nonce, sentMs: nowMs });
    return true;
  }

  /** Takes a pong; `false` where it answers no open ping and therefore proves nothing. */
  pong(nonce: number, nowMs: number): boolean {
    const index = this.#open.findIndex((ping) => ping.nonce === nonce);
    if (index < 0) return false;
    const rttMs = nowMs - this.#open[index]!.sentMs;
    this.#open.splice(0, index + 1);
    this.#rttMs = this.#rttMs < 0 ? rttMs : this.#rttMs + SMOOTHING * (rttMs - this.#rttMs);
    this.#recentMs.push(rttMs);
    if (this.#recentMs.length > RECENT) this.#recentMs.shift();
    return true;
  }
}

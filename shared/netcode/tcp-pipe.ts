// In: messages of one direction, the direction's numbers and the weather. Out: the same messages when TCP would hand them over.
// Run by: net-model.
import { mix32, nextFloat, seedRandom, type RandomState } from '../sim/random.ts';
import type { Weather } from './net-weather.ts';
import type { Way } from './scenarios/scenario.ts';

/** Payload of a segment on Ethernet, and what IPv4, TCP with time stamps and a WebSocket put in front of a small message. */
const SEGMENT_BYTES = 1_448;
const HEADER_BYTES = 60;
/** Linux adds this to the round trip before it gives up waiting, doubles it each time, and stops here (RFC 6298 asks for 1 s at least). */
const RTO_ADDED_MS = 200;
const RTO_MS_MAX = 120_000;
/** Linux' tcp_retries2: then the connection is given up. */
const RETRIES_MAX = 15;
/** Opening a connection: RFC 6298 and Linux' tcp_syn_retries. */
const SYN_RTO_MS = 1_000;
const SYN_RETRIES_MAX = 6;
/** Messages in flight or held back; a sender past it is as good as cut off. Eighteen minutes of sixty a second. */
const MESSAGES_MAX = 65_536;

interface Entry<T> {
  readonly message: T;
  readonly bytes: number;
  /** When all of it is there, if nothing before it is missing. `Infinity`: never. */
  readyMs: number;
  /** It waits for the repair that is under way. */
  isRepaired: boolean;
}

/** The repair of a lost segment, until its acknowledgement is back. */
interface Repair {
  /** When the timer runs out if no acknowledgement of something later comes before; from then on the sender holds back. */
  timerMs: number;
  /** When the copy that gets through is sent. */
  sentMs: number;
  isFast: boolean;
}

export interface PipeOptions {
  readonly way: Way;
  readonly name: 'up' | 'down';
  /** Milliseconds an acknowledgement takes back, without the weather. */
  readonly backMs: number;
  readonly weather: Weather;
  readonly seed: number;
}

/**
 * One direction of a TCP connection. A lost segment holds everything behind it: until the acknowledgement of a later one tells
 * the sender (RACK, RFC 8985; about one round trip), or, with nothing later, until a timer that doubles with each failure
 * (RFC 6298); then all of it arrives in a burst, in order. Left out: probes of the tail, the growth of the congestion window,
 * lost acknowledgements.
 */
export class TcpPipe<T> {
  readonly #options: PipeOptions;
  readonly #sizeOf: (message: T) => number;
  readonly #jitter: RandomState;
  readonly #luck: RandomState;
  #wasLost = false;
  #entries: Entry<T>[] = [];
  /** When the last message was handed over, when the narrow point is free, from when on all is swallowed. */
  #lastMs = 0;
  #freeMs = 0;
  #deadMs = Infinity;
  #repair: Repair | undefined;

  constructor(options: PipeOptions, sizeOf: (message: T) => number) {
    this.#options = options;
    this.#sizeOf = sizeOf;
    this.#jitter = seedRandom(options.seed);
    this.#luck = seedRandom(mix32(options.seed, 0x1055));
  }

  /** Messages sent and not handed over yet. */
  get inFlight(): number {
    return this.#entries.length;
  }

  /** Bytes that wait at the narrow point. */
  queuedBytes(nowMs: number): number {
    return (Math.max(0, this.#freeMs - nowMs) * this.#options.way.kbps) / 8;
  }

  /** Takes a message. Times must not go backwards. */
  send(nowMs: number, message: T): void {
    if (nowMs >= this.#deadMs) return;
    if (this.#entries.length >= MESSAGES_MAX) this.swallow(nowMs);
    const size = this.#sizeOf(message);
    const segments = Math.max(1, Math.ceil(size / SEGMENT_BYTES));
    const bytes = size + segments * HEADER_BYTES;
    const entry: Entry<T> = { message, bytes, readyMs: 0, isRepaired: false };
    const jitterMs = nextFloat(this.#jitter) * this.#options.way.jitterMs;
    const repair = this.#repair !== undefined && nowMs < this.#repair.sentMs + this.#roundTripMs(this.#repair.sentMs) ? this.#repair : undefined;
    this.#repair = repair;
    const leaveMs = this.#queue(nowMs, bytes);
    const isLost = this.#loses(segments) || leaveMs === undefined || this.#options.weather.isDark(leaveMs);
    this.#entries.push(entry);
    if (repair !== undefined && (isLost || nowMs >= repair.timerMs)) this.#join(entry, repair, leaveMs ?? nowMs);
    else if (isLost) this.#startRepair(entry, leaveMs ?? nowMs);
    else {
      entry.readyMs = this.#arrivalMs(leaveMs, jitterMs);
      if (repair !== undefined) this.#hurry(repair, entry.readyMs);
    }
  }

  /** What has been handed over since the last call, in the order sent. Times must not go backwards. */
  receive(nowMs: number): T[] {
    let due = 0;
    for (let atMs = this.nextMs(); atMs <= nowMs; atMs = this.#handOverMs(this.#entries[due])) {
      this.#lastMs = atMs;
      due++;
    }
    return due === 0 ? [] : this.#entries.splice(0, due).map(({ message }) => message);
  }

  /** When the next message is handed over if nothing more is sent; `Infinity` when there is none. Sending can bring it forward. */
  nextMs(): number {
    return this.#handOverMs(this.#entries[0]);
  }

  /** From `atMs` on nothing is handed over any more, of what is under way neither. */
  swallow(atMs: number): void {
    this.#deadMs = Math.min(this.#deadMs, atMs);
  }

  /** Forgets what is in flight: the connection was lost. What is sent next belongs to a new one. */
  cut(): void {
    this.#entries = [];
    this.#lastMs = 0;
    this.#deadMs = Infinity;
    this.#repair = undefined;
  }

  /** Everything in flight, in order; it is forgotten here. */
  drain(): T[] {
    const messages = this.#entries.map(({ message }) => message);
    this.cut();
    return messages;
  }

  /** When a connection asked for at `nowMs` may carry its first message: the handshake, and the request for a WebSocket. */
  openMs(nowMs: number): number {
    let atMs = nowMs;
    let rtoMs = SYN_RTO_MS;
    for (let n = 0; n <= SYN_RETRIES_MAX; n++) {
      if (!this.#losesCopy(atMs)) return this.#options.weather.clearAtMs(atMs + 2 * this.#roundTripMs(atMs));
      atMs += rtoMs;
      rtoMs *= 2;
    }
    return Infinity;
  }

  /** When a message passes the narrow point; `undefined` when its queue is full. */
  #queue(nowMs: number, bytes: number): number | undefined {
    const { kbps, queueBytes } = this.#options.way;
    if (kbps === 0) return nowMs;
    if (this.#freeMs > nowMs && this.queuedBytes(nowMs) + bytes > queueBytes) return undefined;
    this.#freeMs = Math.max(nowMs, this.#freeMs) + (bytes * 8) / kbps;
    return this.#freeMs;
  }

  /** Two states, as Gilbert's model: after a loss the next one is likelier, so that losses come in runs. */
  #loses(segments: number): boolean {
    const { loss, lossRun } = this.#options.way;
    if (loss === 0) return false;
    const again = Math.max(loss, 1 - 1 / lossRun);
    const anew = (loss * (1 - again)) / (1 - loss);
    let isLost = false;
    for (let n = 0; n < segments; n++) {
      this.#wasLost = nextFloat(this.#luck) < (this.#wasLost ? again : anew);
      isLost ||= this.#wasLost;
    }
    return isLost;
  }

  /** Copies are sent alone and much later, so a run of losses has passed. */
  #losesCopy(atMs: number): boolean {
    const { way, weather } = this.#options;
    return weather.isDark(atMs) || (way.loss > 0 && nextFloat(this.#luck) < way.loss);
  }

  #arrivalMs(leaveMs: number, jitterMs = this.#options.way.jitterMs / 2): number {
    const { way, weather, name } = this.#options;
    return weather.clearAtMs(leaveMs + way.latencyMs + jitterMs + weather.extraMs(name, leaveMs));
  }

  #backMs(atMs: number): number {
    const { backMs, weather, name } = this.#options;
    return backMs + weather.extraMs(name === 'up' ? 'down' : 'up', atMs);
  }

  #roundTripMs(atMs: number): number {
    const { way, weather, name } = this.#options;
    return way.latencyMs + way.jitterMs / 2 + weather.extraMs(name, atMs) + this.#backMs(atMs);
  }

  #rtoMs(atMs: number): number {
    return this.#roundTripMs(atMs) + RTO_ADDED_MS;
  }

  #startRepair(entry: Entry<T>, lostMs: number): void {
    const timerMs = lostMs + this.#rtoMs(lostMs);
    this.#repair = { timerMs, sentMs: this.#retryMs(timerMs, 2 * this.#rtoMs(lostMs)), isFast: false };
    entry.isRepaired = true;
    entry.readyMs = this.#arrivalMs(this.#repair.sentMs);
  }

  /** Lost or held back while a repair is under way: sent a round trip after it. */
  #join(entry: Entry<T>, repair: Repair, leaveMs: number): void {
    const sentMs = Math.max(repair.sentMs, leaveMs);
    entry.isRepaired = true;
    entry.readyMs = this.#arrivalMs(sentMs + this.#roundTripMs(sentMs));
  }

  /** Something later has arrived: its acknowledgement makes the sender repeat all that is missing at once, if the timer has not yet. */
  #hurry(repair: Repair, arrivedMs: number): void {
    const ackMs = arrivedMs + this.#backMs(arrivedMs);
    if (repair.isFast || ackMs >= repair.timerMs) return;
    repair.isFast = true;
    const isLost = this.#losesCopy(ackMs);
    repair.timerMs = isLost ? ackMs + this.#rtoMs(ackMs) : Infinity;
    repair.sentMs = isLost ? this.#retryMs(repair.timerMs, 2 * this.#rtoMs(ackMs)) : ackMs;
    for (const entry of this.#entries) if (entry.isRepaired) entry.readyMs = this.#arrivalMs(repair.sentMs);
  }

  /** The first of the retries at `atMs`, and then at growing distances, that gets through. */
  #retryMs(firstMs: number, firstRtoMs: number): number {
    let atMs = firstMs;
    let rtoMs = firstRtoMs;
    for (let n = 0; n < RETRIES_MAX; n++) {
      if (!this.#losesCopy(atMs)) return atMs;
      atMs += Math.min(rtoMs, RTO_MS_MAX);
      rtoMs *= 2;
    }
    return Infinity;
  }

  #handOverMs(entry: Entry<T> | undefined): number {
    if (entry === undefined) return Infinity;
    const { kbps } = this.#options.way;
    const atMs = Math.max(entry.readyMs, this.#lastMs + (kbps === 0 ? 0 : (entry.bytes * 8) / kbps));
    return atMs >= this.#deadMs ? Infinity : atMs;
  }
}

// In: a scenario and a seed. Out: one link, both directions: what arrives when, and what befalls the connection.
// Run by: clients under a bad network, virtual matches, tests. The time is the caller's: virtual or real milliseconds from 0.
import { eventSeed, Periods, Weather, type Period } from './net-weather.ts';
import type { Scenario, Way } from './scenarios/scenario.ts';
import { TcpPipe } from './tcp-pipe.ts';

export interface NetEvent {
  /** `half-open` concerns nobody but who counts them: neither end is told. */
  readonly kind: 'reset' | 'half-open' | 'hidden' | 'shown';
  readonly atMs: number;
}

type Happening = 'reset' | 'half-open' | 'hidden';

/** Tells one event's occurrences in turn. */
class Feed {
  readonly #kind: Happening;
  readonly #periods: Periods;
  #period: Period | undefined;
  #isInside = false;

  constructor(kind: Happening, periods: Periods) {
    this.#kind = kind;
    this.#periods = periods;
    this.#period = periods.next();
  }

  get next(): NetEvent | undefined {
    if (this.#period === undefined) return undefined;
    return this.#isInside ? { kind: 'shown', atMs: this.#period.endMs } : { kind: this.#kind, atMs: this.#period.startMs };
  }

  pass(): void {
    if (this.#kind === 'hidden') this.#isInside = !this.#isInside;
    if (!this.#isInside) this.#period = this.#periods.next();
  }
}

const bytesOf = (message: unknown) => (message as Uint8Array).byteLength;

/**
 * A player's link to the server, for as long as the player plays: the connection on it may be lost and made anew.
 * Ask for the events before you receive, and let no time go backwards. Same scenario, seed and calls: same times.
 */
export class NetModel<Up = Uint8Array, Down = Uint8Array> {
  readonly scenario: Scenario;
  readonly up: TcpPipe<Up>;
  readonly down: TcpPipe<Down>;
  readonly #weather: Weather;
  readonly #feeds: readonly Feed[];
  #isHalfOpen = false;

  /** `sizes`: bytes of a message, for messages that are not byte arrays. */
  constructor(scenario: Scenario, seed: number, sizes: { readonly up?: (message: Up) => number; readonly down?: (message: Down) => number } = {}) {
    const { up, down, events } = scenario;
    const weather = new Weather(events, seed);
    this.scenario = scenario;
    this.#weather = weather;
    this.up = new TcpPipe<Up>({ way: up, name: 'up', backMs: typicalMs(down), weather, seed: seed * 2 + 1 }, sizes.up ?? bytesOf);
    this.down = new TcpPipe<Down>({ way: down, name: 'down', backMs: typicalMs(up), weather, seed: seed * 2 + 2 }, sizes.down ?? bytesOf);
    this.#feeds = events.flatMap((event, index) => (
      isHappening(event.kind) ? [new Feed(event.kind, new Periods(event, eventSeed(seed, index)))] : []
    ));
  }

  /** Round trip without queues, stalls and loss, milliseconds. */
  get rttMs(): number {
    return typicalMs(this.scenario.up) + typicalMs(this.scenario.down);
  }

  /** Whether the connection swallows what is sent. */
  get isHalfOpen(): boolean {
    return this.#isHalfOpen;
  }

  /** What has happened up to `nowMs` and was not told before, oldest first. A reset loses what is in flight; a half-open link swallows it. */
  eventsUntil(nowMs: number): NetEvent[] {
    const happened: NetEvent[] = [];
    for (let feed = this.#nextFeed(); feed !== undefined && feed.next!.atMs <= nowMs; feed = this.#nextFeed()) {
      const event = feed.next!;
      feed.pass();
      if (event.kind === 'reset') this.cut();
      if (event.kind === 'half-open') {
        this.#isHalfOpen = true;
        this.up.swallow(event.atMs);
        this.down.swallow(event.atMs);
      }
      happened.push(event);
    }
    this.#weather.forget(nowMs);
    return happened;
  }

  /** When something is handed over or happens next, if nothing more is sent. */
  nextMs(): number {
    return Math.min(this.up.nextMs(), this.down.nextMs(), this.#nextFeed()?.next?.atMs ?? Infinity);
  }

  /** The connection is gone, and what was in flight with it. */
  cut(): void {
    this.#isHalfOpen = false;
    this.up.cut();
    this.down.cut();
  }

  /** Everything in flight, in order; the connection is over. */
  drain(): { readonly up: Up[]; readonly down: Down[] } {
    return { up: this.up.drain(), down: this.down.drain() };
  }

  /** Makes a new connection, whole again; the millisecond from which it carries messages, `Infinity` where it cannot be made. */
  connect(nowMs: number): number {
    this.cut();
    return this.up.openMs(nowMs);
  }

  #nextFeed(): Feed | undefined {
    let first: Feed | undefined;
    for (const feed of this.#feeds) {
      if (feed.next !== undefined && (first === undefined || feed.next.atMs < first.next!.atMs)) first = feed;
    }
    return first;
  }
}

function typicalMs({ latencyMs, jitterMs }: Way): number {
  return latencyMs + jitterMs / 2;
}

function isHappening(kind: string): kind is Happening {
  return kind === 'reset' || kind === 'half-open' || kind === 'hidden';
}

// In: a joined room and a network scenario. Out: a room whose socket sends and receives as over such a network, in real time.
// Run by: connection, on request: bots, pages with ?net=, tests.
import type { Room } from '@colyseus/sdk';
import { NetModel, type NetEvent } from '../../shared/netcode/net-model.ts';
import { scenarioNamed, unknownScenario, type Scenario } from '../../shared/netcode/scenarios/index.ts';

/** Colyseus' code for a link that broke and may be tried again; the server treats it as it treats a reset. */
const MAY_RECONNECT = 4010;
const OPEN = 1;
/** Bytes of a closing frame with its code. */
const CLOSE_BYTES = 4;
/** As long as both ends take to notice silence. */
const SILENCE_MS = 2_500;
/** Timers come late, never early; a millisecond is their grain. */
const TIMER_MS_MAX = 60_000;

/** The part of the SDK's transport that this stands between. */
interface Transport {
  ws: { readonly readyState: number; send(bytes: Uint8Array): void };
  events: TransportEvents;
  send(bytes: Uint8Array): void;
  close(code?: number, reason?: string): void;
}
interface TransportEvents {
  onopen?: (event: unknown) => void;
  onmessage?: (event: MessageLike) => void;
  onclose?: (event: CloseLike) => void;
  onerror?: (event: unknown) => void;
}
interface MessageLike { readonly data: ArrayBuffer; readonly target?: unknown }
interface CloseLike { readonly code?: number; readonly reason?: string; readonly target?: unknown }
type Arrival = { readonly kind: 'message'; readonly event: MessageLike } | { readonly kind: 'close'; readonly event: CloseLike };

const bytesOf = (arrival: Arrival) => (arrival.kind === 'message' ? arrival.event.data.byteLength : CLOSE_BYTES);

/** @throws RangeError naming the known ones. */
export function requireScenario(name: string): Scenario {
  const scenario = scenarioNamed(name);
  if (scenario === undefined) throw new RangeError(unknownScenario(name));
  return scenario;
}

/**
 * Between the SDK and its socket, so that reconnecting, watching for silence and measuring work as over a real network. The
 * join itself is not slowed. The server's end is real and near: it learns of a dead link when the client gives it up, about
 * when its own pings would have told it.
 */
export class BadLink {
  /** Told when the scenario hides the page, and when it shows it again. */
  onHidden: ((hidden: boolean) => void) | undefined;
  readonly #transport: Transport;
  /** What the SDK listens with. */
  readonly #events: TransportEvents;
  readonly #close: Transport['close'];
  #model: NetModel<Uint8Array, Arrival> | undefined;
  #startMs = 0;
  /** From when on the connection carries messages. */
  #openMs = 0;
  /** A socket that was closed or reset: what it still says came too late. */
  #gone: unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerMs = Infinity;

  constructor(room: Room) {
    this.#transport = room.connection.transport as unknown as Transport;
    this.#events = this.#transport.events;
    this.#close = this.#transport.close.bind(this.#transport);
    this.#transport.send = (bytes) => this.#send(bytes);
    this.#transport.close = (code, reason) => {
      this.#forget();
      this.#close(code, reason);
    };
    this.#transport.events = {
      onopen: (event) => this.#opened(event),
      onmessage: (event) => this.#arrived(event.target, { kind: 'message', event }),
      onclose: (event) => this.#arrived(event.target, { kind: 'close', event }),
      onerror: (event) => this.#events.onerror?.(event),
    };
    room.onLeave(() => this.#stop());
  }

  get scenario(): Scenario | undefined {
    return this.#model?.scenario;
  }

  /** Another network from now on, or none; what the old one still held arrives at once, unless it had swallowed some. */
  use(scenario: Scenario | undefined, seed: number): void {
    const old = this.#model;
    this.#model = undefined;
    this.#stop();
    if (old !== undefined) this.#release(old);
    if (scenario === undefined) return;
    this.#startMs = performance.now();
    this.#openMs = 0;
    this.#model = new NetModel<Uint8Array, Arrival>(scenario, seed, { down: bytesOf });
    this.#schedule();
  }

  get #nowMs(): number {
    return performance.now() - this.#startMs;
  }

  #send(bytes: Uint8Array): void {
    if (this.#model === undefined) {
      this.#transport.ws.send(bytes);
      return;
    }
    // The SDK and the encoder write the next frame into the same memory.
    this.#model.up.send(Math.max(this.#nowMs, this.#openMs), bytes.slice());
    this.#schedule();
  }

  #opened(event: unknown): void {
    if (this.#model !== undefined) this.#openMs = this.#model.connect(this.#nowMs);
    this.#events.onopen?.(event);
  }

  #arrived(socket: unknown, arrival: Arrival): void {
    // The SDK's own word of a close has no socket: it is not news from the network.
    if (this.#model === undefined || socket === undefined) this.#hand(arrival);
    else if (socket === this.#gone) this.#late(arrival);
    else if (arrival.kind === 'close' && (this.#model.isHalfOpen || this.#openMs === Infinity)) this.#closeSilently(arrival);
    else {
      this.#model.down.send(Math.max(this.#nowMs, this.#openMs), arrival);
      this.#schedule();
    }
  }

  /** What was on its way when the client closed is lost, but that the socket has closed is not. */
  #late(arrival: Arrival): void {
    if (arrival.kind === 'close') this.#hand(arrival);
  }

  /** A half-open link brings no word of a close, but a closed socket cannot pass for an open one for ever. */
  #closeSilently(arrival: Arrival): void {
    const socket = this.#transport.ws;
    setTimeout(() => {
      if (this.#transport.ws === socket && this.#gone !== socket) this.#hand(arrival);
    }, SILENCE_MS);
  }

  #hand(arrival: Arrival): void {
    if (arrival.kind === 'message') this.#events.onmessage?.(arrival.event);
    else this.#events.onclose?.(arrival.event);
  }

  #pump(): void {
    const model = this.#model;
    if (model === undefined) return;
    const nowMs = this.#nowMs;
    for (const event of model.eventsUntil(nowMs)) this.#befall(event);
    for (const bytes of model.up.receive(nowMs)) if (this.#transport.ws.readyState === OPEN) this.#transport.ws.send(bytes);
    const socket = this.#transport.ws;
    for (const arrival of model.down.receive(nowMs)) {
      // One of them may have made the client close, or switch networks.
      if (this.#gone === socket || this.#transport.ws !== socket) break;
      this.#hand(arrival);
    }
    this.#schedule();
  }

  #befall({ kind }: NetEvent): void {
    switch (kind) {
      case 'reset':
        if (this.#transport.ws.readyState === OPEN) this.#transport.close(MAY_RECONNECT, 'reset');
        break;
      case 'hidden': case 'shown': this.onHidden?.(kind === 'hidden'); break;
      case 'half-open':
        // Between two connections there is none to die.
        if (this.#transport.ws.readyState !== OPEN) this.#model?.cut();
        break;
    }
  }

  /** The connection ends here and now: nothing on its way counts any more. */
  #forget(): void {
    if (this.#model === undefined) return;
    this.#gone = this.#transport.ws;
    this.#model.cut();
  }

  #release(old: NetModel<Uint8Array, Arrival>): void {
    const isWhole = !old.isHalfOpen && this.#openMs !== Infinity;
    const { up, down } = old.drain();
    if (!isWhole) {
      this.#transport.close(MAY_RECONNECT, 'half-open');
      return;
    }
    for (const bytes of up) if (this.#transport.ws.readyState === OPEN) this.#transport.ws.send(bytes);
    for (const arrival of down) this.#hand(arrival);
  }

  #schedule(): void {
    if (this.#model === undefined) return;
    const atMs = this.#model.nextMs();
    if (atMs >= this.#timerMs || atMs === Infinity) return;
    this.#stop();
    this.#timerMs = atMs;
    this.#timer = setTimeout(() => {
      this.#timerMs = Infinity;
      this.#pump();
    }, Math.min(TIMER_MS_MAX, Math.max(0, atMs - this.#nowMs)));
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timerMs = Infinity;
  }
}

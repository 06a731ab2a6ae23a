// In: a joined Colyseus room. Out: the link of a game client: raw input frames out, patches and messages in, and a watch
// on silence. Run by: connection.
import type { Room } from '@colyseus/sdk';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { MESSAGE, type LinkReport, type Welcome } from '../../shared/netcode/protocol.ts';
import type { DecodedState } from './adopt.ts';
import type { Link, LinkEvents } from './link.ts';

/** Patches come twenty times a second: two seconds of nothing is a dead link, which a WebSocket alone never notices. */
const SILENCE_MS_MAX = 2_000;
const WATCH_MS = 250;
const PAUSE_MS = SILENCE_MS_MAX - 2 * WATCH_MS;
/** Of these beats every fourth measures the round trip. */
const BEATS_PER_PING = 4;
/** A socket that opens into a link which swallows everything would try for minutes; a new one may find a better way. */
const ATTEMPT_MS_MAX = 5_000;
/** Trying longer than a seat is kept is for nothing; the rest is for the last answer to arrive. */
const RETRY_MS_MAX = (LIMITS.seatHoldSec + 5) * 1_000;
const RETRY_DELAY_MS_MAX = 1_500;
const RETRY_DELAY_MS_MIN = 50;
/** A server that does not answer a farewell is left without one. */
const LEAVE_MS_MAX = 1_000;
/** Colyseus' codes for a link that broke and may be tried again, and for a player who chose to go. */
const MAY_RECONNECT = 4010;
const LEFT = 4000;
/** `readyState` of a WebSocket that has begun to close. */
const CLOSING = 2;

export interface FirstWord {
  /** The server has welcomed us and its first state is here. */
  onFirst(): void;
  onRefused(text: string): void;
}

interface Socket {
  readonly readyState: number;
}

export class RoomLink implements Link {
  readonly #room: Room;
  readonly #watch: ReturnType<typeof setInterval>;
  #client: LinkEvents | undefined;
  #rttMs = -1;
  #heardMs = performance.now();
  #beats = 0;
  #beatMs = performance.now();
  #left = false;
  #brokeMs = 0;
  /** The socket that tries to replace a broken one, and since when. */
  #attempt: { readonly socket: Socket; readonly sinceMs: number } | undefined;

  constructor(room: Room) {
    this.#room = room;
    // Nothing is kept for later: a seat that returns starts its inputs and its presence afresh.
    Object.assign(room.reconnection, {
      minUptime: 0, delay: RETRY_DELAY_MS_MIN, minDelay: RETRY_DELAY_MS_MIN, maxDelay: RETRY_DELAY_MS_MAX,
      maxRetries: Math.ceil(RETRY_MS_MAX / RETRY_DELAY_MS_MAX), maxEnqueuedMessages: 0,
    });
    this.#watch = setInterval(() => this.#beat(performance.now()), WATCH_MS);
  }

  send(bytes: Uint8Array): void {
    if (this.#isUp) this.#room.connection.send(bytes);
  }

  sendCommand(name: string, payload: Parameters<Link['sendCommand']>[1]): void {
    if (this.#isUp) this.#room.send(name, payload);
  }

  /** Gives the seat back: at once, or the moment a broken link is there again. Never waits for a server that is silent. */
  async leave(): Promise<void> {
    this.#left = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    if (this.#isUp) {
      const silence = new Promise<void>((resolve) => { timer = setTimeout(resolve, LEAVE_MS_MAX); });
      await Promise.race([this.#room.leave(true), silence]);
      clearTimeout(timer);
      if (this.#isUp) this.#room.connection.close(LEFT);
    }
    this.#client?.onClosed(LEFT, undefined);
  }

  rttMs(): number {
    return this.#rttMs;
  }

  /** Hands everything the room receives to `client`, from now on. */
  feed(client: LinkEvents, { onFirst, onRefused }: FirstWord): void {
    this.#client = client;
    const room = this.#room;
    let welcomed = false;
    let stated = false;
    let notice: string | undefined;
    this.#tapBytes(client);
    room.onMessage(MESSAGE.welcome, (welcome: Welcome) => {
      client.onWelcome(welcome, performance.now());
      welcomed = true;
      if (stated) onFirst();
    });
    room.onMessage(MESSAGE.events, (bytes: Uint8Array) => client.onEvents(bytes));
    room.onMessage(MESSAGE.report, (report: LinkReport) => client.onReport(report));
    room.onMessage(MESSAGE.pace, (pace: number) => client.onPace(pace));
    room.onMessage(MESSAGE.notice, ({ text }: { text: string }) => { notice = text; });
    room.onStateChange((state: unknown) => {
      client.onState(state as DecodedState, performance.now());
      stated = true;
      if (welcomed) onFirst();
    });
    room.onDrop(() => this.#dropped(performance.now()));
    room.onReconnect(() => {
      this.#attempt = undefined;
      // Behind the SDK's own answer to the join: before it the server hears no farewell.
      if (this.#left) queueMicrotask(() => void room.leave(true));
    });
    room.onError((_code, message) => onRefused(message || 'The connection failed.'));
    room.onLeave((code, reason) => {
      clearInterval(this.#watch);
      client.onClosed(code, notice ?? reason);
      onRefused(notice ?? (reason || 'The connection was closed.'));
    });
  }

  /** A frame on a socket that is open but not joined again would shift the seat's count of inputs for ever. */
  get #isUp(): boolean {
    return !this.#room.reconnection.isReconnecting && this.#room.connection.isOpen;
  }

  /** Counts what arrives and when; the SDK replaces its handler on no path of a reconnect, so wrapping once is enough. */
  #tapBytes(client: LinkEvents): void {
    const events = this.#room.connection.events as { onmessage?: (event: { data: ArrayBuffer }) => void };
    const handle = events.onmessage;
    events.onmessage = (event) => {
      this.#heardMs = performance.now();
      client.onBytesIn(event.data.byteLength, this.#heardMs);
      handle?.(event);
    };
  }

  /** Also called by the SDK for every attempt that failed. */
  #dropped(nowMs: number): void {
    const { isReconnecting, retryCount } = this.#room.reconnection;
    if (!isReconnecting) this.#brokeMs = nowMs;
    this.#attempt = undefined;
    if (!this.#left) this.#client?.onReconnecting(isReconnecting ? retryCount + 1 : 1, nowMs);
  }

  #beat(nowMs: number): void {
    const room = this.#room;
    if (room.reconnection.isReconnecting) {
      this.#heardMs = nowMs;
      if (!this.#left) this.#client?.onReconnecting(room.reconnection.retryCount, nowMs);
      this.#watchAttempt(nowMs);
      return;
    }
    // A page that stood still could not have heard: what came meanwhile waits behind this very timer. Hidden pages beat once a second.
    if (nowMs - this.#beatMs > PAUSE_MS) this.#heardMs = nowMs;
    this.#beatMs = nowMs;
    if (nowMs - this.#heardMs > SILENCE_MS_MAX) {
      this.#heardMs = nowMs;
      room.connection.close(MAY_RECONNECT, 'silence');
      return;
    }
    if (this.#beats++ % BEATS_PER_PING !== 0) return;
    room.ping((ms: number) => { this.#rttMs = this.#rttMs < 0 ? ms : this.#rttMs * 0.7 + ms * 0.3; });
  }

  /** Ends an attempt that hangs, so that the SDK makes the next; and the last one when the seat is surely gone. */
  #watchAttempt(nowMs: number): void {
    const { connection, reconnection } = this.#room;
    if (nowMs - this.#brokeMs > RETRY_MS_MAX) reconnection.maxRetries = 0;
    const { ws: socket } = connection.transport as unknown as { readonly ws: Socket };
    if (socket.readyState >= CLOSING) return;
    if (this.#attempt?.socket !== socket) this.#attempt = { socket, sinceMs: nowMs };
    else if (nowMs - this.#attempt.sinceMs > ATTEMPT_MS_MAX) connection.close(MAY_RECONNECT, 'no answer');
  }
}

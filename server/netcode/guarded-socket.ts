// In: a WebSocket as ws makes it. Out: one whose every frame, pong and send passes a guard first. Run by: guarded-transport.
import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import WebSocket from 'ws';
import { CLOSE } from '../../shared/netcode/close-codes.ts';
import type { LIMITS } from '../../shared/netcode/limits.ts';
import type { Shape } from '../../shared/netcode/shape.ts';
import type { FrameRefusal } from '../../shared/netcode/verdicts.ts';
import { FrameGuard, type FrameVerdict, type InputSink } from './frame-guard.ts';
import { frameOf, writeThisTurn } from './frame-writer.ts';
import { LinkWatch } from './link-watch.ts';
import { PatchValve } from './patch-valve.ts';

/** What a room knows of one connection. Ends with the socket: a player who returns has a new one. */
export interface Connection {
  /** Sends this connection's inputs to `sink` from now on, decoded by `shape` from a fresh baseline. */
  attachInputs<I extends object>(shape: Shape<I>, sink: InputSink): void;
  detachInputs(): void;
  /** How to tell this connection that it sends what the game does not send, before it is removed for it. */
  attachWarning(warn: () => void): void;
  /** How to send this connection the whole state; with it, patches are held back while it is behind. */
  attachResync(sendState: () => void): void;
  /** Smoothed round trip by WebSocket ping, milliseconds; -1 before the first pong. */
  readonly rttMs: number;
  /** Smallest round trip of the last ten seconds or so; -1 before the first pong. */
  readonly rttMinMs: number;
  readonly refusals: Readonly<Record<FrameRefusal, number>>;
  /** Why this side ended the connection, if it did; the code of the socket's close event is the other side's word. */
  readonly removed: { readonly code: number; readonly reason: string } | undefined;
  /** Closes the connection: deaf at once, gone after a moment even if the other side does not answer. */
  remove(code: number, reason: string): void;
}

export type SocketLimits = Pick<typeof LIMITS, 'bufferedBytesMax' | 'joinAckMsMax'>;

/** What a connection needs of the process around it. */
export interface SocketHost {
  readonly limits: { readonly [K in keyof SocketLimits]: number };
  now(): number;
  count(name: string): void;
  debug(details: object, text: string): void;
  error(details: object, text: string): void;
}

/** First bytes of the frames with which Colyseus offers a join and sends a patch. */
const JOIN_ROOM = 10;
const STATE_PATCH = 15;

export class GuardedSocket extends WebSocket {
  #link: GuardedConnection | undefined;

  /** Puts the guard in place; called before anything can have been received. */
  guardWith(link: GuardedConnection): void {
    this.#link = link;
  }

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    const link = this.#link;
    if (link === undefined) return this.#pass(event, args);
    switch (event) {
      case 'message': return link.receive(args[0] as Uint8Array, args[1] as boolean, () => this.#pass(event, args));
      case 'pong': return link.receivePong(args[0] as Buffer);
      case 'ping': return link.receivePing();
      case 'error': link.receiveError(args[0] as Error & { readonly code?: string }); break;
      case 'close': link.ended(); break;
    }
    return this.#pass(event, args);
  }

  override send(data: Parameters<WebSocket['send']>[0], ...rest: unknown[]): void {
    if (this.#link !== undefined && !this.#link.maySend(data)) return;
    const [, done] = rest;
    // The base's `_socket` is the one under it: nothing is compressed here, so it adds no more than the frame's head.
    const { _socket: socket } = this as unknown as { readonly _socket: Socket | null };
    if (data instanceof Uint8Array && done === undefined && socket?.writable === true && this.readyState === WebSocket.OPEN) {
      writeThisTurn(socket, frameOf(data));
      return;
    }
    (super.send as (...args: unknown[]) => void).call(this, data, ...rest);
  }

  override close(code?: number, data?: string | Buffer): void {
    this.#link?.deafen();
    super.close(code, data);
  }

  #pass(event: string | symbol, args: unknown[]): boolean {
    return (super.emit as (event: string | symbol, ...args: unknown[]) => boolean).call(this, event, ...args);
  }
}

export interface LinkOptions {
  readonly host: SocketHost;
  readonly takesMessage: (type: string | number) => boolean;
}

/** The guard of one socket: judges, counts, measures, and ends it. */
export class GuardedConnection implements Connection {
  readonly #socket: GuardedSocket;
  readonly #host: SocketHost;
  readonly #guard: FrameGuard;
  readonly #watch = new LinkWatch();
  readonly #valve = new PatchValve();
  #sendState: (() => void) | undefined;
  #warn: (() => void) | undefined;
  #joinTimer: NodeJS.Timeout | undefined;
  #removed: { readonly code: number; readonly reason: string } | undefined;

  constructor(socket: GuardedSocket, options: LinkOptions) {
    const { host, takesMessage } = options;
    this.#socket = socket;
    this.#host = host;
    this.#guard = new FrameGuard({
      nowMs: host.now(), takesMessage, onRefusal: (reason) => host.count(`frames.refused.${reason}`),
    });
    this.#joinTimer = setTimeout(() => this.#joinTimedOut(), host.limits.joinAckMsMax);
    socket.guardWith(this);
  }

  get rttMs(): number {
    return this.#watch.rttMs;
  }

  get rttMinMs(): number {
    return this.#watch.rttMinMs;
  }

  get refusals(): Readonly<Record<FrameRefusal, number>> {
    return this.#guard.refusals;
  }

  get removed(): { readonly code: number; readonly reason: string } | undefined {
    return this.#removed;
  }

  attachInputs<I extends object>(shape: Shape<I>, sink: InputSink): void {
    this.#guard.attachInputs(shape, sink);
  }

  detachInputs(): void {
    this.#guard.detachInputs();
  }

  attachWarning(warn: () => void): void {
    this.#warn = warn;
  }

  attachResync(sendState: () => void): void {
    this.#sendState = sendState;
  }

  remove(code: number, reason: string): void {
    if (this.#removed !== undefined) return;
    this.#removed = { code, reason };
    this.#host.count('connections.removed');
    this.#host.debug({ code, reason, refusals: nonZero(this.#guard.refusals) }, 'connection removed');
    this.#socket.close(code, reason);
  }

  /** Frees the seat of a link that its own player has already left for a new one. */
  supersede(): void {
    this.#socket.close(CLOSE.replaced);
    // The close frame is with the kernel by now; waiting for an answer would only keep the player waiting.
    setImmediate(() => this.#socket.terminate());
  }

  deafen(): void {
    clearTimeout(this.#joinTimer);
    this.#guard.close();
  }

  ended(): void {
    this.deafen();
  }

  /** Judges a message; `pass` hands it to Colyseus. A throw behind the guard ends this connection, not the process. */
  receive(data: Uint8Array, isBinary: boolean, pass: () => boolean): boolean {
    try {
      const verdict = this.#guard.judge(data, isBinary, this.#host.now());
      if (verdict === 'pass') {
        if (this.#guard.joined) clearTimeout(this.#joinTimer);
        return pass();
      }
      this.#answer(verdict);
    } catch (error) {
      this.#host.count('frames.threw');
      this.#host.error({ err: error }, 'handling a frame threw');
      this.remove(CLOSE.roomFailed, 'handling a frame failed');
    }
    return true;
  }

  receivePing(): boolean {
    this.#answer(this.#guard.judgeControl(this.#host.now()));
    return true;
  }

  receivePong(payload: Buffer): boolean {
    const nowMs = this.#host.now();
    if (payload.length === 4 && this.#watch.pong(payload.readUInt32LE(), nowMs)) return true;
    this.#host.count('pongs.unsolicited');
    return this.receivePing();
  }

  /** The WebSocket layer refused something before it was a frame: it closes the connection itself, here it is counted. */
  receiveError(error: Error & { readonly code?: string }): void {
    const reason = refusalOf(error.code);
    if (reason !== undefined) this.#guard.refuse(reason, this.#host.now());
    this.deafen();
  }

  maySend(data: unknown): boolean {
    if (this.#socket.bufferedAmount > this.#host.limits.bufferedBytesMax) {
      this.#endSlowReader();
      return false;
    }
    if (!(data instanceof Uint8Array)) return true;
    if (data[0] === JOIN_ROOM) this.#offered();
    return data[0] !== STATE_PATCH || this.#sendState === undefined || this.#maySendPatch(this.#sendState);
  }

  /** Once a ping interval: measures the link, or ends one that is silent or does not read. */
  beat(): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.bufferedAmount > this.#host.limits.bufferedBytesMax) return this.#endSlowReader();
    const nonce = randomInt(2 ** 32);
    if (!this.#watch.ping(nonce, this.#host.now())) {
      this.#host.count('connections.silent');
      this.#socket.terminate();
      return;
    }
    const payload = Buffer.allocUnsafe(4);
    payload.writeUInt32LE(nonce);
    this.#socket.ping(payload);
  }

  #answer(verdict: FrameVerdict): void {
    if (verdict === 'remove') this.remove(CLOSE.abuse, 'too many refused frames');
    if (verdict !== 'warn') return;
    this.#host.count('connections.warned');
    this.#warn?.();
  }

  #maySendPatch(sendState: () => void): boolean {
    const nowMs = this.#host.now();
    const verdict = this.#valve.judge({ bufferedBytes: this.#socket.bufferedAmount, lateMs: this.#watch.lateMs(nowMs) }, nowMs);
    if (verdict === 'send') return true;
    this.#host.count('patches.held');
    if (verdict === 'end') this.#endSlowReader();
    // Behind the loop that hands this patch to everybody: the whole state then holds what the patch says, and the next follows on it.
    if (verdict === 'resync') setImmediate(sendState);
    return false;
  }

  #offered(): void {
    this.#guard.offerJoin();
    if (!this.#guard.joined) this.#joinTimer?.refresh();
  }

  #joinTimedOut(): void {
    this.#guard.refuse('join-timeout', this.#host.now());
    this.remove(CLOSE.joinTimeout, 'the join was not acknowledged');
  }

  #endSlowReader(): void {
    if (this.#removed !== undefined) return;
    this.#guard.refuse('slow-reader', this.#host.now());
    this.#removed = { code: CLOSE.slowReader, reason: 'the connection did not read what it was sent' };
    this.#host.count('connections.removed');
    this.#host.debug({ bufferedBytes: this.#socket.bufferedAmount }, 'slow reader ended');
    this.deafen();
    this.#socket.terminate();
  }
}

function refusalOf(code: string | undefined): FrameRefusal | undefined {
  if (code === undefined || !code.startsWith('WS_ERR_')) return undefined;
  if (code === 'WS_ERR_INVALID_UTF8') return 'text';
  return code.endsWith('_LENGTH') || code.startsWith('WS_ERR_TOO_MANY') ? 'length' : 'shape';
}

function nonZero(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

// In: an HTTP server. Out: Colyseus' WebSocket transport with a guard in front of every socket. Run by: server start.
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { EventEmitter } from 'node:events';
import { matchMaker, type Client, type Room } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import type WebSocket from 'ws';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { GuardedConnection, GuardedSocket, type Connection, type SocketHost } from './guarded-socket.ts';
import { readSeat } from './seat-address.ts';

export type { Connection } from './guarded-socket.ts';

/** What an upgrade is answered that may not pass: an HTTP status, or a close code on a socket that is opened to say it. */
export type UpgradeAnswer = { readonly status: number; readonly body: string } | { readonly closeCode: number; readonly text: string };

/** Judges upgrades before they cost a WebSocket. */
export interface UpgradeDoor {
  /** `undefined` lets it pass. */
  judge(req: IncomingMessage): Promise<UpgradeAnswer | undefined>;
  /** The socket of a request that passed is open. @returns what to call when it is closed. */
  opened(req: IncomingMessage, connection: Connection): () => void;
}

export interface GuardedTransportOptions {
  readonly server: HttpServer;
  count(name: string): void;
  readonly log: Pick<SocketHost, 'debug' | 'error'>;
  readonly door: UpgradeDoor;
  /** Tests shorten these. */
  readonly limits?: Partial<Record<'bufferedBytesMax' | 'joinAckMsMax' | 'pingMs' | 'closeGraceMs', number>>;
}

/** Bytes after which the WebSocket layer itself gives up; between this and `commandBytesMax` the guard says 'length'. */
const WS_PAYLOAD_BYTES_MAX = 4096;
/** Pieces one message may come in. Browsers and the SDK never split messages this small. */
const WS_FRAGMENTS_MAX = 8;

const GUARDS = new WeakMap<object, GuardedConnection>();

/** The guard of a client's socket (`client.ref`); `undefined` for a socket that did not come through here. */
export function guardOf(ref: EventEmitter): Connection | undefined {
  return GUARDS.get(ref);
}

export class GuardedTransport extends WebSocketTransport {
  readonly #host: SocketHost;
  readonly #pingMs: number;
  readonly #door: UpgradeDoor;
  /** Upgrades that pass only to be told why they may not. */
  readonly #farewells = new WeakMap<IncomingMessage, { readonly closeCode: number; readonly text: string }>();
  #beat: NodeJS.Timeout | undefined;

  constructor(options: GuardedTransportOptions) {
    const limits = { ...LIMITS, ...options.limits };
    const wsOptions = {
      server: options.server,
      WebSocket: GuardedSocket,
      // Our own ping carries a nonce: the stock one takes any pong for life, so a client that never read 2 MB/s but
      // sent pongs of its own accord was never dropped.
      pingInterval: 0,
      maxPayload: WS_PAYLOAD_BYTES_MAX,
      maxFragments: WS_FRAGMENTS_MAX,
      closeTimeout: limits.closeGraceMs,
      verifyClient: ({ req }: { req: IncomingMessage }, answer: WsAnswer) => void this.#askDoor(req, answer),
    };
    super(wsOptions as ConstructorParameters<typeof WebSocketTransport>[0]);
    this.#pingMs = limits.pingMs;
    this.#door = options.door;
    this.#host = {
      limits, now: () => performance.now(), count: (name) => options.count(name),
      debug: (details, text) => options.log.debug(details, text), error: (details, text) => options.log.error(details, text),
    };
    // The base listens with a method that is not bound to it; this one is.
    this.wss.removeAllListeners('connection');
    this.wss.on('connection', (socket, req) => this.#admit(socket as GuardedSocket, req));
  }

  override listen(port: number, hostname?: string, backlog?: number, listening?: () => void): this {
    this.#beat ??= setInterval(() => {
      for (const socket of this.wss.clients) GUARDS.get(socket)?.beat();
    }, this.#pingMs);
    return super.listen(port, hostname, backlog, listening);
  }

  /** Stops listening and ends every socket. One that was told why it ends may still hear it, within the close timeout. */
  override shutdown(): void {
    clearInterval(this.#beat);
    for (const socket of this.wss.clients) if (socket.readyState === socket.OPEN) socket.terminate();
    super.shutdown();
  }

  /** Resolves when the last socket has gone. */
  async drained(): Promise<void> {
    await Promise.all([...this.wss.clients].map((socket) => new Promise((resolve) => { socket.once('close', resolve); })));
  }

  async #askDoor(req: IncomingMessage, answer: WsAnswer): Promise<void> {
    const refusal = await this.#door.judge(req).catch((error: unknown): UpgradeAnswer => {
      this.#host.error({ err: error }, 'judging an upgrade threw');
      return { status: 500, body: '' };
    });
    if (refusal !== undefined) this.#host.count('upgrades.refused');
    if (refusal !== undefined && 'status' in refusal) return answer(false, refusal.status, refusal.body, JSON_TYPE);
    if (refusal !== undefined) this.#farewells.set(req, refusal);
    answer(true);
  }

  #admit(socket: GuardedSocket, req: IncomingMessage): void {
    const farewell = this.#farewells.get(req);
    const seat = readSeat(req.url);
    if (farewell !== undefined || seat === undefined) {
      socket.on('error', () => {});
      socket.close(farewell?.closeCode ?? 1008, farewell?.text);
      return;
    }
    const { roomId, sessionId, reconnectionToken: token } = seat;
    const room = matchMaker.getLocalRoomById(roomId) as Room | undefined;
    const connection = new GuardedConnection(socket, { host: this.#host, takesMessage: (type) => takesMessage(room, type) });
    GUARDS.set(socket, connection);
    const stale = token === undefined ? undefined : staleSocket(room, sessionId, token);
    socket.once('close', this.#door.opened(req, connection));
    this.#host.count('connections.opened');
    this.onConnection(socket as GuardedSocket & { pingCount: number }, req).catch((error: unknown) => {
      this.#host.error({ err: error }, 'admitting a connection threw');
      socket.terminate();
    });
    if (stale !== undefined) GUARDS.get(stale)?.supersede();
  }
}

const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

type WsAnswer = (welcome: boolean, status?: number, body?: string, headers?: Record<string, string>) => void;

/** Whether the room has a handler for exactly this type; a catch-all does not count as declaring it. */
function takesMessage(room: Room | undefined, type: string | number): boolean {
  const { onMessageEvents } = (room ?? {}) as { readonly onMessageEvents?: { readonly events: Record<string, unknown[] | undefined> } };
  return (onMessageEvents?.events[String(type)]?.length ?? 0) > 0;
}

/** The still open socket of a player who is back with the right token: Colyseus would wait for it to time out. */
function staleSocket(room: Room | undefined, sessionId: string, token: string): WebSocket | undefined {
  const client = room?.clients.get(sessionId) as (Client & { ref: WebSocket }) | undefined;
  return client?.reconnectionToken === token ? client.ref : undefined;
}

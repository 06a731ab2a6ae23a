// In: where to join and as whom. Out: a game client that is fed by a Colyseus room. Run by: pages and bots.
import { Client, type Room } from '@colyseus/sdk';
import { MESSAGE, PROTOCOL_VERSION, type LinkReport, type Welcome } from '../../shared/netcode/protocol.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { GameEvent, RoomType, World } from '../../shared/netcode/room-type.ts';
import type { DecodedState } from './adopt.ts';
import { GameClient } from './game-client.ts';
import type { Link } from './link.ts';

export interface MatchRequest<W extends World, I extends object, E extends GameEvent, C> {
  /** http(s) address of the server. */
  readonly url: string;
  readonly roomType: RoomType<W, I, E, C>;
  /** The room's schema class, so that state is decoded into known fields. */
  readonly rootState: new () => object;
  readonly name: string;
  /** Options of the room type. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Join exactly this room. */
  readonly roomId?: string;
  readonly inputsPerFrame?: 1 | 2;
}

/** Why a join failed, in words for the player. */
export class JoinError extends Error {
  readonly retryable: boolean;

  constructor(text: string, retryable: boolean) {
    super(text);
    this.name = 'JoinError';
    this.retryable = retryable;
  }
}

/** Patches come twenty times a second: two seconds of nothing is a dead link, which a WebSocket alone never notices. */
const SILENCE_MS_MAX = 2_000;
const WATCH_MS = 250;
const JOIN_MS_MAX = 10_000;

/**
 * Joins a match and resolves when the server has welcomed us and the first state is here.
 * @throws JoinError with a sentence for the player.
 */
export async function connectMatch<W extends World, I extends object, E extends GameEvent, C>(
  request: MatchRequest<W, I, E, C>,
): Promise<GameClient<W, I, E, C> & { readonly roomId: string }> {
  const room = await joinRoom(request);
  const link = new RoomLink(room);
  const client = new GameClient({ roomType: request.roomType, link, ...(request.inputsPerFrame === undefined ? {} : { inputsPerFrame: request.inputsPerFrame }) });
  const first = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new JoinError('The server did not answer in time.', true)), JOIN_MS_MAX);
    link.feed(client, () => {
      clearTimeout(timer);
      resolve();
    }, (text) => {
      clearTimeout(timer);
      reject(new JoinError(text, true));
    });
  });
  await first.catch((error: unknown) => {
    link.leave().catch(() => {});
    throw error;
  });
  return Object.assign(client, { roomId: room.roomId });
}

async function joinRoom<W extends World, I extends object, E extends GameEvent, C>(request: MatchRequest<W, I, E, C>): Promise<Room> {
  const client = new Client(request.url);
  const options = { ...request.options, name: request.name, protocol: PROTOCOL_VERSION };
  try {
    return request.roomId === undefined
      ? await client.joinOrCreate(request.roomType.name, options, request.rootState as never)
      : await client.joinById(request.roomId, options, request.rootState as never);
  } catch (error) {
    throw joinErrorOf(error);
  }
}

function joinErrorOf(error: unknown): JoinError {
  const { code, message } = error as { code?: number; message?: string };
  if (code === undefined || code === 0) return new JoinError('The server cannot be reached.', true);
  if (/locked|full/i.test(message ?? '')) return new JoinError('This match is full.', true);
  if (code === 522 || /not found/i.test(message ?? '')) return new JoinError('This match does not exist any more.', true);
  return new JoinError(message ?? 'The server refused to let you in.', code === 429 || code >= 500);
}

/** One Colyseus room as a link: raw input frames out, patches and messages in, a watchdog on silence. */
class RoomLink implements Link {
  readonly #room: Room;
  #rttMs = -1;
  #heardMs = performance.now();
  #watch: ReturnType<typeof setInterval> | undefined;
  #pings = 0;

  constructor(room: Room) {
    this.#room = room;
    Object.assign(room.reconnection, {
      minUptime: 0, delay: 50, minDelay: 50, maxDelay: 1_500, maxRetries: Math.ceil((LIMITS.seatHoldSec * 1000) / 1_500),
      maxEnqueuedMessages: 4,
    });
  }

  send(bytes: Uint8Array): void {
    // A frame on a socket that is open but not joined again would shift the seat's count of inputs for ever.
    if (this.#room.reconnection.isReconnecting || !this.#room.connection.isOpen) return;
    this.#room.connection.send(bytes);
  }

  sendCommand(name: string, payload: Parameters<Link['sendCommand']>[1]): void {
    if (!this.#room.reconnection.isReconnecting) this.#room.send(name, payload);
  }

  async leave(): Promise<void> {
    clearInterval(this.#watch);
    await this.#room.leave(true);
  }

  rttMs(): number {
    return this.#rttMs;
  }

  feed<W extends World, I extends object, E extends GameEvent, C>(
    client: GameClient<W, I, E, C>, onFirst: () => void, onRefused: (text: string) => void,
  ): void {
    const room = this.#room;
    let welcomed = false;
    let stated = false;
    const first = () => {
      if (welcomed && stated) onFirst();
    };
    this.#tapBytes(client);
    room.onMessage(MESSAGE.welcome, (welcome: Welcome) => {
      client.onWelcome(welcome, performance.now());
      welcomed = true;
      first();
    });
    room.onMessage(MESSAGE.events, (bytes: Uint8Array) => client.onEvents(bytes));
    room.onMessage(MESSAGE.report, (report: LinkReport) => client.onReport(report));
    let notice: string | undefined;
    room.onMessage(MESSAGE.notice, ({ text }: { text: string }) => { notice = text; });
    room.onStateChange((state: unknown) => {
      client.onState(state as DecodedState, performance.now());
      stated = true;
      first();
    });
    room.onDrop(() => client.onReconnecting(room.reconnection.retryCount + 1, performance.now()));
    room.onError((_code, message) => onRefused(message ?? 'The connection failed.'));
    room.onLeave((code, reason) => {
      clearInterval(this.#watch);
      client.onClosed(code, notice ?? reason);
      onRefused(notice ?? reason ?? 'The connection was closed.');
    });
    this.#watch = setInterval(() => this.#beat(client), WATCH_MS);
  }

  /** Counts what arrives and when; the SDK replaces its handler on no path of a reconnect, so wrapping once is enough. */
  #tapBytes(client: { onBytesIn(count: number, nowMs: number): void }): void {
    const events = this.#room.connection.events as { onmessage?: (event: { data: ArrayBuffer }) => void };
    const handle = events.onmessage;
    events.onmessage = (event) => {
      this.#heardMs = performance.now();
      client.onBytesIn(event.data.byteLength, this.#heardMs);
      handle?.(event);
    };
  }

  #beat(client: { onReconnecting(attempt: number, nowMs: number): void }): void {
    const room = this.#room;
    const nowMs = performance.now();
    if (room.reconnection.isReconnecting) {
      this.#heardMs = nowMs;
      client.onReconnecting(room.reconnection.retryCount, nowMs);
      return;
    }
    if (nowMs - this.#heardMs > SILENCE_MS_MAX) {
      this.#heardMs = nowMs;
      room.connection.close(4010, 'silence');
      return;
    }
    if (this.#pings++ % 4 === 0) room.ping((ms: number) => { this.#rttMs = this.#rttMs < 0 ? ms : this.#rttMs * 0.7 + ms * 0.3; });
  }
}

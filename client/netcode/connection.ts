// In: where to join and as whom. Out: a game client that is fed by a Colyseus room. Run by: pages and bots.
import type { Room } from '@colyseus/sdk';
import { PROTOCOL_VERSION } from '../../shared/netcode/protocol.ts';
import type { GameEvent, RoomType, World } from '../../shared/netcode/room-type.ts';
import { GameClient } from './game-client.ts';
import { MatchClient } from './match-client.ts';
import { NetworkSwitch, prepareNetwork, type NetworkChoice } from './network-switch.ts';
import { RoomLink } from './room-link.ts';
import { SignIn } from './sign-in.ts';

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
  /** Who joins; left out, a guest of its own. */
  readonly signIn?: SignIn;
  /** Handed the joined room before it is fed to the client: for those who measure the wire. */
  readonly onRoom?: (room: Room) => void;
  /** Plays as over this network scenario: for bots, tests and people who want to see it. The join itself is not slowed. */
  readonly network?: NetworkChoice;
}

/** Why a join failed, in words for the player. */
export class JoinError extends Error {
  readonly retryable: boolean;
  /** HTTP status or close code of the refusal; 0 where there was no answer. */
  readonly code: number;

  constructor(text: string, retryable: boolean, code = 0) {
    super(text);
    this.name = 'JoinError';
    this.retryable = retryable;
    this.code = code;
  }
}

const JOIN_MS_MAX = 10_000;

/**
 * Joins a match and resolves when the server has welcomed us and the first state is here.
 * @throws JoinError with a sentence for the player.
 */
export async function connectMatch<W extends World, I extends object, E extends GameEvent, C>(
  request: MatchRequest<W, I, E, C>,
): Promise<GameClient<W, I, E, C> & { readonly roomId: string; readonly network: NetworkSwitch }> {
  const { room, network } = await join(request);
  request.onRoom?.(room);
  const link = new RoomLink(room);
  const client = new GameClient({ roomType: request.roomType, link, ...(request.inputsPerFrame === undefined ? {} : { inputsPerFrame: request.inputsPerFrame }) });
  network.onHidden = (hidden) => client.setAway(hidden);
  const first = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new JoinError('The server did not answer in time.', true)), JOIN_MS_MAX);
    link.feed(client, {
      onFirst: () => {
        clearTimeout(timer);
        resolve();
      },
      onRefused: (text) => {
        clearTimeout(timer);
        reject(new JoinError(text, true));
      },
    });
  });
  await first.catch((error: unknown) => {
    link.leave().catch(() => {});
    throw error;
  });
  return Object.assign(client, { roomId: room.roomId, network });
}

/** Joins without a game client: for those who read and write frames themselves. @throws JoinError. */
export async function joinRoom<W extends World, I extends object, E extends GameEvent, C>(request: MatchRequest<W, I, E, C>): Promise<Room> {
  return (await join(request)).room;
}

async function join<W extends World, I extends object, E extends GameEvent, C>(request: MatchRequest<W, I, E, C>) {
  const prepared = request.network === undefined ? undefined : await prepareNetwork(request.network).catch((error: unknown) => {
    throw error instanceof RangeError ? new JoinError(error.message, false) : new JoinError('The server cannot be reached.', true);
  });
  const joining = askForSeat(request, request.signIn ?? new SignIn(request.url));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      // Whoever gave up must not leave somebody standing in a match.
      joining.then((room) => room.leave(true)).catch(() => {});
      reject(new JoinError('The server did not answer in time.', true));
    }, JOIN_MS_MAX);
  });
  try {
    const room = await Promise.race([joining, late]);
    return { room, network: new NetworkSwitch(room, prepared) };
  } catch (error) {
    throw error instanceof JoinError ? error : joinErrorOf(error);
  } finally {
    clearTimeout(timer);
  }
}

async function askForSeat<W extends World, I extends object, E extends GameEvent, C>(
  request: MatchRequest<W, I, E, C>, signIn: SignIn, mayRetry = true,
): Promise<Room> {
  const client = new MatchClient(request.url, await signIn.token());
  const options = { ...request.options, name: request.name, protocol: PROTOCOL_VERSION };
  try {
    const room: Room = request.roomId === undefined
      ? await client.joinOrCreate(request.roomType.name, options, request.rootState as never)
      : await client.joinById(request.roomId, options, request.rootState as never);
    room.onLeave(signIn.hold((token) => client.renew(room, token)));
    return room;
  } catch (error) {
    // A kept token outlives the key of a server that was restarted.
    if ((error as { code?: unknown }).code !== 401 || !mayRetry) throw error;
    signIn.forget();
    return askForSeat(request, signIn, false);
  }
}

function joinErrorOf(error: unknown): JoinError {
  const { code, message } = error as { code?: number | string; message?: string };
  // Browsers give a failed request no code, Node gives it a word, and a socket that never opened ends with 1006.
  if (typeof code !== 'number' || code === 0 || code === 1006) return new JoinError('The server cannot be reached.', true);
  if (/server is full/i.test(message ?? '')) return new JoinError('The server is full: try again in a minute.', true, code);
  if (/locked|full/i.test(message ?? '')) return new JoinError('This match is full.', true);
  if (code === 522 || /not found/i.test(message ?? '')) return new JoinError('This match does not exist any more.', true);
  return new JoinError(message || 'The server refused to let you in.', code === 429 || code >= 500, code);
}

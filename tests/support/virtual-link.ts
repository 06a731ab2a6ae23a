// In: one player of a virtual match and a network. Out: both ends of its connections: guard, pings and silence on the server's, joining
// and returning on the client's. Run by: virtual-match.
import { Decoder, type Schema } from '@colyseus/schema';
import type { DecodedState } from '../../client/netcode/adopt.ts';
import type { GameClient } from '../../client/netcode/game-client.ts';
import { FrameGuard, type InputSink } from '../../server/netcode/frame-guard.ts';
import { LinkWatch } from '../../server/netcode/link-watch.ts';
import { PatchValve, type ValveVerdict } from '../../server/netcode/patch-valve.ts';
import type { Peer } from '../../server/netcode/seats.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { NetModel } from '../../shared/netcode/net-model.ts';
import { COMMAND, type LinkReport, type Welcome } from '../../shared/netcode/protocol.ts';
import type { GameEvent, World } from '../../shared/netcode/room-type.ts';
import type { Shape } from '../../shared/netcode/shape.ts';

/** What a connection carries to a client: bytes, like a socket, so that nothing is shared between its ends. */
export interface Down {
  readonly kind: 'offer' | 'ping' | 'welcome' | 'full' | 'patch' | 'events' | 'report' | 'pace' | 'closed';
  readonly bytes: Uint8Array;
}

/** Why a connection ends, in the words of the server. */
interface Closing {
  readonly code: number;
  readonly text: string;
}

const OFFER = new Uint8Array(1);
const writer = new TextEncoder();
const reader = new TextDecoder();

/** JSON where sockets carry MessagePack: some of it longer, and seldom sent. */
function said(kind: Down['kind'], words: unknown): Down {
  return { kind, bytes: writer.encode(JSON.stringify(words)) };
}

function heard<T>({ bytes }: Down): T {
  return JSON.parse(reader.decode(bytes)) as T;
}

export type AnyGameClient = GameClient<World, object, GameEvent, unknown>;
export type VirtualNet = NetModel<Uint8Array, Down>;

/** First bytes of frames: Colyseus' own for joining and messages, and one that stands for a WebSocket's pong. */
const [JOIN_ACK, MESSAGE, PONG] = [10, 13, 255];
const PRESENCE = [MESSAGE, 0xa0 | COMMAND.presence.length, ...Buffer.from(COMMAND.presence)];
const [MSGPACK_FALSE, MSGPACK_TRUE] = [0xc2, 0xc3];

export function presenceFrame(away: boolean): Uint8Array {
  return Uint8Array.of(...PRESENCE, away ? MSGPACK_TRUE : MSGPACK_FALSE);
}

export interface ServerEndEvents {
  /** The join was acknowledged: the whole state is due, and what waited for it. */
  onJoined(): void;
  onPresence(away: boolean): void;
  /** Pings were not answered, or it was removed for what it sent. */
  onDead(): void;
}

/** The server's end of one connection, guarded as a socket's is. */
export class ServerEnd implements Peer {
  readonly #net: VirtualNet;
  readonly #events: ServerEndEvents;
  readonly #watch = new LinkWatch();
  readonly #guard: FrameGuard;
  readonly #nowMs: () => number;
  #waiting: Down[] | undefined = [];
  #nonce = 0;
  #isSevered = false;
  readonly #valve = new PatchValve();
  patchesHeld = 0;
  #nextPingMs: number;
  /** Inputs taken from this connection, in order. */
  onInputs: InputSink['accept'] | undefined;

  constructor(net: VirtualNet, nowMs: () => number, events: ServerEndEvents) {
    this.#net = net;
    this.#nowMs = nowMs;
    this.#events = events;
    this.#guard = new FrameGuard({ nowMs: nowMs(), takesMessage: (type) => type === COMMAND.presence });
    this.#nextPingMs = nowMs() + LIMITS.pingMs;
    this.#guard.offerJoin();
    net.down.send(nowMs(), { kind: 'offer', bytes: OFFER });
  }

  get rttMs(): number { return this.#watch.rttMs; }
  get isJoined(): boolean { return this.#waiting === undefined; }
  get nextPingMs(): number { return this.#nextPingMs; }
  get refusals(): FrameGuard['refusals'] { return this.#guard.refusals; }

  attachInputs<I extends object>(shape: Shape<I>, sink: InputSink): void {
    this.#guard.attachInputs(shape, {
      accept: (inputs) => {
        this.onInputs?.(inputs);
        sink.accept(inputs);
      },
      overBudget: (count) => sink.overBudget(count),
      refused: (reason) => sink.refused(reason),
    });
  }

  /** The other side has given this connection up: what is sent over it is lost, and this side is not told. */
  sever(): void { this.#isSevered = true; }

  detachInputs(): void { this.#guard.detachInputs(); }
  welcome(welcome: Welcome): void { this.send(said('welcome', welcome)); }
  report(report: LinkReport): void { this.send(said('report', report)); }
  pace(pace: number): void { this.send(said('pace', pace)); }
  close(closing: Closing): void { this.#net.down.send(this.#nowMs(), said('closed', closing)); }

  /** Messages wait until the join is acknowledged, as Colyseus' do. */
  send(message: Down): void {
    if (this.#isSevered) return;
    if (this.#waiting === undefined) this.#net.down.send(this.#nowMs(), message);
    else this.#waiting.push(message);
  }

  /** Held back while the link is behind, as a socket's is; `resync` asks for the whole state instead. */
  sendPatch(bytes: Uint8Array): ValveVerdict {
    if (this.#waiting !== undefined) return 'hold';
    const nowMs = this.#nowMs();
    // What the process would hold itself is on the modelled link already: how late a pong is says how much.
    const verdict = this.#valve.judge({ bufferedBytes: 0, lateMs: this.#watch.lateMs(nowMs) }, nowMs);
    if (verdict === 'send') this.send({ kind: 'patch', bytes });
    if (verdict === 'hold' || verdict === 'resync') this.patchesHeld++;
    if (verdict === 'end') this.#events.onDead();
    return verdict;
  }

  receive(frame: Uint8Array): void {
    if (frame[0] === PONG) {
      this.#watch.pong(frame[1]! | (frame[2]! << 8), this.#nowMs());
      return;
    }
    const verdict = this.#guard.judge(frame, true, this.#nowMs());
    if (verdict === 'remove') this.#events.onDead();
    if (verdict !== 'pass') return;
    if (frame[0] === MESSAGE) this.#events.onPresence(frame.at(-1) === MSGPACK_TRUE);
    if (frame[0] !== JOIN_ACK) return;
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    this.#events.onJoined();
    for (const message of waiting) this.send(message);
  }

  beat(): void {
    if (this.#nowMs() < this.#nextPingMs) return;
    this.#nextPingMs += LIMITS.pingMs;
    this.#nonce = (this.#nonce + 1) & 0xffff;
    if (!this.#watch.ping(this.#nonce, this.#nowMs())) this.#events.onDead();
    else this.send({ kind: 'ping', bytes: Uint8Array.of(this.#nonce & 0xff, this.#nonce >> 8) });
  }
}

/** The client's end: what the SDK and room-link do with what arrives. */
export class ClientEnd {
  readonly client: AnyGameClient;
  readonly root: Schema;
  readonly #net: VirtualNet;
  readonly #decoder: Decoder<Schema>;
  heardMs = 0;

  constructor(client: AnyGameClient, net: VirtualNet, root: Schema) {
    this.client = client;
    this.#net = net;
    this.root = root;
    this.#decoder = new Decoder(root);
  }

  /** @returns whether it was state. */
  receive(message: Down, nowMs: number): boolean {
    this.heardMs = nowMs;
    switch (message.kind) {
      case 'offer': this.#net.up.send(nowMs, Uint8Array.of(JOIN_ACK)); break;
      case 'ping': this.#net.up.send(nowMs, Uint8Array.of(PONG, ...message.bytes)); break;
      case 'welcome': this.client.onWelcome(heard<Welcome>(message), nowMs); break;
      case 'events': this.client.onEvents(message.bytes); break;
      case 'report': this.client.onReport(heard<LinkReport>(message)); break;
      case 'pace': this.client.onPace(heard<number>(message)); break;
      case 'closed': {
        const { code, text } = heard<Closing>(message);
        this.client.onClosed(code, text);
        break;
      }
      default: {
        // A whole state is the last word on what there is, as the SDK takes it.
        if (message.kind === 'full' && this.#decoder.root.refs.size > 1) this.#decoder.decodeResync(message.bytes);
        else this.#decoder.decode(message.bytes);
        this.client.onState(this.root as unknown as DecodedState, nowMs);
        return true;
      }
    }
    return false;
  }
}

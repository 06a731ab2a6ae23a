// In: a swarm, who to be, and a manner. Out: a joined connection on which the manner may send any bytes. Run by: cheats.
import type { Room } from '@colyseus/sdk';
import { joinRoom, JoinError } from '../netcode/connection.ts';
import { adoptState, type DecodedState } from '../netcode/adopt.ts';
import { closeMeaning } from '../../shared/netcode/close-codes.ts';
import { InputEncoder, VIEW_UNITS } from '../../shared/netcode/input-codec.ts';
import { MESSAGE, type LinkReport, type Welcome } from '../../shared/netcode/protocol.ts';
import type { World } from '../../shared/netcode/room-type.ts';
import { networkOf, type Bot, type Identity, type Swarm } from './bot.ts';

/** What a cheat does in one tick of its own clock, `n` counting from the join. */
export interface RawManner {
  tick(raw: RawPlayer, n: number): void;
  /** The connection has ended, for whatever reason. */
  ended?(): void;
}

const JOIN_MS_MAX = 10_000;
const LEAVE_MS_MAX = 500;
const REJOIN_MS = 3_000;
const CATCH_UP_TICKS_MAX = 5;
/** Colyseus' code for who chose to go. */
const LEFT = 4000;

/**
 * Keeps the server's word in a world of its own and thinks with the room's brain, but neither predicts nor steers: it
 * sends what its manner wants. Put out, it comes back, as those do.
 */
export class RawPlayer implements Bot {
  rejoinAtMs: number | undefined;
  readonly #swarm: Swarm;
  readonly #identity: Identity;
  readonly #manner: RawManner;
  readonly #memory: unknown;
  readonly #world: World;
  #encoder: InputEncoder<object>;
  #room: Room | undefined;
  #seat = -1;
  #patchMs = 0;
  #nextTickMs = 0;
  #ticks = 0;
  #joins = 0;
  #verdicts: Readonly<Record<string, number>> = {};

  constructor(swarm: Swarm, identity: Identity, manner: RawManner) {
    const { bots, createWorld, parseOptions, input } = swarm.roomType;
    const config = parseOptions({}) as { readonly value: unknown };
    this.#swarm = swarm;
    this.#identity = identity;
    this.#manner = manner;
    this.#memory = bots?.createMemory(identity.seed, bots.levels[bots.levels.length >> 1]!);
    this.#world = createWorld(config.value, 0) as World;
    this.#encoder = new InputEncoder(input);
  }

  get roomId(): string | undefined { return this.#room?.roomId; }
  get connected(): boolean { return this.#room !== undefined; }
  get swarm(): Swarm { return this.#swarm; }

  async join(): Promise<void> {
    const { url, roomType, rootState, options } = this.#swarm;
    this.rejoinAtMs = undefined;
    const network = networkOf(this.#swarm, this.#identity, this.#joins++);
    const room = await joinRoom({ url, roomType, rootState, options, name: this.#identity.name, ...network });
    room.reconnection.enabled = false;
    await this.#welcomed(room);
    this.#swarm.figures.count('joins');
    this.#room = room;
    this.#nextTickMs = performance.now();
    this.#ticks = 0;
  }

  frame(nowMs: number): void {
    const tickMs = 1000 / this.#swarm.roomType.tickHz;
    for (let n = 0; this.#room !== undefined && this.#nextTickMs <= nowMs && n < CATCH_UP_TICKS_MAX; n++) {
      this.#nextTickMs += tickMs;
      this.#manner.tick(this, this.#ticks++);
    }
    if (this.#nextTickMs < nowMs) this.#nextTickMs = nowMs;
  }

  second(): void {}

  async leave(): Promise<void> {
    const room = this.#room;
    this.#room = undefined;
    if (room === undefined) return;
    this.#swarm.figures.count('leaves');
    this.#manner.ended?.();
    const left = room.leave(true);
    const silence = new Promise((resolve) => { setTimeout(resolve, LEAVE_MS_MAX); });
    await Promise.race([left, silence]);
    if (room.connection.isOpen) room.connection.close(LEFT);
  }

  /** What the room's brain would do now. */
  think(): object {
    const { bots, neutralInput } = this.#swarm.roomType;
    return (bots?.think(this.#world, this.#seat, this.#memory) ?? neutralInput) as object;
  }

  /** The view tick of an honest client in sixteenths, `off` ticks beside it. */
  view(off = 0): number {
    const { tickHz, patchTicks } = this.#swarm.roomType;
    const sinceTicks = Math.min(patchTicks, ((performance.now() - this.#patchMs) * tickHz) / 1000);
    return Math.round((this.#world.tick - patchTicks + sinceTicks + off) * VIEW_UNITS) & 0xffff;
  }

  /** @returns the frame, valid until the next call. */
  encode(inputs: readonly object[], view: number): Uint8Array {
    return this.#encoder.encode(inputs.map((input, n) => ({ input, view: (view + n * VIEW_UNITS) & 0xffff })));
  }

  send(frame: Uint8Array | string): void {
    const room = this.#room;
    if (room?.connection.isOpen === true) room.connection.send(frame as Uint8Array);
  }

  /** The socket itself, for who does not read it. */
  get socket(): { pause(): void; resume(): void } | undefined {
    return (this.#room?.connection.transport as unknown as { readonly ws: { pause(): void; resume(): void } } | undefined)?.ws;
  }

  #welcomed(room: Room): Promise<void> {
    const { roomType, figures, witness } = this.#swarm;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new JoinError('The server did not answer in time.', true)), JOIN_MS_MAX);
      room.onMessage(MESSAGE.welcome, ({ seat }: Welcome) => {
        clearTimeout(timer);
        this.#seat = seat;
        this.#encoder = new InputEncoder(roomType.input);
        this.#verdicts = {};
        resolve();
      });
      room.onMessage(MESSAGE.report, ({ verdicts }: LinkReport) => this.#report(verdicts));
      room.onMessage(MESSAGE.events, (bytes: Uint8Array) => witness?.hear(this, room.roomId, bytes));
      room.onMessage(MESSAGE.notice, () => {});
      room.onStateChange((state: unknown) => {
        if ((state as DecodedState).tick === undefined) return;
        adoptState(state as DecodedState, this.#world, roomType.replication);
        this.#patchMs = performance.now();
        witness?.see(this, room.roomId, state as DecodedState, this.#patchMs);
      });
      room.onError(() => {});
      room.onLeave((code) => {
        clearTimeout(timer);
        reject(new JoinError('The connection was closed.', true, code));
        if (this.#room !== room) return;
        this.#room = undefined;
        this.#manner.ended?.();
        figures.refusal(this.#identity.kind, `removed: ${closeMeaning(code).text}`);
        this.rejoinAtMs = performance.now() + REJOIN_MS;
      });
    });
  }

  #report(verdicts: Readonly<Record<string, number>>): void {
    for (const [verdict, count] of Object.entries(verdicts)) {
      const since = count - (this.#verdicts[verdict] ?? 0);
      if (since > 0) this.#swarm.figures.refusal(this.#identity.kind, verdict, since);
    }
    this.#verdicts = verdicts;
  }
}

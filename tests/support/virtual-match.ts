// In: a room type, players and their links. Out: a whole match in virtual time, from one seed. Run by: tests, simulations, benchmarks.
import { Encoder, type Schema } from '@colyseus/schema';
import { GameClient } from '../../client/netcode/game-client.ts';
import { Match, type GameRoomDefinition } from '../../server/netcode/match.ts';
import type { Seat } from '../../server/netcode/seats.ts';
import { TickLoop, type LoopClock } from '../../server/netcode/tick-loop.ts';
import { CLOSE } from '../../shared/netcode/close-codes.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { AnyRoomType, GameEvent, World } from '../../shared/netcode/room-type.ts';
import { NetModel, type NetEvent } from '../../shared/netcode/net-model.ts';
import type { Scenario } from '../../shared/netcode/scenarios/index.ts';
import type { TcpPipe } from '../../shared/netcode/tcp-pipe.ts';
import { scenarioOf, type LinkCondition } from './lossy-link.ts';
import { ClientEnd, presenceFrame, ServerEnd, type AnyGameClient, type Down, type VirtualNet } from './virtual-link.ts';

const bytesOf = ({ bytes }: Down) => bytes.byteLength;

export interface Brain {
  /** One input for this tick, from what the client knows. */
  sample(world: World, seat: number): object;
  /** After each drawn frame. */
  watch?(client: AnyGameClient, drawn: World, nowMs: number): void;
}

export interface VirtualClient {
  readonly seat: Seat;
  readonly client: AnyGameClient;
  readonly brain: Brain;
  readonly net: VirtualNet;
  readonly up: TcpPipe<Uint8Array>;
  readonly down: TcpPipe<Down>;
  readonly near: ClientEnd;
  /** The server's end of the connection; `undefined` while the server has none. */
  far: ServerEnd | undefined;
  nextFrameMs: number;
  /** When a lost connection is made anew; `undefined` while there is one. */
  returnsAtMs: number | undefined;
  /** Until when the server keeps the seat of a lost connection. */
  heldUntilMs: number | undefined;
  hidden: boolean;
  /** The player's machine is gone, and nobody was told. */
  vanished: boolean;
  gone: boolean;
}

export interface VirtualOptions {
  /** Collects captures in `captures`. */
  readonly records?: boolean;
  readonly seatHoldMs?: number;
  /** What clients run, where that is another than what the room does: a room whose step is watched, or fails. */
  readonly clientType?: AnyRoomType;
}

const FRAME_MS = 1000 / 60;
const FAILED = 'The match had an error and was closed.';
/** As room-link: silence after which the client gives a connection up, and the wait before it makes another. */
const SILENCE_MS_MAX = 2_000;
const RETRY_MS = 50;
const SEAT_HOLD_MS = 30_000;
/** Colyseus' code for a return that comes too late. */
const GONE = 4003;

/** The server's own parts and the clients' own parts, joined by modelled links: no sockets, no timers, no clocks. */
export class VirtualMatch {
  readonly match: Match;
  readonly clients: VirtualClient[] = [];
  readonly captures: Uint8Array[] = [];
  /** Called on the server after every step. */
  onStep: ((world: World, events: readonly GameEvent[]) => void) | undefined;
  /** Called on the server with every patch, after the state was brought up to date and before anybody has it. */
  onPatch: ((tick: number) => void) | undefined;
  /** Called when a client has taken in a state. */
  onState: ((client: VirtualClient) => void) | undefined;
  /** Called for what befalls a connection. */
  onNetEvent: ((client: VirtualClient, event: NetEvent) => void) | undefined;
  nowMs = 0;
  /** What the step threw; the match is over then. */
  error: unknown;
  readonly #definition: GameRoomDefinition;
  readonly #encoder: Encoder<Schema>;
  readonly #seatHoldMs: number;
  readonly #clientType: AnyRoomType;
  readonly #loop: TickLoop;
  /** When the loop wants to be woken. */
  #timer: { readonly atMs: number; readonly wake: () => void } | undefined;
  /** The server's process does nothing before this. */
  #stalledUntilMs = 0;
  /** The pace that players were told. */
  #pace = 1;
  #stepEvents: GameEvent[] = [];

  constructor(definition: GameRoomDefinition, config: unknown, seed: number, options: VirtualOptions = {}) {
    const { roomType } = definition;
    const watched = { ...roomType, step: (world: World, inputs: never, emit: (event: GameEvent) => void) => this.#step(world, inputs, emit) };
    this.#definition = definition;
    this.#seatHoldMs = options.seatHoldMs ?? SEAT_HOLD_MS;
    this.#clientType = options.clientType ?? roomType;
    this.match = new Match({
      definition: { ...definition, roomType: watched }, config, seed, out: this.#output(),
      label: options.records === true ? () => ({ roomId: `virtual-${seed}`, startedAt: 'never' }) : undefined,
    });
    this.#encoder = new Encoder(this.match.state);
    this.#loop = new TickLoop({ catchUpTicksMax: LIMITS.catchUpTicksMax, clock: this.#clock() });
    this.#loop.add({
      tickHz: roomType.tickHz, step: () => this.#tick(), onLost: (ticks) => this.gate.creditLost(ticks), onError: (error) => this.#fail(error),
    });
  }

  get world(): World { return this.match.world; }
  get gate(): Match['gate'] { return this.match.gate; }

  join(link: LinkCondition | Scenario, brain: Brain, seed: number): VirtualClient {
    const scenario = scenarioOf(link);
    const net: VirtualNet = new NetModel<Uint8Array, Down>(scenario, seed, { down: bytesOf });
    const { up, down } = net;
    const root = this.#definition.createState();
    const client = new GameClient({
      roomType: this.#clientType as never,
      link: {
        send: (bytes) => up.send(this.nowMs, bytes.slice()), leave: async () => {}, rttMs: () => net.rttMs,
        sendCommand: (_name, away) => up.send(this.nowMs, presenceFrame(away === true)),
      },
    }) as AnyGameClient;
    const n = this.clients.length;
    const made = {
      client, brain, net, up, down, near: new ClientEnd(client, net, root), far: undefined as ServerEnd | undefined,
      nextFrameMs: this.nowMs + n * 3.7, returnsAtMs: undefined, heldUntilMs: undefined, hidden: false, vanished: false, gone: false,
    };
    made.near.heardMs = this.nowMs;
    made.far = this.#serverEnd(net, () => joined);
    const joined: VirtualClient = Object.assign(made, { seat: this.match.join({ name: `p${n}`, team: 0, bot: false }, made.far, this.#pace) });
    this.clients.push(joined);
    return joined;
  }

  /** The player goes for good. */
  leave(c: VirtualClient): void {
    if (c.gone) return;
    this.#gone(c);
    this.match.leave(c.seat);
  }

  /** The connection is reset under both ends; the client makes another. */
  drop(c: VirtualClient): void {
    if (c.gone || c.vanished) return;
    c.net.cut();
    this.#dropped(c);
    this.#lost(c);
  }

  /** The page is hidden, or shown again. */
  hide(c: VirtualClient, hidden: boolean): void {
    if (c.gone || c.vanished || c.hidden === hidden) return;
    c.hidden = hidden;
    // A hidden page draws no frames, and none is made up for when it is shown.
    if (!hidden) c.nextFrameMs = this.nowMs;
    c.client.setAway(hidden);
  }

  /** The player's machine is gone without a word: the server finds out by itself. */
  vanish(c: VirtualClient): void {
    c.vanished = true;
    c.net.up.swallow(this.nowMs);
    c.net.down.swallow(this.nowMs);
  }

  /** The server's process hangs: it reads, ticks and sends nothing for so long. */
  stall(forMs: number): void {
    this.#stalledUntilMs = Math.max(this.#stalledUntilMs, this.nowMs + forMs);
  }

  /** The server slows all its rooms, or stops doing so. */
  setPace(pace: number): void {
    this.#loop.setPace(pace);
  }

  /** The room is over: its capture is finished. */
  end(reason: string): void {
    this.match.end(reason);
  }

  run(forMs: number): void {
    const untilMs = this.nowMs + forMs;
    while (this.nowMs < untilMs) {
      this.#doDue();
      this.nowMs = Math.min(untilMs, Math.max(this.nowMs + 1, Math.ceil(this.#nextMs())));
    }
  }

  #nextMs(): number {
    let next = Math.max(this.#timer?.atMs ?? Infinity, this.#stalledUntilMs);
    for (const c of this.clients) {
      if (c.gone) continue;
      if (c.vanished) {
        next = Math.min(next, c.heldUntilMs ?? Infinity, c.far?.nextPingMs ?? Infinity);
        continue;
      }
      next = Math.min(next, c.net.nextMs(), c.hidden ? Infinity : c.nextFrameMs, c.returnsAtMs ?? Infinity, c.far?.nextPingMs ?? Infinity);
    }
    return next;
  }

  #doDue(): void {
    for (const c of this.clients) {
      if (c.gone) continue;
      if (c.vanished) {
        this.#forget(c);
        continue;
      }
      if (c.net.nextMs() <= this.nowMs) this.#carry(c);
      if (!this.#isStalled) c.far?.beat();
      this.#keepConnection(c);
      if (!c.hidden && this.nowMs >= c.nextFrameMs) this.#frame(c);
    }
    if (this.#isStalled) return;
    for (let due = this.#takeTimer(); due !== undefined && this.error === undefined; due = this.#takeTimer()) due.wake();
  }

  #carry(c: VirtualClient): void {
    for (const event of c.net.eventsUntil(this.nowMs)) this.#befall(c, event);
    if (!this.#isStalled) for (const frame of c.up.receive(this.nowMs)) c.far?.receive(frame);
    for (const message of c.down.receive(this.nowMs)) if (c.near.receive(message, this.nowMs)) this.onState?.(c);
    if (c.client.link.kind === 'closed') this.#gone(c);
  }

  #gone(c: VirtualClient): void {
    c.gone = true;
    c.far = undefined;
    c.net.cut();
  }

  get #isStalled(): boolean {
    return this.nowMs < this.#stalledUntilMs;
  }

  #clock(): LoopClock {
    return {
      now: () => this.nowMs,
      after: (delayMs, wake) => {
        const timer = { atMs: this.nowMs + delayMs, wake };
        this.#timer = timer;
        return () => { if (this.#timer === timer) this.#timer = undefined; };
      },
    };
  }

  #takeTimer() {
    const timer = this.#timer;
    if (timer === undefined || timer.atMs > this.nowMs) return undefined;
    this.#timer = undefined;
    return timer;
  }

  #befall(c: VirtualClient, event: NetEvent): void {
    this.onNetEvent?.(c, event);
    if (event.kind === 'hidden' || event.kind === 'shown') this.hide(c, event.kind === 'hidden');
    if (event.kind === 'reset') this.drop(c);
  }

  /** The client notices that it has no connection and makes another. */
  #lost(c: VirtualClient): void {
    c.far?.sever();
    c.client.onReconnecting(1, this.nowMs);
    c.returnsAtMs = c.net.connect(this.nowMs + RETRY_MS);
    if (c.returnsAtMs === Infinity) c.returnsAtMs = this.nowMs + SILENCE_MS_MAX;
  }

  /** The server notices: the seat is kept for a while. */
  #dropped(c: VirtualClient): void {
    if (c.far === undefined) return;
    c.far = undefined;
    c.heldUntilMs = this.nowMs + this.#seatHoldMs;
    this.match.drop(c.seat);
  }

  /** Only the server's end is left of it. */
  #forget(c: VirtualClient): void {
    if (this.#isStalled) return;
    c.far?.beat();
    if (c.heldUntilMs !== undefined && this.nowMs >= c.heldUntilMs) this.leave(c);
  }

  #keepConnection(c: VirtualClient): void {
    if (c.returnsAtMs === undefined && this.nowMs - c.near.heardMs > SILENCE_MS_MAX) this.#lost(c);
    if (this.#isStalled) return;
    if (c.heldUntilMs !== undefined && this.nowMs >= c.heldUntilMs) {
      c.client.onClosed(GONE, undefined);
      this.leave(c);
      return;
    }
    if (c.returnsAtMs === undefined || this.nowMs < c.returnsAtMs) return;
    if (this.error !== undefined) {
      // There is no such room any more.
      c.client.onClosed(GONE, undefined);
      this.#gone(c);
      return;
    }
    // Whoever is back before the server has noticed takes the seat from the connection that is not known to be dead.
    if (c.far !== undefined) this.match.drop(c.seat);
    c.returnsAtMs = undefined;
    c.heldUntilMs = undefined;
    c.near.heardMs = this.nowMs;
    c.far = this.#serverEnd(c.net, () => c);
    this.match.attach(c.seat, c.far, this.#pace);
  }

  #serverEnd(net: VirtualNet, whose: () => VirtualClient): ServerEnd {
    const end: ServerEnd = new ServerEnd(net, () => this.nowMs, {
      onJoined: () => this.#sendWhole(end),
      onPresence: (away) => this.match.setAway(whose().seat, away, this.#pace),
      onDead: () => { if (whose().far === end) this.#dropped(whose()); },
    });
    return end;
  }

  #frame(c: VirtualClient): void {
    c.nextFrameMs += FRAME_MS;
    c.client.advance(this.nowMs, (world) => c.brain.sample(world, c.seat.id));
    const drawn = c.client.view(this.nowMs);
    if (drawn !== undefined) c.brain.watch?.(c.client, drawn, this.nowMs);
  }

  #tick(): void {
    this.#stepEvents = [];
    this.match.tick();
    this.match.reportInTurn(() => 0);
    if (this.#loop.pace === this.#pace) return;
    this.#pace = this.#loop.pace;
    for (const { far } of this.clients) far?.pace(this.#pace);
  }

  #fail(error: unknown): void {
    this.error = error;
    this.match.failed(error);
    this.match.end('room failed');
    for (const c of this.clients) {
      c.far?.close({ code: CLOSE.roomFailed, text: FAILED });
      c.far = undefined;
      c.heldUntilMs = undefined;
    }
  }

  #step(world: World, inputs: never, emit: (event: GameEvent) => void): void {
    this.#definition.roomType.step(world, inputs, (event: GameEvent) => {
      this.#stepEvents.push(event);
      emit(event);
    });
    this.onStep?.(world, this.#stepEvents);
  }

  #output(): ConstructorParameters<typeof Match>[0]['out'] {
    return {
      events: (bytes) => { for (const { far } of this.clients) far?.send({ kind: 'events', bytes }); },
      patch: () => this.#patch(),
      capture: (file) => this.captures.push(file),
    };
  }

  #patch(): void {
    this.onPatch?.(this.world.tick);
    const bytes = this.#encoder.encode().slice();
    this.#encoder.discardChanges();
    for (const { far } of this.clients) if (far?.sendPatch(bytes) === 'resync') this.#sendWhole(far);
  }

  #sendWhole(far: ServerEnd): void {
    far.send({ kind: 'full', bytes: this.#encoder.encodeAll().slice() });
  }
}

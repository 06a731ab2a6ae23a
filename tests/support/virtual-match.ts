// In: a room type, players and their links. Out: a whole match in virtual time, from one seed. Run by: tests and benchmarks.
import { Decoder, Encoder, type Schema } from '@colyseus/schema';
import type { DecodedState } from '../../client/netcode/adopt.ts';
import { GameClient } from '../../client/netcode/game-client.ts';
import type { GameRoomDefinition } from '../../server/netcode/game-room.ts';
import { InputGate } from '../../server/netcode/input-gate.ts';
import { Mirror } from '../../server/netcode/mirror.ts';
import { PatchEvents } from '../../server/netcode/patch-events.ts';
import { SeatStates } from '../../server/netcode/seat-states.ts';
import type { Seat } from '../../server/netcode/seats.ts';
import { InputDecoder } from '../../shared/netcode/input-codec.ts';
import { NetModel, type NetEvent } from '../../shared/netcode/net-model.ts';
import type { LinkReport, Welcome } from '../../shared/netcode/protocol.ts';
import { DRIVER } from '../../shared/netcode/replication.ts';
import type { AnyRoomType, GameEvent, World } from '../../shared/netcode/room-type.ts';
import type { Scenario } from '../../shared/netcode/scenarios/index.ts';
import type { TcpPipe } from '../../shared/netcode/tcp-pipe.ts';
import { scenarioOf, type LinkCondition } from './lossy-link.ts';

type Down =
  | { readonly kind: 'welcome'; readonly welcome: Welcome }
  | { readonly kind: 'full' | 'patch'; readonly bytes: Uint8Array }
  | { readonly kind: 'events'; readonly bytes: Uint8Array }
  | { readonly kind: 'report'; readonly report: LinkReport };

/** Bytes of what is no byte array here, about as many as it has on the wire. */
const WORD_BYTES = 120;
const bytesOf = (message: Down) => ('bytes' in message ? message.bytes.byteLength : WORD_BYTES);

export interface Brain {
  /** One input for this tick, from what the client knows. */
  sample(world: World, seat: number): object;
  /** After each drawn frame. */
  watch?(client: GameClient<World, object, GameEvent, unknown>, drawn: World, nowMs: number): void;
}

export interface VirtualClient {
  readonly seat: Seat;
  readonly client: GameClient<World, object, GameEvent, unknown>;
  readonly brain: Brain;
  readonly net: NetModel<Uint8Array, Down>;
  readonly up: TcpPipe<Uint8Array>;
  readonly down: TcpPipe<Down>;
  readonly decoder: InputDecoder<object>;
  readonly rttMs: number;
  readonly root: Schema;
  readonly state: Decoder<Schema>;
  nextFrameMs: number;
  joined: boolean;
}

const FRAME_MS = 1000 / 60;

/** The server's own parts and the clients' own parts, joined by links that delay: no sockets, no timers, no clocks. */
export class VirtualMatch {
  readonly world: World;
  readonly clients: VirtualClient[] = [];
  /** Called on the server after every step. */
  onStep: ((world: World, events: readonly GameEvent[]) => void) | undefined;
  /** Called for what befalls a connection. Without it, scenarios that break connections or hide pages are refused: nobody reconnects here. */
  onNetEvent: ((client: VirtualClient, event: NetEvent) => void) | undefined;
  nowMs = 0;
  readonly #definition: GameRoomDefinition;
  readonly #type: AnyRoomType;
  readonly #gate: InputGate<object>;
  readonly #mirror: Mirror;
  readonly #seatStates: SeatStates;
  readonly #encoder: Encoder<Schema>;
  readonly #events: PatchEvents<GameEvent>;
  #ticks = 0;

  constructor(definition: GameRoomDefinition, config: unknown, seed: number) {
    this.#definition = definition;
    this.#type = definition.roomType;
    this.world = this.#type.createWorld(config, seed);
    this.#gate = new InputGate({ seatsMax: this.#type.seatsMax, tickHz: this.#type.tickHz });
    const state = definition.createState();
    this.#mirror = new Mirror(state, this.#type.replication, definition.itemClasses);
    this.#seatStates = new SeatStates(state, definition.seatClass);
    this.#encoder = new Encoder(state);
    this.#events = new PatchEvents(this.#type.events);
    this.#mirror.copy(this.world);
  }

  get gate(): InputGate<object> {
    return this.#gate;
  }

  join(link: LinkCondition | Scenario, brain: Brain, seed: number): VirtualClient {
    const id = this.clients.length;
    const profile = { name: `p${id}`, team: 0, bot: false };
    const scenario = scenarioOf(link);
    const net = new NetModel<Uint8Array, Down>(scenario, seed, { down: bytesOf });
    const breaking = scenario.events.find(({ kind }) => kind === 'reset' || kind === 'half-open' || kind === 'hidden');
    if (breaking !== undefined && this.onNetEvent === undefined) throw new Error(`${scenario.name} has a ${breaking.kind}: set onNetEvent first`);
    const { up, down } = net;
    const { latencyMs, jitterMs } = scenario.up;
    const root = this.#definition.createState();
    const client = new GameClient({
      roomType: this.#type as never,
      link: { send: (bytes) => up.send(this.nowMs, bytes.slice()), sendCommand: () => {}, leave: async () => {}, rttMs: () => latencyMs * 2 },
    }) as GameClient<World, object, GameEvent, unknown>;
    const joined: VirtualClient = {
      seat: { id, profile, driver: DRIVER.player, client: undefined, connection: undefined, memory: undefined },
      client, brain, net, up, down, decoder: new InputDecoder(this.#type.input), rttMs: latencyMs * 2 + jitterMs,
      root, state: new Decoder(root), nextFrameMs: this.nowMs + id * 3.7, joined: false,
    };
    this.#gate.open(id);
    this.#type.join(this.world, id, profile);
    this.clients.push(joined);
    return joined;
  }

  run(forMs: number): void {
    const untilMs = this.nowMs + forMs;
    for (; this.nowMs < untilMs; this.nowMs++) {
      for (const c of this.clients) {
        for (const event of c.net.eventsUntil(this.nowMs)) this.onNetEvent?.(c, event);
        for (const bytes of c.up.receive(this.nowMs)) this.#receive(c, bytes);
        for (const message of c.down.receive(this.nowMs)) this.#deliver(c, message);
        if (this.nowMs >= c.nextFrameMs) this.#frame(c);
      }
      while (this.#ticks * (1000 / this.#type.tickHz) <= this.nowMs) this.#tick();
    }
  }

  #receive(c: VirtualClient, bytes: Uint8Array): void {
    const decoded = c.decoder.decode(bytes);
    if (!decoded.ok) throw new Error(`an honest frame was refused: ${decoded.reason}`);
    this.#gate.push(c.seat.id, decoded.inputs);
  }

  #deliver(c: VirtualClient, message: Down): void {
    switch (message.kind) {
      case 'welcome': c.client.onWelcome(message.welcome, this.nowMs); break;
      case 'events': c.client.onEvents(message.bytes); break;
      case 'report': c.client.onReport(message.report); break;
      default:
        c.state.decode(message.bytes);
        c.client.onState(c.root as unknown as DecodedState, this.nowMs);
    }
  }

  #frame(c: VirtualClient): void {
    c.nextFrameMs += FRAME_MS;
    c.client.advance(this.nowMs, (world) => c.brain.sample(world, c.seat.id));
    const drawn = c.client.view(this.nowMs);
    if (drawn !== undefined) c.brain.watch?.(c.client, drawn, this.nowMs);
  }

  #tick(): void {
    this.#ticks++;
    const tick = this.world.tick;
    const inputs = this.clients.map((c) => this.#gate.take(c.seat.id, tick, c.rttMs));
    const events: GameEvent[] = [];
    this.#type.step(this.world, inputs, (event: GameEvent) => {
      events.push(event);
      this.#events.add(tick, event);
    });
    this.onStep?.(this.world, events);
    if (this.world.tick % this.#type.patchTicks === 0) this.#patch();
    if (this.world.tick % this.#type.tickHz === 0) this.#report();
  }

  #patch(): void {
    this.#mirror.copy(this.world);
    for (const c of this.clients) {
      this.#seatStates.set(c.seat, this.world.tick - this.#gate.acked(c.seat.id), this.#gate.skipped(c.seat.id));
    }
    const events = this.#events.take();
    const patch = this.#encoder.encode().slice();
    this.#encoder.discardChanges();
    for (const c of this.clients) {
      if (events !== undefined) c.down.send(this.nowMs, { kind: 'events', bytes: events });
      if (c.joined) c.down.send(this.nowMs, { kind: 'patch', bytes: patch });
      else this.#admit(c);
    }
  }

  #admit(c: VirtualClient): void {
    c.joined = true;
    c.down.send(this.nowMs, { kind: 'full', bytes: this.#encoder.encodeAll().slice() });
    const { tickHz, patchTicks } = this.#type;
    c.down.send(this.nowMs, {
      kind: 'welcome', welcome: { protocol: 1, seat: c.seat.id, tick: this.world.tick, tickHz, patchTicks, pace: 1, acked: this.#gate.acked(c.seat.id) },
    });
  }

  #report(): void {
    for (const c of this.clients) {
      const backlog = this.#gate.takeBacklog(c.seat.id);
      c.down.send(this.nowMs, {
        kind: 'report',
        report: { rttMs: c.rttMs, backlogMin: backlog.min, backlogMax: backlog.max, verdicts: this.#gate.verdicts(c.seat.id), lateMsP99: 0 },
      });
    }
  }
}

// In: a room type and its schema. Out: a Colyseus room that runs it on the process's tick loop. Run by: server/rooms.
import { Room, type AuthContext, type Client, type RoomException } from '@colyseus/core';
import type { Schema } from '@colyseus/schema';
import { z } from 'zod';
import { CLOSE } from '../../shared/netcode/close-codes.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { COMMAND, MESSAGE, PROTOCOL_VERSION, type LinkReport, type Welcome } from '../../shared/netcode/protocol.ts';
import { DRIVER } from '../../shared/netcode/replication.ts';
import type { AnyRoomType, GameEvent, TimedInput, World } from '../../shared/netcode/room-type.ts';
import { BotSeats } from './bot-seats.ts';
import { CaptureRecorder } from './capture-recorder.ts';
import { guardOf } from './guarded-transport.ts';
import { InputGate } from './input-gate.ts';
import { parseJoinRequest, refusal, type JoinRequest } from './join-request.ts';
import { Mirror, type ItemClasses } from './mirror.ts';
import { PatchEvents } from './patch-events.ts';
import { meterPatches } from './patch-meter.ts';
import { userOf, type SeatAuth } from './seat-owner.ts';
import { SeatStates, type SeatStateClass } from './seat-states.ts';
import { Seats, type Seat } from './seats.ts';
import type { RoomLook, RoomMeter, RoomServices } from './services.ts';

export interface GameRoomDefinition {
  readonly roomType: AnyRoomType;
  readonly createState: () => Schema;
  readonly seatClass: SeatStateClass;
  readonly itemClasses: ItemClasses;
}

const Presence = z.boolean();

/** Makes the Colyseus room class of a real-time room type: the only thing its server folder needs. */
export function gameRoomFor(definition: GameRoomDefinition, services: RoomServices): new () => Room {
  return class extends GameRoom {
    constructor() {
      super(definition, services);
    }

    static override async onAuth(_token: string, options: unknown, context: AuthContext): Promise<JoinRequest & SeatAuth> {
      const { profile, config } = parseJoinRequest(definition.roomType, options);
      return { profile, config, user: userOf(context) };
    }
  };
}

class GameRoom extends Room {
  readonly #definition: GameRoomDefinition;
  readonly #type: AnyRoomType;
  readonly #services: RoomServices;
  readonly #seats: Seats;
  readonly #gate: InputGate<object>;
  readonly #events: PatchEvents<GameEvent>;
  readonly #inputs: (readonly TimedInput<object>[] | undefined)[];
  #world!: World;
  #config: unknown;
  #mirror!: Mirror;
  #seatStates!: SeatStates;
  #bots!: BotSeats;
  #capture: CaptureRecorder | undefined;
  #match = 0;
  #leaveLoop: (() => void) | undefined;
  #meter: RoomMeter | undefined;
  #failed = false;
  /** Left standing by a step that threw or was ended. */
  #stepping = false;
  /** The pace that players were told. */
  #pace = 1;

  constructor(definition: GameRoomDefinition, services: RoomServices) {
    super();
    this.#definition = definition;
    this.#type = definition.roomType;
    this.#services = services;
    this.#seats = new Seats(this.#type.seatsMax);
    this.#gate = new InputGate({ seatsMax: this.#type.seatsMax, tickHz: this.#type.tickHz });
    this.#events = new PatchEvents(this.#type.events);
    this.#inputs = Array.from({ length: this.#type.seatsMax }, () => undefined);
    // Colyseus' clock reads Date.now(): a clock set back by 3 s froze its rooms for 3 s.
    (this.clock as unknown as { now: () => number }).now = () => services.loop.now();
  }

  override onCreate(options: unknown): void {
    const { loop, rooms } = this.#services;
    if (rooms.size >= LIMITS.roomsMax || !this.#services.hasRoom()) throw refusal('the server is full: try again in a minute');
    this.#config = parseJoinRequest(this.#type, options).config;
    const seed = crypto.getRandomValues(new Uint32Array(1))[0]!;
    this.maxClients = this.#type.seatsMax;
    this.maxMessagesPerSecond = LIMITS.framesPerSecMax * 3;
    this.#world = this.#type.createWorld(this.#config, seed);
    const state = this.#definition.createState();
    this.#mirror = new Mirror(state, this.#type.replication, this.#definition.itemClasses);
    this.#seatStates = new SeatStates(state, this.#definition.seatClass);
    this.#bots = new BotSeats(this.#type, seed, this.#type.botsWanted(this.#config).level);
    this.#startCapture();
    this.setState(state);
    this.setMetadata(Object.fromEntries(this.#type.matchBy.map((key) => [key, (this.#config as Record<string, unknown>)[key]])));
    // The loop below is the only timer: the patch leaves with the tick it belongs to.
    this.setTimestep(() => {}, 2 ** 31 - 1);
    this.patchRate = null as unknown as number;
    this.onMessage(COMMAND.presence, Presence, (client: Client, away: boolean) => this.#presence(client, away));
    this.#fillWithBots();
    this.#mirror.copy(this.#world);
    rooms.add(this);
    this.#services.count('rooms.created');
    this.#meter = this.#services.meters.open(this.#type.name, () => this.#look());
    meterPatches(this, this.#meter);
    this.#leaveLoop = loop.add({
      name: this.#type.name,
      tickHz: this.#type.tickHz,
      step: () => this.#tick(),
      onLost: (ticks) => this.#gate.creditLost(ticks),
      onError: (error) => this.#fail(error, 'step'),
    });
  }

  override onJoin(client: Client, _options: unknown, auth: JoinRequest): void {
    const { profile } = auth;
    const wanted = this.#type.botsWanted(this.#config).count;
    const full = this.#seats.humans + this.#seats.bots >= this.#type.seatsMax;
    if (this.#seats.bots > 0 && (full || this.#seats.humans + this.#seats.bots >= wanted)) this.#removeABot();
    const seat = this.#sit(profile, client);
    this.#attach(seat, client);
    this.#services.count('seats.joined');
  }

  override onDrop(client: Client): void {
    const seat = this.#seats.of(client);
    if (seat === undefined || this.#failed) return;
    this.#services.count('seats.dropped');
    this.#handOver(seat, this.#type.bots === undefined ? DRIVER.away : DRIVER.bot);
    const removed = seat.connection?.removed;
    seat.connection?.detachInputs();
    seat.connection = undefined;
    seat.client = undefined;
    // Whoever was removed for abuse keeps no seat; the close event's own code is the client's word, this is ours.
    if (removed?.code === CLOSE.abuse) return;
    this.allowReconnection(client, this.#services.seatHoldSec).catch(() => {});
  }

  override onReconnect(client: Client): void {
    const seat = this.#seats.of(client);
    if (seat === undefined) throw refusal('this seat was given away');
    this.#services.count('seats.returned');
    this.#attach(seat, client);
  }

  override onLeave(client: Client): void {
    const seat = this.#seats.of(client);
    if (seat === undefined) return;
    this.#services.count('seats.left');
    seat.connection?.detachInputs();
    this.#stand(seat);
    if (!this.#failed) this.#fillWithBots();
  }

  override onDispose(): void {
    this.#leaveLoop?.();
    this.#meter?.close();
    this.#services.rooms.delete(this);
    this.#services.count('rooms.disposed');
    this.#keepCapture(this.#failed ? 'room failed' : 'room closed');
  }

  override onUncaughtException(error: RoomException, methodName: string): void {
    this.#services.count('rooms.exceptions');
    this.#services.log.error({ room: this.roomName, roomId: this.roomId, method: methodName, err: error }, 'a room threw');
  }

  #tick(): void {
    this.clock.tick();
    const tick = this.#world.tick;
    for (const seat of this.#seats) this.#inputs[seat.id] = this.#inputsOf(seat, tick);
    this.#stepping = true;
    const startedMs = this.#services.loop.now();
    this.#type.step(this.#world, this.#inputs, (event: GameEvent) => this.#events.add(tick, event));
    this.#stepping = false;
    this.#meter?.step(this.#services.loop.now() - startedMs);
    this.#capture?.tick(this.#world, this.#inputs);
    this.#inputs.fill(undefined);
    if (this.#type.matchOf(this.#world) !== this.#match) {
      this.#keepCapture('match over');
      this.#startCapture();
    }
    if (this.#world.tick % this.#type.patchTicks === 0) this.#patch();
    if (this.#world.tick % this.#type.tickHz === 0) this.#report();
    this.#tellPace();
  }

  #inputsOf(seat: Seat, tick: number): readonly TimedInput<object>[] | undefined {
    switch (seat.driver) {
      case DRIVER.player: return this.#gate.take(seat.id, tick, seat.connection?.rttMs ?? -1);
      case DRIVER.bot: return [this.#gate.own(seat.id, this.#bots.think(this.#world, seat), tick)];
      default: return undefined;
    }
  }

  #patch(): void {
    this.#mirror.copy(this.#world);
    for (const seat of this.#seats) {
      this.#seatStates.set(seat, this.#world.tick - this.#gate.acked(seat.id), this.#gate.skipped(seat.id));
    }
    const events = this.#events.take();
    if (events !== undefined) this.broadcastBytes(MESSAGE.events, events, {});
    this.broadcastPatch();
  }

  #look(): RoomLook {
    const seats = { player: 0, bot: 0, away: 0 };
    let clients = 0;
    for (const { driver, client } of this.#seats) {
      seats[driver === DRIVER.bot ? 'bot' : driver === DRIVER.player ? 'player' : 'away']++;
      if (client !== undefined) clients++;
    }
    return { clients, seats, verdicts: this.#gate.allVerdicts() };
  }

  #report(): void {
    const lateMsP99 = Math.round(this.#services.loop.stats().lateMsP99 * 10) / 10;
    for (const seat of this.#seats) {
      if (seat.client === undefined) continue;
      const backlog = this.#gate.takeBacklog(seat.id);
      const report: LinkReport = {
        rttMs: seat.connection?.rttMs ?? -1, backlogMin: backlog.min, backlogMax: backlog.max,
        verdicts: this.#gate.verdicts(seat.id), lateMsP99,
      };
      seat.client.send(MESSAGE.report, report);
    }
  }

  #tellPace(): void {
    const { pace } = this.#services.loop;
    if (pace === this.#pace) return;
    this.#pace = pace;
    this.broadcast(MESSAGE.pace, pace);
  }

  #attach(seat: Seat, client: Client): void {
    seat.client = client;
    seat.connection = guardOf(client.ref);
    seat.connection?.attachInputs(this.#type.input, {
      accept: (inputs) => this.#gate.push(seat.id, inputs),
      overBudget: (count) => this.#gate.refuse(seat.id, count),
      refused: (reason) => this.#gate.countFrame(seat.id, reason === 'bounds' ? 'illegal' : 'malformed'),
    });
    // The base keeps it to itself; it is what it sends whoever has just joined, made once a patch for all who need it.
    const { sendFullState } = this as unknown as { sendFullState(client: Client): void };
    seat.connection?.attachWarning(() => client.send(MESSAGE.notice, { code: CLOSE.abuse, text: 'This connection sends data the game does not send, and is closed if it goes on.' }));
    seat.connection?.attachResync(() => sendFullState.call(this, client));
    this.#takeBack(seat);
  }

  /** The player drives again; the client starts its inputs afresh behind what the seat has consumed by now. */
  #takeBack(seat: Seat): void {
    seat.driver = DRIVER.player;
    seat.memory = undefined;
    this.#gate.resume(seat.id);
    const welcome: Welcome = {
      protocol: PROTOCOL_VERSION, seat: seat.id, tick: this.#world.tick, tickHz: this.#type.tickHz,
      patchTicks: this.#type.patchTicks, pace: this.#pace, acked: this.#gate.acked(seat.id),
    };
    seat.client?.send(MESSAGE.welcome, welcome);
  }

  #handOver(seat: Seat, driver: number): void {
    this.#gate.suspend(seat.id);
    seat.driver = driver;
    if (driver === DRIVER.bot) this.#bots.enter(seat);
  }

  #presence(client: Client, away: boolean): void {
    const seat = this.#seats.of(client);
    if (seat === undefined || seat.client === undefined || (seat.driver === DRIVER.away) === away) return;
    if (away) {
      this.#handOver(seat, DRIVER.away);
      return;
    }
    // A fresh decoder, because the client starts a fresh encoder when it is welcomed back.
    this.#attach(seat, client);
  }

  #sit(profile: JoinRequest['profile'], client: Client | undefined): Seat {
    const seat = this.#seats.take(profile, client, client === undefined ? undefined : guardOf(client.ref));
    this.#gate.open(seat.id);
    this.#type.join(this.#world, seat.id, profile);
    this.#capture?.join(seat.id, profile);
    if (profile.bot) this.#bots.enter(seat);
    return seat;
  }

  #stand(seat: Seat): void {
    this.#type.leave(this.#world, seat.id);
    this.#capture?.leave(seat.id);
    this.#gate.close(seat.id);
    this.#seatStates.remove(seat);
    this.#seats.free(seat);
  }

  #fillWithBots(): void {
    if (this.#type.bots === undefined) return;
    const wanted = Math.min(this.#type.botsWanted(this.#config).count, this.#type.seatsMax);
    while (this.#seats.humans + this.#seats.bots < wanted) {
      this.#sit({ name: this.#bots.nextName(), team: 0, bot: true }, undefined);
    }
  }

  #removeABot(): void {
    let last: Seat | undefined;
    for (const seat of this.#seats) if (seat.profile.bot) last = seat;
    if (last !== undefined) this.#stand(last);
  }

  /** The step threw: this room ends, its players are told, its capture is kept; no other room notices. */
  #fail(error: unknown, where: string): void {
    this.#failed = true;
    if (this.#stepping) this.#capture?.threw(this.#inputs, error);
    this.#services.count('rooms.failed');
    this.#services.log.error({ room: this.roomName, roomId: this.roomId, tick: this.#world.tick, where, err: error }, 'a room failed');
    this.broadcast(MESSAGE.notice, { code: CLOSE.roomFailed, text: 'The match had an error and was closed.' });
    this.disconnect(CLOSE.roomFailed).catch(() => {});
  }

  #startCapture(): void {
    this.#match = this.#type.matchOf(this.#world);
    if (this.#services.captures === undefined) return;
    this.#capture = new CaptureRecorder(this.#type, this.#world, { roomId: this.roomId, startedAt: new Date().toISOString() });
  }

  #keepCapture(reason: string): void {
    if (this.#capture === undefined) return;
    if (this.#capture.cutShort !== undefined) this.#services.count('captures.cut');
    this.#services.captures?.keep(this.#type.name, this.roomId, this.#capture.finish(reason));
    this.#capture = undefined;
  }
}

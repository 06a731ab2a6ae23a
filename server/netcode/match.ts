// In: a room type, its schema, who joins, drops, returns and leaves. Out: its matches tick by tick: state, events, words to
// players, captures. Run by: game-room over sockets, simulations in virtual time. Knows no socket, no timer and no clock.
import type { Schema } from '@colyseus/schema';
import { PROTOCOL_VERSION } from '../../shared/netcode/protocol.ts';
import { DRIVER } from '../../shared/netcode/replication.ts';
import type { AnyRoomType, GameEvent, SeatProfile, TimedInput, World } from '../../shared/netcode/room-type.ts';
import { BotSeats } from './bot-seats.ts';
import { CaptureRecorder, type CaptureLabel } from './capture-recorder.ts';
import { InputGate } from './input-gate.ts';
import { Mirror, type ItemClasses } from './mirror.ts';
import { PatchEvents } from './patch-events.ts';
import { SeatStates, type SeatStateClass } from './seat-states.ts';
import { Seats, type Peer, type Seat } from './seats.ts';
import type { RoomLook } from './services.ts';

/** What a room type's server folder provides. */
export interface GameRoomDefinition {
  readonly roomType: AnyRoomType;
  readonly createState: () => Schema;
  readonly seatClass: SeatStateClass;
  readonly itemClasses: ItemClasses;
}

/** What goes to everybody. */
export interface MatchOutput {
  /** What happened since the patch before; goes ahead of the patch. */
  events(bytes: Uint8Array): void;
  /** The state is that of this tick: its differences are due. */
  patch(): void;
  /** `file` re-runs one match from its start to its end. */
  capture(file: Uint8Array, cutShort: string | undefined): void;
  /** Runs a step, for who wants to know how long it took. */
  timed?(step: () => void): void;
}

export interface MatchOptions {
  readonly definition: GameRoomDefinition;
  readonly config: unknown;
  readonly seed: number;
  readonly out: MatchOutput;
  /** Called for the label of each capture; left out, nothing is recorded. */
  readonly label?: (() => CaptureLabel) | undefined;
}

export class Match {
  readonly type: AnyRoomType;
  readonly world: World;
  readonly state: Schema;
  readonly seats: Seats;
  readonly gate: InputGate<object>;
  readonly #out: MatchOutput;
  readonly #label: (() => CaptureLabel) | undefined;
  readonly #wanted: number;
  readonly #mirror: Mirror;
  readonly #seatStates: SeatStates;
  readonly #bots: BotSeats;
  readonly #events: PatchEvents<GameEvent>;
  readonly #inputs: (readonly TimedInput<object>[] | undefined)[];
  readonly #step: () => void;
  #capture: CaptureRecorder | undefined;
  #round = 0;
  /** Left standing by a step that threw or was ended. */
  #stepping = false;
  #failed = false;

  constructor({ definition, config, seed, out, label }: MatchOptions) {
    const type = definition.roomType;
    const { count, level } = type.botsWanted(config);
    this.type = type;
    this.world = type.createWorld(config, seed);
    this.state = definition.createState();
    this.seats = new Seats(type.seatsMax);
    this.gate = new InputGate({ seatsMax: type.seatsMax, tickHz: type.tickHz });
    this.#out = out;
    this.#label = label;
    this.#wanted = type.bots === undefined ? 0 : Math.min(count, type.seatsMax);
    this.#mirror = new Mirror(this.state, type.replication, definition.itemClasses);
    this.#seatStates = new SeatStates(this.state, definition.seatClass);
    this.#bots = new BotSeats(type, seed, level);
    this.#events = new PatchEvents(type.events);
    this.#inputs = Array.from({ length: type.seatsMax }, () => undefined);
    this.#step = () => {
      const { tick } = this.world;
      type.step(this.world, this.#inputs, (event: GameEvent) => this.#events.add(tick, event));
    };
    this.#startCapture();
    this.#fillWithBots();
    this.#mirror.copy(this.world);
  }

  /** Gives a player a seat, a bot's where bots fill them. @throws Error where every seat is a player's. */
  join(profile: SeatProfile, peer: Peer, pace: number): Seat {
    const taken = this.seats.humans + this.seats.bots;
    if (this.seats.bots > 0 && taken >= Math.min(this.type.seatsMax, this.#wanted)) this.#removeABot();
    const seat = this.#sit(profile);
    this.attach(seat, peer, pace);
    return seat;
  }

  /** The player drives from here on, over this connection; the client starts its inputs afresh behind what the seat has consumed. */
  attach(seat: Seat, peer: Peer, pace: number): void {
    seat.peer = peer;
    peer.attachInputs(this.type.input, {
      accept: (inputs) => this.gate.push(seat.id, inputs),
      overBudget: (count) => this.gate.refuse(seat.id, count),
      refused: (reason) => this.gate.countFrame(seat.id, reason === 'bounds' ? 'illegal' : 'malformed'),
    });
    seat.driver = DRIVER.player;
    seat.memory = undefined;
    this.gate.resume(seat.id);
    const { tickHz, patchTicks } = this.type;
    peer.welcome({ protocol: PROTOCOL_VERSION, seat: seat.id, tick: this.world.tick, tickHz, patchTicks, pace, acked: this.gate.acked(seat.id) });
  }

  /** The connection is lost; the seat is kept, and a bot drives it where the room type has one. */
  drop(seat: Seat): void {
    this.#handOver(seat, this.type.bots === undefined ? DRIVER.away : DRIVER.bot);
    seat.peer?.detachInputs();
    seat.peer = undefined;
  }

  /** A hidden tab idles; on its return the client starts afresh. Repeated and unneeded words change nothing. */
  setAway(seat: Seat, away: boolean, pace: number): void {
    if (seat.peer === undefined || (seat.driver === DRIVER.away) === away) return;
    if (away) this.#handOver(seat, DRIVER.away);
    else this.attach(seat, seat.peer, pace);
  }

  /** Frees the seat; a bot may take it. */
  leave(seat: Seat): void {
    seat.peer?.detachInputs();
    this.#stand(seat);
    this.#fillWithBots();
  }

  /** Simulates one tick. @throws whatever the step throws; call `failed` then, and no more of this. */
  tick(): void {
    const { world, type } = this;
    for (const seat of this.seats) this.#inputs[seat.id] = this.#inputsOf(seat);
    this.#stepping = true;
    if (this.#out.timed === undefined) this.#step();
    else this.#out.timed(this.#step);
    this.#stepping = false;
    this.#capture?.tick(world, this.#inputs);
    this.#inputs.fill(undefined);
    if (type.matchOf(world) !== this.#round) {
      this.end('match over');
      this.#startCapture();
    }
    if (world.tick % type.patchTicks === 0) this.#patch();
  }

  /**
   * Tells each player about the last second of the link, as the server sees it; called after every tick. Each seat has its
   * patch of the second: reports to all in one tick made that tick
   * late; on a patch they cost no write of their own.
   */
  reportInTurn(lateMsP99: () => number): void {
    const { tickHz, patchTicks } = this.type;
    if (this.world.tick % patchTicks !== 0) return;
    const turns = Math.max(1, Math.round(tickHz / patchTicks));
    const turn = (this.world.tick / patchTicks) % turns;
    for (const seat of this.seats) if (seat.id % turns === turn) this.#reportTo(seat, lateMsP99());
  }

  #reportTo({ id, peer }: Seat, lateMsP99: number): void {
    if (peer === undefined) return;
    const { min, max } = this.gate.takeBacklog(id);
    peer.report({ rttMs: peer.rttMs, backlogMin: min, backlogMax: max, verdicts: this.gate.verdicts(id), lateMsP99 });
  }

  /** A tick threw: the capture gets the inputs of the step that did, so that it throws again when it is re-run. */
  failed(error: unknown): void {
    this.#failed = true;
    if (this.#stepping) this.#capture?.threw(this.#inputs, error);
  }

  /** Hands over the capture so far; nothing is recorded any more. */
  end(reason: string): void {
    const capture = this.#capture;
    this.#capture = undefined;
    if (capture !== undefined) this.#out.capture(capture.finish(reason), capture.cutShort);
  }

  look(): RoomLook {
    const seats = { player: 0, bot: 0, away: 0 };
    let clients = 0;
    for (const { driver, peer } of this.seats) {
      seats[driver === DRIVER.bot ? 'bot' : driver === DRIVER.player ? 'player' : 'away']++;
      if (peer !== undefined) clients++;
    }
    return { clients, seats, verdicts: this.gate.allVerdicts() };
  }

  #inputsOf(seat: Seat): readonly TimedInput<object>[] | undefined {
    const { tick } = this.world;
    switch (seat.driver) {
      case DRIVER.player: return this.gate.take(seat.id, tick, seat.peer?.rttMs ?? -1);
      case DRIVER.bot: return [this.gate.own(seat.id, this.#bots.think(this.world, seat), tick)];
      default: return undefined;
    }
  }

  #patch(): void {
    this.#mirror.copy(this.world);
    for (const seat of this.seats) {
      this.#seatStates.set(seat, this.world.tick - this.gate.acked(seat.id), this.gate.skipped(seat.id));
    }
    const events = this.#events.take();
    if (events !== undefined) this.#out.events(events);
    this.#out.patch();
  }

  #handOver(seat: Seat, driver: number): void {
    this.gate.suspend(seat.id);
    seat.driver = driver;
    if (driver === DRIVER.bot) this.#bots.enter(seat);
  }

  #sit(profile: SeatProfile): Seat {
    const seat = this.seats.take(profile);
    this.gate.open(seat.id);
    this.type.join(this.world, seat.id, profile);
    this.#capture?.join(seat.id, profile);
    if (profile.bot) this.#bots.enter(seat);
    return seat;
  }

  #stand(seat: Seat): void {
    this.type.leave(this.world, seat.id);
    this.#capture?.leave(seat.id);
    this.gate.close(seat.id);
    this.#seatStates.remove(seat);
    this.seats.free(seat);
  }

  #fillWithBots(): void {
    if (this.#failed) return;
    while (this.seats.humans + this.seats.bots < this.#wanted) this.#sit({ name: this.#bots.nextName(), team: 0, bot: true });
  }

  #removeABot(): void {
    let last: Seat | undefined;
    for (const seat of this.seats) if (seat.profile.bot) last = seat;
    if (last !== undefined) this.#stand(last);
  }

  #startCapture(): void {
    this.#round = this.type.matchOf(this.world);
    if (this.#label !== undefined) this.#capture = new CaptureRecorder(this.type, this.world, this.#label());
  }
}

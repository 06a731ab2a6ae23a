// In: a room type and its schema. Out: a Colyseus room that runs it on the process's tick loop. Run by: server/rooms.
import { Room, ServerError, type AuthContext, type Client, type RoomException } from '@colyseus/core';
import { z } from 'zod';
import { CLOSE, keepsSeat } from '../../shared/netcode/close-codes.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { COMMAND, MESSAGE } from '../../shared/netcode/protocol.ts';
import type { AnyRoomType } from '../../shared/netcode/room-type.ts';
import { guardOf, type Connection } from './guarded-transport.ts';
import { parseJoinRequest, refusal, type JoinRequest } from './join-request.ts';
import { Match, type GameRoomDefinition } from './match.ts';
import { meterPatches } from './patch-meter.ts';
import { userOf, type SeatAuth } from './seat-owner.ts';
import type { Peer, Seat } from './seats.ts';
import type { RoomMeter, RoomServices } from './services.ts';

export type { GameRoomDefinition } from './match.ts';

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

/** What a player is told who sends what the game does not send. */
const WARNING = 'This connection sends data the game does not send, and is closed if it goes on.';

/** A match on sockets: Colyseus' hooks become joins, drops and returns, and what the match says becomes messages. */
class GameRoom extends Room {
  readonly #definition: GameRoomDefinition;
  readonly #type: AnyRoomType;
  readonly #services: RoomServices;
  /** By session, kept over reconnects. */
  readonly #seats = new Map<string, Seat>();
  #match!: Match;
  #leaveLoop: (() => void) | undefined;
  #meter: RoomMeter | undefined;
  #failed = false;
  /** The pace that players were told. */
  #pace = 1;

  constructor(definition: GameRoomDefinition, services: RoomServices) {
    super();
    this.#definition = definition;
    this.#type = definition.roomType;
    this.#services = services;
    // Colyseus' clock reads Date.now(): a clock set back by 3 s froze its rooms for 3 s.
    (this.clock as unknown as { now: () => number }).now = () => services.loop.now();
  }

  /** Changes when a match is over: a process that is about to end waits for it. */
  get round(): number {
    return this.#type.matchOf(this.#match.world);
  }

  override onCreate(options: unknown): void {
    this.#contained('making the room', () => this.#open(options));
  }

  #open(options: unknown): void {
    const { loop, rooms, captures } = this.#services;
    if (rooms.size >= LIMITS.roomsMax || !this.#services.hasRoom()) throw refusal('the server is full: try again in a minute');
    const { config } = parseJoinRequest(this.#type, options);
    this.maxClients = this.#type.seatsMax;
    this.maxMessagesPerSecond = LIMITS.framesPerSecMax * 3;
    this.#match = new Match({
      definition: this.#definition, config, seed: crypto.getRandomValues(new Uint32Array(1))[0]!, out: this.#output(),
      label: captures === undefined ? undefined : () => ({ roomId: this.roomId, startedAt: new Date().toISOString() }),
    });
    this.setState(this.#match.state);
    this.setMetadata(Object.fromEntries(this.#type.matchBy.map((key) => [key, (config as Record<string, unknown>)[key]])));
    // The loop below is the only timer: the patch leaves with the tick it belongs to.
    this.setTimestep(() => {}, 2 ** 31 - 1);
    this.patchRate = null as unknown as number;
    this.onMessage(COMMAND.presence, Presence, (client: Client, away: boolean) => {
      const seat = this.#seats.get(client.sessionId);
      if (seat !== undefined) this.#match.setAway(seat, away, this.#pace);
    });
    rooms.add(this);
    this.#services.count('rooms.created');
    this.#meter = this.#services.meters.open(this.#type.name, () => this.#match.look());
    meterPatches(this, this.#meter);
    this.#leaveLoop = loop.add({
      name: this.#type.name,
      tickHz: this.#type.tickHz,
      step: () => this.#tick(),
      onLost: (ticks) => this.#match.gate.creditLost(ticks),
      onError: (error) => this.#fail(error, 'step'),
    });
  }

  override onJoin(client: Client, _options: unknown, auth: JoinRequest): void {
    this.#contained('joining', () => {
      this.#seats.set(client.sessionId, this.#match.join(auth.profile, this.#peerOf(client), this.#pace));
    });
    this.#services.count('seats.joined');
  }

  override onDrop(client: Client): void {
    const seat = this.#seats.get(client.sessionId);
    if (seat === undefined || this.#failed) return;
    this.#services.count('seats.dropped');
    this.#match.drop(seat);
    // The close event's own code is the client's word, this is ours.
    const removed = guardOf(client.ref)?.removed;
    if (removed !== undefined && !keepsSeat(removed.code)) return;
    this.allowReconnection(client, this.#services.seatHoldSec).catch(() => {});
  }

  override onReconnect(client: Client): void {
    const seat = this.#seats.get(client.sessionId);
    if (seat === undefined) throw refusal('this seat was given away');
    this.#services.count('seats.returned');
    this.#match.attach(seat, this.#peerOf(client), this.#pace);
  }

  override onLeave(client: Client): void {
    const seat = this.#seats.get(client.sessionId);
    if (seat === undefined) return;
    this.#services.count('seats.left');
    this.#seats.delete(client.sessionId);
    this.#match.leave(seat);
  }

  override onDispose(): void {
    this.#leaveLoop?.();
    this.#meter?.close();
    this.#services.rooms.delete(this);
    this.#services.count('rooms.disposed');
    this.#match?.end(this.#failed ? 'room failed' : 'room closed');
  }

  override onUncaughtException(error: RoomException, methodName: string): void {
    this.#services.count('rooms.exceptions');
    this.#services.log.error({ room: this.roomName, roomId: this.roomId, method: methodName, err: error }, 'a room threw');
  }

  #tick(): void {
    this.clock.tick();
    this.#match.tick();
    const { loop } = this.#services;
    this.#match.reportInTurn(() => Math.round(loop.stats().lateMsP99 * 10) / 10);
    if (loop.pace === this.#pace) return;
    this.#pace = loop.pace;
    this.broadcast(MESSAGE.pace, this.#pace);
  }

  #output(): ConstructorParameters<typeof Match>[0]['out'] {
    const { loop, captures, count } = this.#services;
    return {
      events: (bytes) => this.broadcastBytes(MESSAGE.events, bytes, {}),
      patch: () => this.broadcastPatch(),
      capture: (file, cutShort) => {
        if (cutShort !== undefined) count('captures.cut');
        captures?.keep(this.#type.name, this.roomId, file);
      },
      timed: (step) => {
        const startedMs = loop.now();
        step();
        this.#meter?.step(loop.now() - startedMs);
      },
    };
  }

  #peerOf(client: Client): Peer {
    const connection: Connection | undefined = guardOf(client.ref);
    // The base keeps it to itself; it is what it sends whoever has just joined, made once a patch for all who need it.
    const { sendFullState } = this as unknown as { sendFullState(client: Client): void };
    connection?.attachWarning(() => client.send(MESSAGE.notice, { code: CLOSE.abuse, text: WARNING }));
    connection?.attachResync(() => sendFullState.call(this, client));
    return {
      get rttMs() { return connection?.rttMs ?? -1; },
      attachInputs: (shape, sink) => connection?.attachInputs(shape, sink),
      detachInputs: () => connection?.detachInputs(),
      welcome: (welcome) => client.send(MESSAGE.welcome, welcome),
      report: (report) => client.send(MESSAGE.report, report),
    };
  }

  /** The base sends a player whatever text an error has: one that is no refusal stays in the log. */
  #contained(what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      if (error instanceof ServerError) throw error;
      this.#services.count('rooms.exceptions');
      this.#services.log.error({ room: this.roomName, roomId: this.roomId, err: error }, `${what} threw`);
      throw refusal('the server made a mistake: try again, or another match');
    }
  }

  /** The step threw: this room ends, its players are told, its capture is kept; no other room notices. */
  #fail(error: unknown, where: string): void {
    this.#failed = true;
    this.#match.failed(error);
    this.#services.count('rooms.failed');
    this.#services.log.error({ room: this.roomName, roomId: this.roomId, tick: this.#match.world.tick, where, err: error }, 'a room failed');
    this.broadcast(MESSAGE.notice, { code: CLOSE.roomFailed, text: 'The match had an error and was closed.' });
    this.disconnect(CLOSE.roomFailed).catch(() => {});
  }
}

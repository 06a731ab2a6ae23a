// In: a room about to be simulated. Out: its definition with every check around the step, and the checks. Run by: simulate.
import { fitToShape } from '../../../shared/netcode/shape.ts';
import type { GameRoomDefinition } from '../../../server/netcode/game-room.ts';
import type { Emit, GameEvent, SeatInputs, World } from '../../../shared/netcode/room-type.ts';
import type { VirtualClient, VirtualMatch } from '../../support/virtual-match.ts';
import type { RoomRules } from '../rooms/rules.ts';
import { CapCheck } from './cap-check.ts';
import { EventCheck } from './event-check.ts';
import { InputCheck } from './input-check.ts';
import { PredictionCheck } from './prediction-check.ts';
import type { Check, Scene } from './scene.ts';
import { Sessions } from './sessions.ts';
import { Snapshots } from './snapshots.ts';
import { StateCheck } from './state-check.ts';

export class Checks {
  readonly caps: CapCheck;
  readonly #scene: Scene;
  readonly #all: readonly Check[];
  readonly #sessions = new Sessions();
  readonly #snapshots: Snapshots;
  readonly #inputs: InputCheck;
  readonly #events: EventCheck;
  readonly #states: StateCheck;

  constructor(scene: Scene, rules: RoomRules) {
    this.#scene = scene;
    this.#snapshots = new Snapshots(scene.type);
    this.#inputs = new InputCheck(scene, this.#sessions);
    this.#events = new EventCheck(scene);
    this.#states = new StateCheck(scene, this.#snapshots);
    this.caps = new CapCheck(scene);
    const room = rules.watch((field, text) => scene.report('rules', field, text));
    this.#all = [
      this.#inputs, room, this.#events, this.caps,
      this.#states, new PredictionCheck(scene, this.#sessions, this.#snapshots),
    ];
  }

  /** The definition whose steps are watched; what happens in it is as in `definition`. */
  around(definition: GameRoomDefinition): GameRoomDefinition {
    const { roomType } = definition;
    const step = (world: World, inputs: SeatInputs<object>, emit: Emit<GameEvent>) => {
      const events: GameEvent[] = [];
      this.#snapshots.beforeStep(world, inputs, this.#scene.virtual);
      for (const check of this.#all) check.beforeStep?.(world, inputs);
      roomType.step(world, inputs, (event: GameEvent) => {
        events.push(event);
        emit(event);
      });
      this.#snapshots.afterStep(world);
      for (const check of this.#all) check.afterStep?.(world, inputs, events);
    };
    return { ...definition, roomType: { ...roomType, step } };
  }

  /** Call once the match stands and nobody but bots has joined. */
  watch(virtual: VirtualMatch): void {
    this.#inputs.watch(virtual.match);
    // Whoever joins before the first patch is told of the world as it was made.
    this.#snapshots.keep(virtual);
    virtual.onPatch = (tick) => {
      this.#snapshots.keep(virtual);
      for (const check of this.#all) check.onPatch?.(tick);
    };
    virtual.onState = (client) => {
      for (const check of this.#all) check.onState?.(client);
    };
  }

  watchClient(c: VirtualClient): void {
    const { client } = c;
    const { onWelcome, onEvents } = client;
    client.onWelcome = (welcome, nowMs) => {
      if (!this.#sessions.welcomed(c, welcome)) this.#scene.report('inputs', `seat ${welcome.seat} welcome`, 'a client was welcomed to what the server never began');
      this.#scene.count('welcomes');
      onWelcome.call(client, welcome, nowMs);
    };
    client.onEvents = (bytes) => {
      this.#events.onEvents(c, bytes);
      onEvents.call(client, bytes);
    };
  }

  /** A client has drawn, and took as many events. */
  drawn(c: VirtualClient, world: World, events: number): void {
    this.#states.onDrawn(c, world);
    this.caps.onTaken(c, events);
  }

  /** A client makes an input: `world` is as it sees it, with the own player as predicted so far. */
  sampled(c: VirtualClient, world: World, input: object): void {
    const session = this.#sessions.ofClient(c);
    const own = world.players[c.seat.id] as unknown as Readonly<Record<string, unknown>> | null | undefined;
    if (session === undefined || own === null || own === undefined) return;
    const state = c.near.root as unknown as { readonly tick: number; readonly seats: { get(key: string): { ackLag: number; skipped: number } | undefined } };
    const link = state.seats.get(String(c.seat.id));
    const oldest = link === undefined ? 0 : state.tick - link.ackLag - session.base;
    session.add({
      input: fitToShape(this.#scene.type.input, input) as Readonly<Record<string, number>>, before: { ...own },
      patchTick: state.tick, oldestTick: session.sent(Math.max(0, oldest))?.patchTick ?? state.tick, skipped: link?.skipped ?? 0,
    });
  }
}

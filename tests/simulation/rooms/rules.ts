// In: nothing. Out: what a room type adds to the simulation: options to play with, invariants of its own. Run by: the rooms' files.
import type { GameEvent, SeatInputs, World } from '../../../shared/netcode/room-type.ts';
import type { RandomState } from '../../../shared/sim/random.ts';
import type { Finding } from '../checks/scene.ts';

export interface RoomRules {
  /** Options of a join request: short matches, so that many of them end. */
  options(random: RandomState): Readonly<Record<string, unknown>>;
  /** Invariants of the rules, checked on every step of one room. */
  watch(report: (field: string, text: string) => void): RoomWatch;
  /** What happened, by name, for the figures. */
  readonly counted: readonly string[];
  /** Ways to break the rules, each with the field that must be named. */
  readonly faults: readonly RoomFault[];
}

export interface RoomWatch {
  beforeStep(world: World, inputs: SeatInputs<object>): void;
  afterStep(world: World, inputs: SeatInputs<object>, events: readonly GameEvent[]): void;
}

export interface RoomFault {
  readonly name: string;
  /** Changes the world behind a step, now and then. */
  spoil(world: World): void;
  readonly expect: Pick<Finding, 'invariant'> & { readonly field: RegExp };
}

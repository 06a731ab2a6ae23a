// In: nothing. Out: what a check may look at, and how it says what it found. Run by: checks, simulate.
import type { VirtualClient, VirtualMatch } from '../../support/virtual-match.ts';
import type { AnyRoomType, GameEvent, SeatInputs, World } from '../../../shared/netcode/room-type.ts';

/** A broken invariant. */
export interface Finding {
  readonly invariant: string;
  /** The world's tick when it was seen. */
  readonly tick: number;
  /** Which value, as a path of the world or a name of the accounts. */
  readonly field: string;
  readonly text: string;
}

export interface Scene {
  /** As it should be: whatever fault is planted, it is not in this one. */
  readonly type: AnyRoomType;
  readonly virtual: VirtualMatch;
  /** Only the first finding counts: what follows from it says nothing new. */
  report(invariant: string, field: string, text: string): void;
  /** Adds to a figure of the run. */
  count(name: string, by?: number): void;
}

/** Called by whoever drives the match, in the order of time. */
export interface Check {
  beforeStep?(world: World, inputs: SeatInputs<object>): void;
  afterStep?(world: World, inputs: SeatInputs<object>, events: readonly GameEvent[]): void;
  /** The state is that of this tick, and about to be sent. */
  onPatch?(tick: number): void;
  /** A client has taken in a state. */
  onState?(client: VirtualClient): void;
}

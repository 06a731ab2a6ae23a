// In: nothing. Out: what every bot is and is given. Run by: crews, behaviours, players.
import type { NetworkChoice } from '../netcode/network-switch.ts';
import { mix32 } from '../../shared/sim/random.ts';
import type { AnyRoomType } from '../../shared/netcode/room-type.ts';
import type { Figures } from './figures.ts';
import type { Framed } from './frame-loop.ts';
import type { Witness } from './witness.ts';

/** What all bots of a worker share. */
export interface Swarm {
  readonly url: string;
  readonly roomType: AnyRoomType;
  readonly rootState: new () => object;
  /** Options of the room type, as a player's join request has them. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly scenario: string | undefined;
  readonly figures: Figures;
  /** `undefined` where nobody cheats: then nobody need be compared. */
  readonly witness: Witness | undefined;
  /** Asked once by each bot that could say what its patches are made of; the first of a worker is told yes. */
  mayMeter(): boolean;
  /** When the run reaches its full count, and when it ends: milliseconds of `performance.now()`. */
  readonly rampEndMs: number;
  readonly endMs: number;
}

export interface Identity {
  /** Number in the whole run. */
  readonly index: number;
  /** Shown to other players; starts with the behaviour's name. Unlike any other's. */
  readonly name: string;
  readonly kind: string;
  readonly seed: number;
}

export interface Bot extends Framed {
  /** Joins, or joins again. @throws JoinError. */
  join(): Promise<void>;
  /** Adds what the last second brought to the swarm's figures. */
  second(nowMs: number): void;
  leave(): Promise<void>;
  /** Room it is in; `undefined` while it is in none. */
  readonly roomId: string | undefined;
  /** Whether it is joined and its link is up. */
  readonly connected: boolean;
  /** Set by a bot that wants to join again, at this time. */
  readonly rejoinAtMs: number | undefined;
}

/** What a kind of bot does, for the command's help, the documentation and the mix. */
export interface Behaviour {
  readonly kind: string;
  /** One sentence. */
  readonly does: string;
  /** A cheat is measured by what it gains, and left out of the figures of players. */
  readonly cheat: boolean;
  /** Honest kind that does the same by fair means; one of it joins for each cheat, and is what the cheat is compared with. */
  readonly twin?: string;
  create(swarm: Swarm, identity: Identity): Bot;
}

/** The bad network of this bot's n-th connection: troubles of its own, the same in every run of the same seed. */
export function networkOf({ scenario }: Swarm, { seed }: Identity, n: number): { readonly network?: NetworkChoice } {
  return scenario === undefined ? {} : { network: { scenario, seed: mix32(seed, n) } };
}

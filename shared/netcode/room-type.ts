// In: nothing. Out: the contract a real-time room type fulfils; everything else is built on it.
// Run by: server, client, bots, captures and tests alike.
import type { EventShapes } from './event-codec.ts';
import type { Replication } from './replication.ts';
import type { Shape } from './shape.ts';

/** One seat's input for one tick, as the gate hands it to the step and as the client predicts with it. */
export interface TimedInput<I> {
  readonly input: I;
  /**
   * The moment the player saw the others at, in ticks of the server with a fraction of 1/16; already clamped to what
   * the player's link makes plausible. Rewind reads the past at this tick.
   */
  readonly viewTick: number;
  /**
   * The seat's own clock: how many of its inputs were simulated before this one. Cooldowns count in it, so a burst
   * after a stall plays out exactly as it was predicted, and idle time buys nothing.
   */
  readonly clock: number;
}

/** What a tick consumes: by seat number, in the order they were sent; `undefined` or empty where a seat sent nothing. */
export type SeatInputs<I> = readonly (readonly TimedInput<I>[] | undefined)[];

export interface World {
  tick: number;
  /** By seat number; `null` is an empty seat. */
  players: (WorldPlayer | null)[];
}

export interface WorldPlayer {
  /** The seat number. Every item of a replicated collection has a numeric `id`. */
  id: number;
}

export interface SeatProfile {
  /** Cleaned by the server: 1 to 16 printable characters. */
  readonly name: string;
  /** A team the player asked for, 0 for none. */
  readonly team: number;
  /** True where the room's own bot plays this seat. */
  readonly bot: boolean;
}

/** Something that happened in a step, for eyes and ears. Never needed to follow the rules: state alone is enough. */
export interface GameEvent {
  readonly kind: string;
}
export type Emit<E extends GameEvent> = (event: E) => void;

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** How a client shows a field of somebody else's entity between two patches. */
export type Interpolation = 'linear' | 'turn' | 'step';

export interface InterpolationPlan {
  /** Collection of the world, then field to manner; fields not named here are taken from the older patch. */
  readonly [collection: string]: Readonly<Record<string, Interpolation>>;
}

/** A brain: a pure function of what a player may see and of its own plain memory (which holds its randomness). */
export interface BotRules<W extends World, I, M> {
  readonly levels: readonly string[];
  createMemory(seed: number, level: string): M;
  /** One input for this tick. Reads only replicated fields of `world`; may change `memory`, nothing else. */
  think(world: W, seat: number, memory: M): I;
  /**
   * What a player achieved between two patches, from its replicated fields alone: amounts by name. Distance is known
   * without it. For telling what a cheat gains.
   */
  featsBetween?(before: W['players'][number] & object, after: W['players'][number] & object): Readonly<Record<string, number>>;
  /** Kinds of events that are an achievement of the `seat` they name. */
  readonly featEvents?: readonly string[];
  /** An honest player's input, changed to use the room's main action as often as a hand can hold it down. */
  hold?(input: I): I;
  /** The same by a macro: whatever input might get more out of the rules than holding does. `n` counts its inputs. */
  rapid?(input: I, n: number): I;
}

/**
 * For rules in which bodies push one another: the client runs `step` itself, on its copy of the world, with its own
 * inputs and with everybody else's last ones, from every patch to its own present. `step` must then read nothing that
 * the patches do not carry, except what `unseen` names.
 */
export interface WorldPrediction<W extends World, I, E extends GameEvent> {
  /** The input that a seat is taken to give again, from its replicated fields; `undefined` for one that gives none. */
  repeated(world: W, seat: number): I | undefined;
  /** Collections whose items have `x` and `y`: drawn smoothly, unless their `spawns` changed, which is a leap. */
  readonly bodies: readonly string[];
  /** Own events that show when they are predicted; all others show on the server's word. */
  readonly shownAtOnce: readonly E['kind'][];
  /** Top-level fields that `step` reads and no patch carries: what is guessed there must not matter for a second or two. */
  readonly unseen: readonly string[];
}

/**
 * A real-time room type: rules as one pure step. `step` and `predict` use no clock, no I/O, no `Math.random`, no
 * trigonometry, and go through seats in seat order, so the same inputs give the same bits in Node and in any browser.
 */
export interface RoomType<W extends World, I extends object, E extends GameEvent, C, M = unknown> {
  readonly name: string;
  /** Simulation steps a second. */
  readonly tickHz: number;
  /** Ticks between two patches: 3 at 60 Hz is 20 patches a second. */
  readonly patchTicks: number;
  readonly seatsMax: number;

  readonly input: Shape<I>;
  /** What an absent player does. */
  readonly neutralInput: I;
  readonly events: EventShapes<E>;
  /** Which fields of the world players see, by the name of the schema's fields. */
  readonly replication: Replication;
  readonly interpolation: InterpolationPlan;
  /** Top-level fields of the world left out of hashes: caches that follow from hashed ones. */
  readonly unhashed: readonly string[];

  /** Options two players must agree on to meet; one who does not name an option takes any. Fields of the config. */
  readonly matchBy: readonly string[];
  /** Checks a join request's options from the network; the reason is shown to the player. */
  parseOptions(options: unknown): Parsed<C>;
  createWorld(config: C, seed: number): W;
  /** A number that changes when a match ends and the next begins: each match has a capture of its own. */
  matchOf(world: W): number;
  join(world: W, seat: number, profile: SeatProfile): void;
  leave(world: W, seat: number): void;
  /** Advances the world by one tick. The only place where rules live. */
  step(world: W, inputs: SeatInputs<I>, emit: Emit<E>): void;
  /**
   * The part of a step that this seat's own input decides, for the client to run ahead: the same function `step` calls.
   * Touches only this seat's player (and what `emit` says).
   */
  predict(world: W, seat: number, input: TimedInput<I>, emit: Emit<E>): void;
  /** Where set, clients predict the whole world instead of their own player alone. */
  readonly worldPrediction?: WorldPrediction<W, I, E>;

  readonly bots?: BotRules<W, I, M>;
  /** Seats the room keeps filled with bots while nobody human sits there, by its configuration. */
  botsWanted(config: C): { readonly count: number; readonly level: string };
}

/** A room type whose details do not matter to the caller: the netcode handles all of them alike. */
// eslint-disable-next-line typescript/no-explicit-any
export type AnyRoomType = RoomType<any, any, any, any, any>;

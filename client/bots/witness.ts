// In: patches and events of a room, as one player sees them. Out: what everybody in it achieved, by name. Run by: a worker.
import { EventCodec } from '../../shared/netcode/event-codec.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { DRIVER } from '../../shared/netcode/replication.ts';
import type { AnyRoomType, GameEvent, World } from '../../shared/netcode/room-type.ts';
import { adoptState, type DecodedState } from '../netcode/adopt.ts';

/** Amounts by name of the feat, such as `distance` and `shots`. */
export type Feats = Record<string, number>;

/** A while of play in which the player drove its own seat and lived. */
export interface Stretch {
  readonly ticks: number;
  readonly feats: Readonly<Feats>;
}

export interface Deeds {
  /** Ticks of the room since the player was seated, and inputs of the player that the server simulated in them. */
  ticks: number;
  clock: number;
  /** The same time by the witness's own clock: more than the ticks where the server lost some, which it makes good to players. */
  ms: number;
  /** Inputs that the rules give to everybody at the start of a seat, in advance. */
  granted: number;
  readonly stretches: Stretch[];
}

/** By player's name. */
export type Tally = Record<string, Deeds>;

export interface RoomTally {
  readonly roomId: string;
  /** Ticks this witness saw; of several, the one who saw most is believed. */
  readonly ticks: number;
  readonly tally: Tally;
}

type Player = Record<string, unknown>;

/** One player on one seat. */
interface Track {
  readonly name: string;
  tick: number;
  clock: number;
  seenMs: number;
  stretch: { readonly fromTick: number; readonly feats: Feats; before: Player } | undefined;
}

interface RoomSeen {
  witness: object;
  lastTick: number;
  ticks: number;
  /** As the last patch has it. */
  readonly world: World;
  readonly tracks: Map<number, Track>;
  readonly tally: Tally;
}

/** Long enough for a rate, short enough that most lives have one. */
const STRETCH_SEC = 2;
/** Stretches kept for each player: an hour. */
const STRETCHES_MAX = 1_800;
const ROOMS_MAX = 256;
const NAMES_MAX = 4_096;

/**
 * Watches rooms through the eyes of one of its players, as the server's state and events tell it: how many inputs each
 * seat's clock counts, how far each player goes, and what each is said to have done.
 */
export class Witness {
  readonly #type: AnyRoomType;
  readonly #fields: readonly string[];
  readonly #codec: EventCodec<GameEvent>;
  readonly #rooms = new Map<string, RoomSeen>();

  constructor(type: AnyRoomType) {
    this.#type = type;
    this.#fields = type.replication.collections['players'] ?? [];
    this.#codec = new EventCodec(type.events as never);
  }

  /** A patch that `who` received. The first in a room is its witness until it is silent for a second. */
  see(who: object, roomId: string, state: DecodedState, nowMs: number): void {
    const room = this.#room(who, roomId, state.tick);
    if (room === undefined || state.tick <= room.lastTick) return;
    // What happened in a hole is nobody's doing.
    if (state.tick - room.lastTick > this.#type.tickHz / 2) for (const track of room.tracks.values()) track.stretch = undefined;
    room.ticks += state.tick - room.lastTick;
    room.lastTick = state.tick;
    adoptState(state, room.world, this.#type.replication);
    for (let seat = 0; seat < this.#type.seatsMax; seat++) this.#seeSeat(room, seat, state, nowMs);
  }

  hear(who: object, roomId: string, bytes: Uint8Array): void {
    const room = this.#rooms.get(roomId);
    if (room?.witness !== who) return;
    for (const { event } of this.#codec.decode(bytes)) {
      if (this.#type.bots?.featEvents?.includes(event.kind) !== true) continue;
      const stretch = room.tracks.get((event as { readonly seat?: number }).seat ?? -1)?.stretch;
      if (stretch !== undefined) add(stretch.feats, event.kind, 1);
    }
  }

  tallies(): RoomTally[] {
    return [...this.#rooms].map(([roomId, { ticks, tally }]) => ({ roomId, ticks, tally }));
  }

  #room(who: object, roomId: string, tick: number): RoomSeen | undefined {
    let room = this.#rooms.get(roomId);
    if (room === undefined) {
      if (this.#rooms.size >= ROOMS_MAX) return undefined;
      room = { witness: who, lastTick: tick - 1, ticks: 0, world: this.#makeWorld(), tracks: new Map(), tally: Object.create(null) as Tally };
      this.#rooms.set(roomId, room);
    }
    if (room.witness !== who && tick - room.lastTick > this.#type.tickHz) room.witness = who;
    return room.witness === who ? room : undefined;
  }

  #seeSeat(room: RoomSeen, seat: number, state: DecodedState, nowMs: number): void {
    const view = state.seats.get(String(seat));
    const player = room.world.players[seat] as unknown as Player | null | undefined;
    if (view === undefined || player === null || player === undefined || view.driver !== DRIVER.player) {
      room.tracks.delete(seat);
      return;
    }
    const clock = state.tick - view.ackLag - view.skipped;
    const track = room.tracks.get(seat);
    if (track?.name !== view.name) {
      room.tracks.set(seat, { name: view.name, tick: state.tick, clock, seenMs: nowMs, stretch: undefined });
      const known = deedsOf(room.tally, view.name);
      // Seated up to a patch before it is seen.
      if (known !== undefined) known.granted += LIMITS.backlogTarget + this.#type.patchTicks;
      return;
    }
    const deeds = deedsOf(room.tally, view.name);
    if (deeds === undefined) return;
    deeds.ticks += state.tick - track.tick;
    deeds.clock += clock - track.clock;
    deeds.ms += nowMs - track.seenMs;
    track.seenMs = nowMs;
    track.tick = state.tick;
    track.clock = clock;
    this.#measure(track, deeds, player);
  }

  /** The rates of the living: how a player died or waits to come back is no feat. */
  #measure(track: Track, deeds: Deeds, player: Player): void {
    const { stretch, tick } = track;
    if (player['alive'] === false) {
      track.stretch = undefined;
      return;
    }
    if (stretch === undefined) {
      track.stretch = { fromTick: tick, feats: {}, before: this.#copy(player) };
      return;
    }
    add(stretch.feats, 'distance', wayBetween(stretch.before, player));
    const feats: Feats = this.#type.bots?.featsBetween?.(stretch.before, player) ?? {};
    for (const [feat, amount] of Object.entries(feats)) add(stretch.feats, feat, amount);
    stretch.before = this.#copy(player);
    const ticks = tick - stretch.fromTick;
    if (ticks < STRETCH_SEC * this.#type.tickHz) return;
    if (deeds.stretches.length < STRETCHES_MAX) deeds.stretches.push({ ticks, feats: stretch.feats });
    track.stretch = { fromTick: tick, feats: {}, before: stretch.before };
  }

  #makeWorld(): World {
    const config = this.#type.parseOptions({}) as { readonly value: unknown };
    return this.#type.createWorld(config.value, 0) as World;
  }

  #copy(player: Player): Player {
    return Object.fromEntries(this.#fields.map((field) => [field, player[field]]));
  }
}

/** Px between two patches; none where the player was put somewhere else by the rules. */
function wayBetween(a: Player, b: Player): number {
  if (a['spawns'] !== b['spawns']) return 0;
  const dx = Number(b['x'] ?? 0) - Number(a['x'] ?? 0);
  const dy = Number(b['y'] ?? 0) - Number(a['y'] ?? 0);
  return Math.sqrt(dx * dx + dy * dy);
}

function deedsOf(tally: Tally, name: string): Deeds | undefined {
  if (!(name in tally) && Object.keys(tally).length >= NAMES_MAX) return undefined;
  return (tally[name] ??= { ticks: 0, clock: 0, ms: 0, granted: 0, stretches: [] });
}

function add(feats: Feats, feat: string, amount: number): void {
  feats[feat] = (feats[feat] ?? 0) + amount;
}

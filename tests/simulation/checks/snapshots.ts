// In: the world at each patch. Out: what every player may see at that tick, and who was touched by others since when. Run by: checks.
import type { VirtualMatch } from '../../support/virtual-match.ts';
import type { AnyRoomType, Emit, GameEvent, SeatInputs, World, WorldPlayer } from '../../../shared/netcode/room-type.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface SeatSnapshot {
  readonly name: string;
  readonly driver: number;
  readonly ackLag: number;
  readonly skipped: number;
}

/** The replicated part of a world at one patch, as bare values in the order of the plan. */
export interface Snapshot {
  readonly tick: number;
  readonly root: readonly unknown[];
  /** Per collection: its items in ascending id, `undefined` for players' empty seats. */
  readonly collections: readonly (readonly (readonly unknown[] | undefined)[])[];
  readonly seats: readonly (SeatSnapshot | undefined)[];
  /** By seat: the last tick in which something else than the seat's own inputs changed what is replicated of its player. */
  readonly touched: readonly number[];
  /** The last tick in which a value at the top of the world changed, beside the tick itself. */
  readonly turned: number;
}

/** Patches looked back on: a client may be this far behind, 12 s at 20 patches a second. */
const KEPT = 256;
const SILENT: Emit<GameEvent> = () => {};

export class Snapshots {
  readonly #type: AnyRoomType;
  readonly #kept = new Map<number, Snapshot>();
  readonly #collections: readonly (readonly [name: string, fields: readonly string[]])[];
  readonly #playerFields: readonly string[];
  readonly #touched: number[];
  readonly #expected: (Fields | undefined)[] = [];
  #rootBefore: readonly unknown[] = [];
  #turned = -1;

  constructor(type: AnyRoomType) {
    this.#type = type;
    this.#collections = Object.entries(type.replication.collections);
    this.#playerFields = type.replication.collections['players']!;
    this.#touched = Array.from({ length: type.seatsMax }, () => -1);
  }

  at(tick: number): Snapshot | undefined {
    return this.#kept.get(tick);
  }

  /** Works out what each seat's own inputs alone will make of its player. */
  beforeStep(world: World, inputs: SeatInputs<object>): void {
    this.#rootBefore = this.#rootOf(world);
    const shadow = { ...world, players: world.players.map(() => null) as (WorldPlayer | null)[] };
    for (const [seat, player] of world.players.entries()) {
      this.#expected[seat] = undefined;
      if (player === null) continue;
      const copy = { ...player };
      shadow.players[seat] = copy;
      for (const timed of inputs[seat] ?? []) this.#type.predict(shadow, seat, timed, SILENT);
      shadow.players[seat] = null;
      this.#expected[seat] = copy as unknown as Fields;
    }
  }

  afterStep(world: World): void {
    for (const [seat, player] of world.players.entries()) {
      const expected = this.#expected[seat];
      const now = player as unknown as Fields | null;
      if (now === null || expected === undefined || this.#playerFields.some((field) => now[field] !== expected[field])) this.#touched[seat] = world.tick;
    }
    const before = this.#rootBefore;
    if (this.#rootOf(world).some((value, i) => value !== before[i])) this.#turned = world.tick;
  }

  keep({ match }: VirtualMatch): void {
    const { world, gate } = match;
    const seats: SeatSnapshot[] = [];
    for (const { id, driver, profile } of match.seats) {
      seats[id] = { name: profile.name, driver, ackLag: world.tick - gate.acked(id), skipped: gate.skipped(id) };
    }
    this.#kept.set(world.tick, {
      tick: world.tick, root: this.#rootOf(world), seats, touched: this.#touched.slice(), turned: this.#turned,
      collections: this.#collections.map(([name, fields]) => itemsOf(world, name, fields)),
    });
    this.#kept.delete(world.tick - KEPT * this.#type.patchTicks);
  }

  #rootOf(world: World): unknown[] {
    return this.#type.replication.root.map((field) => (field === 'tick' ? undefined : (world as unknown as Fields)[field]));
  }
}

export function itemsOf(world: World, name: string, fields: readonly string[]): (readonly unknown[] | undefined)[] {
  const items = (world as unknown as Record<string, readonly (Fields | null)[]>)[name]!;
  const ordered = name === 'players' ? items : items.filter((item) => item !== null).sort((a, b) => (a['id'] as number) - (b['id'] as number));
  return ordered.map((item) => (item === null ? undefined : fields.map((field) => item[field])));
}

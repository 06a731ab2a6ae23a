// In: the world at each patch. Out: what every player may see at that tick, and who was touched by others since when. Run by: checks.
import type { VirtualMatch } from '../../support/virtual-match.ts';
import type { AnyRoomType, Emit, GameEvent, SeatInputs, World, WorldPlayer } from '../../../shared/netcode/room-type.ts';
import { sameFields, type Fields, type SameFields } from './fields.ts';

export interface SeatSnapshot {
  readonly name: string;
  readonly driver: number;
  readonly ackLag: number;
  readonly skipped: number;
}

/** A world at one patch, copied as far as players may see it. */
export interface Snapshot {
  readonly tick: number;
  readonly root: Fields;
  /** In the order of the plan: items in ascending id, `null` for players' empty seats. May hold fields that are not replicated. */
  readonly collections: readonly (readonly (Fields | null)[])[];
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
  readonly #names: readonly string[];
  readonly #sameRoot: SameFields;
  readonly #samePlayer: SameFields;
  readonly #touched: number[];
  readonly #expected: (Fields | undefined)[] = [];
  readonly #nobody: null[];
  #rootBefore: Fields = {};
  #turned = -1;

  constructor(type: AnyRoomType) {
    this.#type = type;
    this.#names = Object.keys(type.replication.collections);
    this.#sameRoot = sameFields(type.replication.root.filter((field) => field !== 'tick'));
    this.#samePlayer = sameFields(type.replication.collections['players']!);
    this.#touched = Array.from({ length: type.seatsMax }, () => -1);
    this.#nobody = Array.from({ length: type.seatsMax }, () => null);
  }

  at(tick: number): Snapshot | undefined {
    return this.#kept.get(tick);
  }

  /** Works out what the inputs of each seat with a client alone will make of its player. */
  beforeStep(world: World, inputs: SeatInputs<object>, virtual: VirtualMatch): void {
    this.#rootBefore = { ...world } as unknown as Fields;
    const shadow = { ...world, players: this.#nobody.slice() as (WorldPlayer | null)[] };
    this.#expected.fill(undefined);
    if (this.#type.worldPrediction !== undefined) return;
    for (const { seat: { id }, gone } of virtual.clients) {
      const player = world.players[id];
      if (gone || player === null || player === undefined) continue;
      const copy = { ...player };
      shadow.players[id] = copy;
      for (const timed of inputs[id] ?? []) this.#type.predict(shadow, id, timed, SILENT);
      shadow.players[id] = null;
      this.#expected[id] = copy as unknown as Fields;
    }
  }

  afterStep(world: World): void {
    for (const [seat, player] of world.players.entries()) {
      const expected = this.#expected[seat];
      if (player === null || expected === undefined || !this.#samePlayer(player as unknown as Fields, expected)) this.#touched[seat] = world.tick;
    }
    if (!this.#sameRoot(world as unknown as Fields, this.#rootBefore)) this.#turned = world.tick;
  }

  keep({ match }: VirtualMatch): void {
    const { world, gate } = match;
    const seats: SeatSnapshot[] = [];
    for (const { id, driver, profile } of match.seats) {
      seats[id] = { name: profile.name, driver, ackLag: world.tick - gate.acked(id), skipped: gate.skipped(id) };
    }
    this.#kept.set(world.tick, {
      tick: world.tick, root: { ...world } as unknown as Fields, seats, touched: this.#touched.slice(), turned: this.#turned,
      collections: this.#names.map((name) => copiesOf(world, name)),
    });
    this.#kept.delete(world.tick - KEPT * this.#type.patchTicks);
  }
}

function copiesOf(world: World, name: string): (Fields | null)[] {
  const items = (world as unknown as Record<string, readonly (Fields | null)[]>)[name]!;
  const copies = items.map((item) => (item === null ? null : { ...item }));
  return name === 'players' ? copies : copies.filter((item) => item !== null).sort((a, b) => (a!['id'] as number) - (b!['id'] as number));
}

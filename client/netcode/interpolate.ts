// In: one adopted world a patch. Out: the world between two of them. Run by: game-client, once a tick and once a frame.
import type { Interpolation, RoomType, World } from '../../shared/netcode/room-type.ts';
import { copyFields } from './adopt.ts';

type Item = Record<string, unknown> & { id: number };
type AnyType = Pick<RoomType<World, object, { kind: string }, unknown>, 'replication' | 'interpolation'>;

/** One collection that is interpolated, read once from the room type instead of every frame. */
interface Collection {
  readonly name: string;
  readonly fields: readonly string[];
  readonly blended: readonly (readonly [field: string, manner: Interpolation])[];
}

/** By collection and id. Items that have left keep their place with a stale tick, so that a full room makes no garbage. */
interface Snapshot {
  tick: number;
  readonly items: readonly Map<number, Kept>[];
}

interface Kept {
  tick: number;
  readonly item: Item;
}

/** Patches kept: 20 a second, views at most 150 ms behind, stalls included. */
const SNAPSHOTS_MAX = 16;

/**
 * Draws the past between the two patches around a tick, as the server's rewind reads it: `a + (b - a) * f` with
 * `f = (tick - a.tick) / (b.tick - a.tick)`, no blending across a respawn, never beyond the newest patch.
 */
export class Interpolator {
  readonly #collections: readonly Collection[];
  #snapshots: Snapshot[] = [];

  constructor({ replication, interpolation }: AnyType) {
    this.#collections = Object.entries(interpolation).map(([name, plan]) => ({
      name, fields: replication.collections[name]!, blended: Object.entries(plan).filter(([, manner]) => manner !== 'step'),
    }));
  }

  reset(): void {
    this.#snapshots = [];
  }

  /** Keeps the interpolated collections of an adopted world. */
  push(world: World): void {
    const full = this.#snapshots.length >= SNAPSHOTS_MAX;
    const snapshot = full ? this.#snapshots.shift()! : { tick: 0, items: this.#collections.map(() => new Map<number, Kept>()) };
    snapshot.tick = world.tick;
    this.#collections.forEach(({ name, fields }, n) => keep(snapshot.items[n]!, itemsOf(world, name), fields, world.tick));
    this.#snapshots.push(snapshot);
  }

  /** Writes the interpolated items into `world`, which otherwise holds the newest state. `skip` is the own seat. */
  sample(tick: number, world: World, skip: number): void {
    const [older, newer] = this.#around(tick);
    if (older === undefined || newer === undefined) return;
    const span = newer.tick - older.tick;
    const f = span === 0 ? 0 : Math.min(1, Math.max(0, (tick - older.tick) / span));
    this.#collections.forEach((collection, n) => {
      for (const item of itemsOf(world, collection.name)) {
        if (item === null || (collection.name === 'players' && item.id === skip)) continue;
        const a = find(older, n, item.id);
        if (a !== undefined) blend(a, find(newer, n, item.id), f, { item, collection });
      }
    });
  }

  #around(tick: number): readonly [Snapshot | undefined, Snapshot | undefined] {
    const all = this.#snapshots;
    let at = all.length - 1;
    while (at > 0 && all[at]!.tick > tick) at--;
    return [all[at], all[Math.min(at + 1, all.length - 1)]];
  }
}

function itemsOf(world: World, name: string): readonly (Item | null)[] {
  return (world as unknown as Record<string, (Item | null)[]>)[name]!;
}

/** Ids kept of items that have left: rockets have ever new ones. */
const LEFT_MAX = 64;

function keep(kept: Map<number, Kept>, items: readonly (Item | null)[], fields: readonly string[], tick: number): void {
  if (kept.size > items.length + LEFT_MAX) kept.clear();
  for (const item of items) {
    if (item === null) continue;
    let place = kept.get(item.id);
    if (place === undefined) kept.set(item.id, (place = { tick, item: { id: item.id } }));
    place.tick = tick;
    Object.assign(place.item, item);
  }
}

function find({ tick, items }: Snapshot, collection: number, id: number): Item | undefined {
  const place = items[collection]!.get(id);
  return place?.tick === tick ? place.item : undefined;
}

function blend(a: Item, b: Item | undefined, f: number, { item, collection }: { readonly item: Item; readonly collection: Collection }): void {
  copyFields(collection.fields, f < 1 || b === undefined ? a : b, item);
  if (b === undefined || a['spawns'] !== b['spawns']) return;
  for (const [field, manner] of collection.blended) {
    const from = a[field] as number;
    const to = b[field] as number;
    item[field] = manner === 'linear' ? from + (to - from) * f : (from + (((to - from + 384) & 255) - 128) * f + 256) % 256;
  }
}

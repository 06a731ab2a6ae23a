// In: one adopted world a patch. Out: the world between two of them. Run by: game-client, once a tick and once a frame.
import type { InterpolationPlan, RoomType, World } from '../../shared/netcode/room-type.ts';
import { copyFields } from './adopt.ts';

type Item = Record<string, unknown> & { readonly id: number };
type AnyType = Pick<RoomType<World, object, { kind: string }, unknown>, 'replication' | 'interpolation'>;

interface Snapshot {
  readonly tick: number;
  /** Collection name to items by id, replicated fields only. */
  readonly items: ReadonlyMap<string, ReadonlyMap<number, Item>>;
}

/** Patches kept: 20 a second, views at most 150 ms behind, stalls included. */
const SNAPSHOTS_MAX = 16;

/**
 * Draws the past between the two patches around a tick, as the server's rewind reads it: `a + (b - a) * f` with
 * `f = (tick - a.tick) / (b.tick - a.tick)`, no blending across a respawn, never beyond the newest patch.
 */
export class Interpolator {
  readonly #type: AnyType;
  #snapshots: Snapshot[] = [];

  constructor(type: AnyType) {
    this.#type = type;
  }

  reset(): void {
    this.#snapshots = [];
  }

  /** Keeps the interpolated collections of an adopted world. */
  push(world: World): void {
    const items = new Map<string, Map<number, Item>>();
    for (const name of Object.keys(this.#type.interpolation)) {
      const byId = new Map<number, Item>();
      for (const item of (world as unknown as Record<string, (Item | null)[]>)[name]!) {
        if (item !== null) byId.set(item.id, pick(item, this.#type.replication.collections[name]!));
      }
      items.set(name, byId);
    }
    this.#snapshots.push({ tick: world.tick, items });
    if (this.#snapshots.length > SNAPSHOTS_MAX) this.#snapshots.shift();
  }

  /** Writes the interpolated items into `world`, which otherwise holds the newest state. `skip` is the own seat. */
  sample(tick: number, world: World, skip: number): void {
    const [older, newer] = this.#around(tick);
    if (older === undefined || newer === undefined) return;
    const span = newer.tick - older.tick;
    const f = span === 0 ? 0 : Math.min(1, Math.max(0, (tick - older.tick) / span));
    for (const [name, plan] of Object.entries(this.#type.interpolation)) {
      const items = (world as unknown as Record<string, (Item | null)[]>)[name]!;
      const fields = this.#type.replication.collections[name]!;
      for (const item of items) {
        if (item === null || (name === 'players' && item.id === skip)) continue;
        blend(older.items.get(name)!.get(item.id), newer.items.get(name)!.get(item.id), f, { item, fields, plan });
      }
    }
  }

  #around(tick: number): readonly [Snapshot | undefined, Snapshot | undefined] {
    const all = this.#snapshots;
    let at = all.length - 1;
    while (at > 0 && all[at]!.tick > tick) at--;
    return [all[at], all[Math.min(at + 1, all.length - 1)]];
  }
}

interface Target {
  readonly item: Item;
  readonly fields: readonly string[];
  readonly plan: InterpolationPlan[string];
}

function blend(a: Item | undefined, b: Item | undefined, f: number, { item, fields, plan }: Target): void {
  if (a === undefined) return;
  if (b === undefined || a['spawns'] !== b['spawns']) {
    copyFields(fields, f < 1 || b === undefined ? a : b, item);
    return;
  }
  copyFields(fields, f < 1 ? a : b, item);
  for (const [field, manner] of Object.entries(plan)) {
    const from = a[field] as number;
    const to = b[field] as number;
    if (manner === 'linear') item[field] = from + (to - from) * f;
    else if (manner === 'turn') item[field] = (from + (((to - from + 384) & 255) - 128) * f + 256) % 256;
  }
}

function pick(item: Item, fields: readonly string[]): Item {
  const copy = {} as Record<string, unknown>;
  copyFields(fields, item, copy);
  return copy as Item;
}

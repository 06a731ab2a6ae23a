// In: the world after a tick. Out: the Colyseus state changed to match, field by field. Run by: game-room, once a patch.
import { MapSchema, type Schema } from '@colyseus/schema';
import type { Replication } from '../../shared/netcode/replication.ts';
import { BitWriter } from '../../shared/netcode/bit-stream.ts';
import { Launches } from '../../shared/netcode/launch-codec.ts';
import { wireOf, writeMoves, type MotionCollection, type MovedItem, type Wire } from '../../shared/netcode/motion-codec.ts';
import type { World } from '../../shared/netcode/room-type.ts';

type Fields = Record<string, unknown>;
type Item = Fields & { readonly id: number };

interface Mirrored {
  readonly schema: Fields;
  seenAt: number;
  /** What the patch before said of its motion. */
  wire: Wire | undefined;
}

interface Collection {
  readonly name: string;
  readonly fields: readonly string[];
  readonly create: new () => Schema;
  readonly map: MapSchema<Schema>;
  readonly items: Map<number, Mirrored>;
}

/** Schema classes of the items, by collection name. */
export type ItemClasses = Readonly<Record<string, new () => Schema>>;

/**
 * Copies by the names in the replication plan, once a patch that is sent to all, and only what changed: a schema counts a written field as changed even
 * when the value is the same. A field of the world that is not in the plan cannot reach a player.
 */
export class Mirror {
  readonly #root: readonly string[];
  readonly #state: Fields;
  readonly #collections: readonly Collection[];
  readonly #motion: readonly MotionCollection[];
  /** Of the collections that are in motion alone. */
  readonly #launches = new Map<string, Launches>();
  readonly #bits = new BitWriter();
  #generation = 0;

  /** @throws Error when the state lacks a collection of the plan. */
  constructor(state: Schema, plan: Replication, classes: ItemClasses) {
    this.#state = state as unknown as Fields;
    this.#root = plan.root;
    this.#motion = plan.motion ?? [];
    for (const { collection, fields, moves } of this.#motion) if (!moves) this.#launches.set(collection, new Launches(fields));
    // Asked for when somebody joins, not before.
    if (this.#motion.length > 0) this.#state['motionWhole'] = { take: () => this.#allLaunches() };
    this.#collections = Object.entries(plan.collections).filter(([name]) => !this.#launches.has(name)).map(([name, fields]) => {
      const map = this.#state[name];
      const create = classes[name];
      if (!(map instanceof MapSchema) || create === undefined) throw new Error(`the state has no collection "${name}"`);
      return { name, fields, create, map: map as MapSchema<Schema>, items: new Map() };
    });
  }

  copy(world: World): void {
    const source = world as unknown as Fields;
    copyChanged(this.#root, source, this.#state);
    this.#generation++;
    for (const collection of this.#collections) {
      for (const item of source[collection.name] as readonly (Item | null)[]) {
        if (item !== null) this.#copyItem(collection, item);
      }
      this.#removeGone(collection);
    }
    if (this.#motion.length > 0) this.#state['motion'] = this.#tellMotion(source);
  }

  #tellMotion(source: Fields): Uint8Array {
    for (const plan of this.#motion) {
      if (plan.moves) writeMoves(this.#bits, plan.fields, this.#moved(plan, source));
      else this.#tellLaunches(plan, source);
    }
    return this.#bits.take();
  }

  /** Items with what they were in the patch before; from here on that is what they are now. */
  #moved({ collection, fields }: MotionCollection, source: Fields): MovedItem[] {
    const { items } = this.#collections.find(({ name }) => name === collection)!;
    const moved: MovedItem[] = [];
    for (const item of source[collection] as readonly (Item | null)[]) {
      if (item === null) continue;
      const mirrored = items.get(item.id)!;
      const now = wireOf(fields, item);
      moved.push({ id: item.id, before: mirrored.wire, now });
      mirrored.wire = now;
    }
    return moved.sort((a, b) => a.id - b.id);
  }

  #tellLaunches({ collection, fields }: MotionCollection, source: Fields): void {
    const items = new Map((source[collection] as readonly Item[]).map((item) => [item.id, item]));
    this.#launches.get(collection)!.write(this.#bits, new Set(items.keys()), (id) => wireOf(fields, items.get(id)!));
  }

  #allLaunches(): Uint8Array {
    const bits = new BitWriter();
    for (const launches of this.#launches.values()) launches.writeAll(bits);
    return bits.take();
  }

  #copyItem(collection: Collection, item: Item): void {
    let mirrored = collection.items.get(item.id);
    if (mirrored === undefined) {
      const schema = new collection.create();
      mirrored = { schema: schema as unknown as Fields, seenAt: 0, wire: undefined };
      copyChanged(collection.fields, item, mirrored.schema);
      collection.map.set(String(item.id), schema);
      collection.items.set(item.id, mirrored);
    } else {
      copyChanged(collection.fields, item, mirrored.schema);
    }
    mirrored.seenAt = this.#generation;
  }

  #removeGone(collection: Collection): void {
    for (const [id, mirrored] of collection.items) {
      if (mirrored.seenAt === this.#generation) continue;
      collection.items.delete(id);
      collection.map.delete(String(id));
    }
  }
}

function copyChanged(fields: readonly string[], from: Fields, to: Fields): void {
  for (const field of fields) {
    if (to[field] !== from[field]) to[field] = from[field];
  }
}

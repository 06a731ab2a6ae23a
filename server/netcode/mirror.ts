// In: the world after a tick. Out: the Colyseus state changed to match, field by field. Run by: game-room, once a patch.
import { MapSchema, type Schema } from '@colyseus/schema';
import type { Replication } from '../../shared/netcode/replication.ts';
import type { World } from '../../shared/netcode/room-type.ts';

type Fields = Record<string, unknown>;
type Item = Fields & { readonly id: number };

interface Mirrored {
  readonly schema: Fields;
  seenAt: number;
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
 * Copies by the names in the replication plan, and only what changed: a schema counts a written field as changed even
 * when the value is the same. A field of the world that is not in the plan cannot reach a player.
 */
export class Mirror {
  readonly #root: readonly string[];
  readonly #state: Fields;
  readonly #collections: readonly Collection[];
  #generation = 0;

  /** @throws Error when the state lacks a collection of the plan. */
  constructor(state: Schema, plan: Replication, classes: ItemClasses) {
    this.#state = state as unknown as Fields;
    this.#root = plan.root;
    this.#collections = Object.entries(plan.collections).map(([name, fields]) => {
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
  }

  #copyItem(collection: Collection, item: Item): void {
    let mirrored = collection.items.get(item.id);
    if (mirrored === undefined) {
      const schema = new collection.create();
      mirrored = { schema: schema as unknown as Fields, seenAt: 0 };
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

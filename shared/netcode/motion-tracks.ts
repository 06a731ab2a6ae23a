// In: a decoded state. Out: the same with the motion its patches told, and items that are in motion alone. Run by: client adopt.
import { BitReader } from './bit-stream.ts';
import { Launches } from './launch-codec.ts';
import { readMoves, valueOf, wireOf, type MotionCollection } from './motion-codec.ts';

type Fields = Record<string, unknown>;
interface Visits<T> {
  forEach(visit: (item: T, key: string) => void): void;
}

/** What one state's patches have told so far. A patch's motion is a difference, and is taken once. */
export class MotionTracks {
  readonly #plan: readonly MotionCollection[];
  readonly #launches = new Map<string, Launches>();
  #whole: Uint8Array | undefined;
  #last: Uint8Array | undefined;

  constructor(plan: readonly MotionCollection[]) {
    this.#plan = plan;
    for (const { collection, fields, moves } of plan) if (!moves) this.#launches.set(collection, new Launches(fields));
  }

  /**
   * Writes what is new into the decoded state itself, so that all who read it see the same.
   * @throws Error where it does not fit the items that are there: the state and its patches are not of one stream.
   */
  take(state: Fields): void {
    const { motion, motionWhole } = state as { readonly motion?: Uint8Array; readonly motionWhole?: Uint8Array };
    if (motionWhole !== undefined && motionWhole !== this.#whole) {
      this.#whole = motionWhole;
      const bits = new BitReader(motionWhole);
      for (const launches of this.#launches.values()) launches.readAll(bits);
      check(bits);
    }
    if (motion === undefined || motion === this.#last) return;
    this.#last = motion;
    const bits = new BitReader(motion);
    for (const { collection, fields, moves } of this.#plan) {
      if (!moves) {
        this.#launches.get(collection)!.read(bits);
        continue;
      }
      const items = sorted(state[collection] as Visits<Fields>);
      const now = readMoves(bits, fields, items.map((item) => (item[fields[0]!.name] === undefined ? undefined : wireOf(fields, item))));
      for (const [i, item] of items.entries()) {
        for (const [f, field] of fields.entries()) item[field.name] = valueOf(field, now[i]![f]!, state['tick'] as number);
      }
    }
    check(bits);
  }

  /** Items of a collection that is in no map of the schema; `undefined` for one that is. */
  launched(collection: string, tick: number): Visits<Fields> | undefined {
    const launches = this.#launches.get(collection);
    const fields = this.#plan.find((entry) => entry.collection === collection)?.fields;
    if (launches === undefined || fields === undefined) return undefined;
    return {
      forEach: (visit) => {
        for (const [id, wire] of launches.items) {
          const item: Fields = { id };
          for (const [f, field] of fields.entries()) item[field.name] = valueOf(field, wire[f]!, tick);
          visit(item, String(id));
        }
      },
    };
  }
}

function check(bits: BitReader): void {
  if (!bits.isDone) throw new Error('a patch does not fit the state it came to');
}

function sorted(map: Visits<Fields>): Fields[] {
  const items: Fields[] = [];
  map.forEach((item) => items.push(item));
  return items.sort((a, b) => (a['id'] as number) - (b['id'] as number));
}

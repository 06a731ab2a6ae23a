// In: items said once, when they appear and when they are gone. Out: both in a few bits, and back. Run by: mirror, motion-tracks.
import type { BitReader, BitWriter } from './bit-stream.ts';
import type { MotionField, Wire } from './motion-codec.ts';

/** Orders of the counts, of the gaps between those that are gone, and of the steps from one new id to the next: mostly 1. */
const COUNT_ORDER = 2;
const GAP_ORDER = 4;
const STEP_ORDER = 0;
const ID_BITS = 16;

/** The items of one collection, as both ends keep them. Ids are 16 bits and may come round again. */
export class Launches {
  readonly #fields: readonly MotionField[];
  readonly #items = new Map<number, Wire>();
  #lastId = 0;

  constructor(fields: readonly MotionField[]) {
    this.#fields = fields;
  }

  get items(): ReadonlyMap<number, Wire> {
    return this.#items;
  }

  /** Writes what became of the items since the last call. @param wire is asked of those that are new. */
  write(bits: BitWriter, present: ReadonlySet<number>, wire: (id: number) => Wire): void {
    const gone = this.#ids().flatMap((id, index) => (present.has(id) ? [] : [{ id, index }]));
    bits.golomb(gone.length, COUNT_ORDER);
    let last = -1;
    for (const { id, index } of gone) {
      bits.golomb(index - last - 1, GAP_ORDER);
      last = index;
      this.#items.delete(id);
    }
    const fresh = [...present].filter((id) => !this.#items.has(id));
    bits.golomb(fresh.length, COUNT_ORDER);
    for (const id of fresh) {
      const fields = wire(id);
      bits.golomb((id - this.#lastId) & 0xffff, STEP_ORDER);
      this.#lastId = id;
      this.#items.set(id, fields);
      this.#writeFields(bits, fields);
    }
  }

  read(bits: BitReader): void {
    const ids = this.#ids();
    let last = -1;
    for (let left = bits.golomb(COUNT_ORDER); left > 0 && !bits.isPast; left--) {
      last += 1 + bits.golomb(GAP_ORDER);
      this.#items.delete(ids[last]!);
    }
    for (let left = bits.golomb(COUNT_ORDER); left > 0 && !bits.isPast; left--) {
      this.#lastId = (this.#lastId + bits.golomb(STEP_ORDER)) & 0xffff;
      this.#items.set(this.#lastId, this.#readFields(bits));
    }
  }

  /** All of it, for those who join. */
  writeAll(bits: BitWriter): void {
    bits.write(this.#lastId, ID_BITS);
    bits.write(this.#items.size, ID_BITS);
    for (const [id, wire] of this.#items) {
      bits.write(id, ID_BITS);
      this.#writeFields(bits, wire);
    }
  }

  readAll(bits: BitReader): void {
    this.#items.clear();
    this.#lastId = bits.read(ID_BITS);
    for (let left = bits.read(ID_BITS); left > 0 && !bits.isPast; left--) this.#items.set(bits.read(ID_BITS), this.#readFields(bits));
  }

  #ids(): number[] {
    return [...this.#items.keys()].sort((a, b) => a - b);
  }

  #writeFields(bits: BitWriter, wire: Wire): void {
    for (const [f, field] of this.#fields.entries()) bits.write(wire[f]!, field.bits);
  }

  #readFields(bits: BitReader): Wire {
    return this.#fields.map((field) => bits.read(field.bits));
  }
}

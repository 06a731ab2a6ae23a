// In: what opens and closes, by whose it is. Out: whether somebody may have one more open. Run by: upgrade-door, socket-door.

/** Open things by a key: an address, a player. Holds as many entries as there are open things, so it is bounded by what bounds them. */
export class OpenCap {
  readonly #max: number;
  readonly #open = new Map<string, number>();

  constructor(max: number) {
    this.#max = max;
  }

  get keys(): number {
    return this.#open.size;
  }

  isFull(key: string): boolean {
    return (this.#open.get(key) ?? 0) >= this.#max;
  }

  /** One more is open. @returns what to call once when it is closed. */
  take(key: string): () => void {
    this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
    return () => {
      const left = (this.#open.get(key) ?? 1) - 1;
      if (left > 0) this.#open.set(key, left);
      else this.#open.delete(key);
    };
  }
}

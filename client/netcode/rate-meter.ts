// In: amounts as they happen. Out: the amount of the last second. Run by: game-client's statistics.

/** Entries kept: more than a second of the fastest thing measured. */
const ENTRIES_MAX = 512;

export class RateMeter {
  #entries: { readonly atMs: number; readonly amount: number }[] = [];

  add(nowMs: number, amount = 1): void {
    this.#entries.push({ atMs: nowMs, amount });
    if (this.#entries.length > ENTRIES_MAX) this.#entries.splice(0, ENTRIES_MAX / 2);
  }

  perSecond(nowMs: number): number {
    let sum = 0;
    for (const { atMs, amount } of this.#entries) if (nowMs - atMs < 1000) sum += amount;
    return sum;
  }
}

// In: named counts and gauges. Out: one snapshot of them. Run by: every part of the server; read by health and logs.

/** Distinct names kept; names come from code, so reaching this is a bug and shows as `metrics.overflow`. */
const NAMES_MAX = 512;

export class Metrics {
  readonly #counts = new Map<string, number>();
  readonly #gauges = new Map<string, () => number>();

  /** Adds to a counter, which is 0 before. */
  count(name: string, by = 1): void {
    const known = this.#counts.get(name);
    const key = known === undefined && this.#counts.size >= NAMES_MAX ? 'metrics.overflow' : name;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }

  get(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** Reads `value` whenever a snapshot is taken. */
  gauge(name: string, value: () => number): void {
    this.#gauges.set(name, value);
  }

  /** All counters and gauges by name, sorted. */
  snapshot(): Readonly<Record<string, number>> {
    const all: [string, number][] = [...this.#counts];
    for (const [name, value] of this.#gauges) all.push([name, value()]);
    return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

// In: measured values, one by one. Out: their percentiles, and data that other sketches take in. Run by: workers (add),
// the main thread (merge).

/** Plain data, small enough to send every second: logarithmic buckets and their counts, in pairs. */
export interface SketchData {
  readonly count: number;
  readonly sum: number;
  readonly max: number;
  /** Values too small to matter, zero included. */
  readonly zeros: number;
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
}

/** Largest error of a percentile, as a part of the value. */
const ERROR = 0.005;
const GAMMA = (1 + ERROR) / (1 - ERROR);
const LOG_GAMMA = Math.log(GAMMA);
/** What is smaller counts as zero: a thousandth of a millisecond or of a pixel. */
const SMALLEST = 0.001;

/**
 * Percentiles to within half a per cent, however many values: DDSketch (Masson, Rim, Lee 2019). Sketches of several
 * workers merge without loss, which percentiles do not. Buckets are bounded by the range of a double: about 4,000 between
 * a thousandth and a day in milliseconds.
 */
export class Sketch {
  readonly #buckets = new Map<number, number>();
  #count = 0;
  #zeros = 0;
  #sum = 0;
  #max = 0;

  get count(): number { return this.#count; }
  get max(): number { return this.#max; }
  get mean(): number { return this.#count === 0 ? 0 : this.#sum / this.#count; }

  /** Negative values count as zero: lateness and sizes have no sign. `NaN` is a mistake of the caller and is left out. */
  add(value: number, times = 1): void {
    if (Number.isNaN(value) || times <= 0) return;
    this.#count += times;
    if (value < SMALLEST) {
      this.#zeros += times;
      return;
    }
    this.#sum += value * times;
    this.#max = Math.max(this.#max, value);
    const bucket = Math.ceil(Math.log(value) / LOG_GAMMA);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + times);
  }

  merge(data: SketchData): void {
    this.#count += data.count;
    this.#zeros += data.zeros;
    this.#sum += data.sum;
    this.#max = Math.max(this.#max, data.max);
    for (const [bucket, count] of data.buckets) this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + count);
  }

  /** @param percent 0 to 100. 0 where nothing was measured. */
  percentile(percent: number): number {
    if (this.#count === 0) return 0;
    let left = Math.ceil((percent / 100) * this.#count) - this.#zeros;
    if (left <= 0) return 0;
    for (const [bucket, count] of [...this.#buckets].sort(([a], [b]) => a - b)) {
      left -= count;
      if (left <= 0) return Math.min(this.#max, (2 * Math.exp(bucket * LOG_GAMMA)) / (GAMMA + 1));
    }
    return this.#max;
  }

  data(): SketchData {
    return { count: this.#count, sum: this.#sum, max: this.#max, zeros: this.#zeros, buckets: [...this.#buckets] };
  }

  clear(): void {
    this.#buckets.clear();
    this.#count = this.#zeros = this.#sum = this.#max = 0;
  }
}

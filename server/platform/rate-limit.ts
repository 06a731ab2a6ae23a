// In: keys that want something now. Out: whether each may, by a rate of its own. Run by: http-door.
import { TokenBucket } from '../netcode/token-bucket.ts';

export interface RateLimitOptions {
  readonly perSec: number;
  readonly burst: number;
  /** Keys remembered; past it the one not seen for longest is forgotten. */
  readonly keysMax: number;
}

export class RateLimit {
  readonly #options: RateLimitOptions;
  /** In order of last use: the first is the one to forget. */
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  get keys(): number {
    return this.#buckets.size;
  }

  take(key: string, nowMs: number): boolean {
    const { perSec, burst, keysMax } = this.#options;
    const bucket = this.#buckets.get(key) ?? new TokenBucket(perSec, burst, nowMs);
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > keysMax) this.#buckets.delete(this.#buckets.keys().next().value!);
    return bucket.take(nowMs);
  }
}

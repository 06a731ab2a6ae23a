// In: a server's /metrics.json, once a second. Out: its figures second by second and over a while, or why there are none. Run by: main.
import { Sketch } from '../sketch.ts';
import { NO_SPREAD, type Amounts, type ServerFigures, type Spread } from './format.ts';

interface HistogramValue {
  readonly first: number;
  readonly ratio: number;
  readonly count: number;
  readonly sum: number;
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
}
interface Series { readonly labels: Readonly<Record<string, string>>; readonly value: number | HistogramValue }
interface Family { readonly name: string; readonly series: readonly Series[] }

/** One answer of the server. Counters rise from its start, so two answers tell what happened in between. */
export interface Reading {
  readonly captures: readonly string[];
  readonly families: ReadonlyMap<string, readonly Series[]>;
}

const FORMAT_VERSION = 1;
const ANSWER_MS_MAX = 3_000;
/** More than a hundred room types could need. */
const ANSWER_BYTES_MAX = 4 * 1024 * 1024;
const SETTING = 'run the bots on the machine of the server, or set ARBITER_METRICS_TOKEN for both';

export interface ServerWatchOptions {
  readonly url: string;
  /** As the server has it in ARBITER_METRICS_TOKEN. */
  readonly token?: string | undefined;
}

export class ServerWatch {
  readonly #options: ServerWatchOptions;
  readonly #bySecond = new Map<number, ServerFigures>();
  #base: Reading | undefined;
  #last: Reading | undefined;
  #lastAtMs = 0;
  #baseAtMs = 0;
  #most: ServerFigures | undefined;
  #absent: string | undefined;
  #captures: readonly string[] = [];
  #busy = false;

  constructor(options: ServerWatchOptions) {
    this.#options = options;
  }

  /** Why there are no figures; `undefined` where there are. */
  get absent(): string | undefined {
    return this.#last === undefined ? `${this.#absent ?? 'the server was not asked'}: ${SETTING}` : undefined;
  }

  /**
   * Asks once; what happened since the last answer is put under `second`. A negative one asks for captures alone: what
   * the server does before and after the run is not the run's. Never throws: a run goes on without.
   */
  async poll(second: number): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const reading = await this.#ask();
      this.#captures = reading.captures;
      if (second < 0 && this.#last !== undefined) return;
      const nowMs = performance.now();
      if (this.#last !== undefined) {
        const figures = figuresBetween(this.#last, reading, nowMs - this.#lastAtMs);
        this.#bySecond.set(second, figures);
        this.#most = worstOf(this.#most, figures);
      }
      this.#last = reading;
      this.#lastAtMs = nowMs;
    } catch (error) {
      this.#absent = (error as Error).message;
    } finally {
      this.#busy = false;
    }
  }

  /** Totals count from here: call it when the ramp is over. */
  markStart(): void {
    this.#base = this.#last;
    this.#baseAtMs = this.#lastAtMs;
    this.#most = undefined;
  }

  at(second: number): ServerFigures | undefined {
    return this.#bySecond.get(second);
  }

  /** From `markStart` to the last answer. */
  total(): ServerFigures | undefined {
    if (this.#base === undefined || this.#last === undefined || this.#most === undefined) return undefined;
    const { memoryMB, heapMB, rooms, clients, seats, pace } = this.#most;
    return { ...figuresBetween(this.#base, this.#last, this.#lastAtMs - this.#baseAtMs), memoryMB, heapMB, rooms, clients, seats, pace };
  }

  /** Names of the captures of a room that the server has written, oldest first. */
  capturesOf(roomId: string): string[] {
    return this.#captures.filter((name) => name.includes(`-${roomId}.`));
  }

  async #ask(): Promise<Reading> {
    const { url, token } = this.#options;
    let response: Response;
    try {
      response = await fetch(`${url}/metrics.json`, {
        signal: AbortSignal.timeout(ANSWER_MS_MAX), redirect: 'error', ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
      });
    } catch (error) {
      const { name, cause } = error as Error & { readonly cause?: { readonly code?: string; readonly message?: string } };
      throw new Error(`${url}/metrics.json did not answer (${name === 'TimeoutError' ? `${ANSWER_MS_MAX} ms` : cause?.code ?? cause?.message ?? name})`, { cause: error });
    }
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${url}/metrics.json answered ${response.status}`);
    if (text.length > ANSWER_BYTES_MAX) throw new Error(`${url}/metrics.json is longer than ${ANSWER_BYTES_MAX} bytes`);
    return readAnswer(text);
  }
}

/** @throws Error in words where it is not what an Arbiter server says. */
export function readAnswer(text: string): Reading {
  let answer: { readonly formatVersion?: unknown; readonly captures?: unknown; readonly families?: unknown };
  try {
    answer = JSON.parse(text) as typeof answer;
  } catch {
    throw new Error('/metrics.json is not JSON');
  }
  if (answer?.formatVersion !== FORMAT_VERSION) throw new Error(`/metrics.json has format ${JSON.stringify(answer?.formatVersion)}, and these bots read ${FORMAT_VERSION}`);
  if (!Array.isArray(answer.families) || !Array.isArray(answer.captures)) throw new Error('/metrics.json has no families');
  const families = (answer.families as Family[]).map(({ name, series }) => [name, series] as const);
  return { captures: answer.captures.filter((name): name is string => typeof name === 'string'), families: new Map(families) };
}

/** What happened between two answers. */
export function figuresBetween(before: Reading, after: Reading, elapsedMs: number): ServerFigures {
  const rise = (name: string): number => valueOf(after, name) - valueOf(before, name);
  return {
    tickLateMs: spreadOf(before, after, 'arbiter_tick_late_seconds', 1000), tickMs: spreadOf(before, after, 'arbiter_tick_seconds', 1000),
    stepMs: spreadOf(before, after, 'arbiter_step_seconds', 1000), patchEncodeMs: spreadOf(before, after, 'arbiter_patch_encode_seconds', 1000),
    patchBytes: spreadOf(before, after, 'arbiter_patch_bytes', 1), loopDelayMs: spreadOf(before, after, 'arbiter_loop_delay_seconds', 1000),
    gcPauseMs: spreadOf(before, after, 'nodejs_gc_duration_seconds', 1000),
    memoryMB: valueOf(after, 'process_resident_memory_bytes') / 1e6, heapMB: valueOf(after, 'nodejs_heap_size_used_bytes') / 1e6,
    cpuPercent: elapsedMs <= 0 ? 0 : (rise('process_cpu_seconds_total') * 100_000) / elapsedMs,
    rooms: valueOf(after, 'arbiter_rooms'), clients: valueOf(after, 'arbiter_clients'), seats: amountsOf(after, 'arbiter_seats', 'driver'),
    ticks: rise('arbiter_ticks_total'), ticksLost: rise('arbiter_ticks_lost_total'), pace: valueOf(after, 'arbiter_pace'),
    verdicts: riseOf(before, after, 'arbiter_inputs_total', 'verdict'), framesRefused: riseOf(before, after, 'arbiter_frames_refused_total', 'reason'),
    roomsFailed: riseOf(before, after, 'arbiter_events_total', 'event')['rooms.failed'] ?? 0,
    captures: riseOf(before, after, 'arbiter_captures_total', 'outcome')['kept'] ?? 0,
  };
}

function valueOf({ families }: Reading, name: string): number {
  return (families.get(name) ?? []).reduce((sum, { value }) => sum + (typeof value === 'number' ? value : 0), 0);
}

function amountsOf({ families }: Reading, name: string, label: string): Record<string, number> {
  const amounts: Record<string, number> = Object.create(null) as Record<string, number>;
  for (const { labels, value } of families.get(name) ?? []) {
    const key = labels[label];
    if (key !== undefined && typeof value === 'number') amounts[key] = (amounts[key] ?? 0) + value;
  }
  return amounts;
}

function riseOf(before: Reading, after: Reading, name: string, label: string): Amounts {
  const from = amountsOf(before, name, label);
  return Object.fromEntries(Object.entries(amountsOf(after, name, label)).map(([key, value]) => [key, value - (from[key] ?? 0)]));
}

/** Percentiles of what was added to a histogram, all its series together. */
function spreadOf(before: Reading, after: Reading, name: string, scale: number): Spread {
  const sketch = new Sketch();
  let sum = 0;
  for (const { labels, value } of after.families.get(name) ?? []) {
    if (typeof value === 'number') continue;
    const earlier = (before.families.get(name) ?? []).find((series) => sameLabels(series.labels, labels))?.value;
    const from = typeof earlier === 'object' ? earlier : undefined;
    const counts = new Map(from?.buckets);
    sum += value.sum - (from?.sum ?? 0);
    // A bucket holds what lies between two bounds: taken for the middle of them, in the scale of the bounds.
    for (const [bucket, count] of value.buckets) sketch.add(value.first * value.ratio ** (bucket - 0.5) * scale, count - (counts.get(bucket) ?? 0));
  }
  if (sketch.count === 0) return NO_SPREAD;
  return { count: sketch.count, mean: (sum * scale) / sketch.count, p50: sketch.percentile(50), p99: sketch.percentile(99), max: sketch.max };
}

function sameLabels(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([label, value]) => b[label] === value);
}

/** The most of what is a level and not a count; of the pace the least. */
function worstOf(most: ServerFigures | undefined, next: ServerFigures): ServerFigures {
  if (most === undefined) return next;
  const seats = Object.fromEntries(Object.keys({ ...most.seats, ...next.seats }).map((driver) => [driver, Math.max(most.seats[driver] ?? 0, next.seats[driver] ?? 0)]));
  return {
    ...next, seats, memoryMB: Math.max(most.memoryMB, next.memoryMB), heapMB: Math.max(most.heapMB, next.heapMB),
    rooms: Math.max(most.rooms, next.rooms), clients: Math.max(most.clients, next.clients), pace: Math.min(most.pace, next.pace),
  };
}

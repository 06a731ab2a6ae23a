// In: a scenario's events and a seed. Out: what the network is like at any millisecond, for both directions. Run by: net-model, tcp-pipe.
import { mix32, nextInt, seedRandom, type RandomState } from '../sim/random.ts';
import type { Range, ScenarioEvent, Spell } from './scenarios/scenario.ts';

export interface Period {
  readonly startMs: number;
  /** Equal to the start for what has no length. */
  readonly endMs: number;
  /** Of a handover: what it adds to the latency, until the next. */
  readonly stepMs: number;
}

/** When each of an event's occurrences begins and ends, one after the other, without an end. */
export class Periods {
  readonly #event: ScenarioEvent;
  readonly #random: RandomState;
  #endMs: number | undefined;

  constructor(event: ScenarioEvent, seed: number) {
    this.#event = event;
    this.#random = seedRandom(seed);
  }

  /** `undefined` once there are no more. */
  next(): Period | undefined {
    const event = this.#event;
    if (this.#endMs !== undefined && event.pauseMs === undefined) return undefined;
    const startMs = this.#endMs === undefined ? this.#draw(event.firstMs) : this.#endMs + this.#draw(event.pauseMs!);
    const endMs = startMs + ('forMs' in event ? this.#draw(event.forMs) : 0);
    this.#endMs = endMs;
    return { startMs, endMs, stepMs: event.kind === 'handover' ? this.#draw(event.stepMs) : 0 };
  }

  #draw([min, max]: Range): number {
    return min + nextInt(this.#random, max - min + 1);
  }
}

/** The seed of a scenario's n-th event. */
export function eventSeed(seed: number, index: number): number {
  return mix32(seed, index, 0x6e65);
}

/** The periods of one spell, kept from the last one forgotten to as far ahead as was asked. */
class Timeline {
  readonly spell: Spell;
  readonly #periods: Periods;
  #known: Period[] = [];
  #isWhole = false;

  constructor(spell: Spell, seed: number) {
    this.spell = spell;
    this.#periods = new Periods(spell, seed);
  }

  /** The last period that began at `ms` or before. */
  lastAt(ms: number): Period | undefined {
    while (!this.#isWhole && (this.#known.at(-1)?.startMs ?? -1) <= ms) {
      const period = this.#periods.next();
      if (period === undefined) this.#isWhole = true;
      else this.#known.push(period);
    }
    return this.#known.findLast(({ startMs }) => startMs <= ms);
  }

  /** Nothing before `ms` will be asked for again. Two are kept: the step of the last handover that ended still holds. */
  forget(ms: number): void {
    let old = 0;
    while (old + 2 < this.#known.length && this.#known[old + 2]!.startMs <= ms) old++;
    if (old > 0) this.#known.splice(0, old);
  }

  /** The step of the last handover that has ended. */
  stepAt(ms: number): number {
    const last = this.lastAt(ms);
    if (last === undefined || last.endMs <= ms) return last?.stepMs ?? 0;
    return this.#known[this.#known.indexOf(last) - 1]?.stepMs ?? 0;
  }
}

/** A loss-driven transfer fills a queue in about this long, then saws between the top and the share that CUBIC leaves (RFC 9438). */
const FILL_MS = 1_000;
const SAW_MS = 2_000;
const CUBIC_KEEPS = 0.7;

/** Queueing delay that somebody else's transfer causes, milliseconds; when it ends the queue drains at the link's speed. */
function bloatMs({ startMs, endMs }: Period, queueMs: number, ms: number): number {
  if (ms >= endMs) return Math.max(0, filledMs(endMs - startMs, queueMs) - (ms - endMs));
  return filledMs(ms - startMs, queueMs);
}

function filledMs(forMs: number, queueMs: number): number {
  const fillMs = Math.max(FILL_MS, 2 * queueMs);
  if (forMs < fillMs) return (queueMs * forMs) / fillMs;
  return queueMs * (CUBIC_KEEPS + (1 - CUBIC_KEEPS) * (((forMs - fillMs) % SAW_MS) / SAW_MS));
}

export class Weather {
  readonly #stalls: Timeline[] = [];
  readonly #tunnels: Timeline[] = [];
  readonly #bloats: Timeline[] = [];

  constructor(events: readonly ScenarioEvent[], seed: number) {
    events.forEach((event, index) => {
      const into = listOf(event, this.#stalls, this.#tunnels, this.#bloats);
      into?.push(new Timeline(event as Spell, eventSeed(seed, index)));
    });
  }

  /** When what would arrive at `ms` does arrive: then, or at the end of the stalls that hold it. */
  clearAtMs(ms: number): number {
    let atMs = ms;
    // A second stall may begin within the first; two passes at most a stall.
    for (let pass = 0; pass <= this.#stalls.length; pass++) {
      const before = atMs;
      for (const stall of this.#stalls) {
        const period = stall.lastAt(atMs);
        if (period !== undefined && atMs < period.endMs) atMs = period.endMs;
      }
      if (atMs === before) break;
    }
    return atMs;
  }

  /** Whether what is sent at `ms` is lost in a tunnel. */
  isDark(ms: number): boolean {
    return this.#tunnels.some((tunnel) => ms < (tunnel.lastAt(ms)?.endMs ?? ms));
  }

  /** What is added to the latency of one direction at `ms`. */
  extraMs(way: 'up' | 'down', ms: number): number {
    let sum = 0;
    for (const stall of this.#stalls) sum += stall.stepAt(ms);
    for (const bloat of this.#bloats) {
      const { spell } = bloat;
      const period = bloat.lastAt(ms);
      if (spell.kind === 'bloat' && spell.way === way && period !== undefined) sum += bloatMs(period, spell.queueMs, ms);
    }
    return sum;
  }

  /** Nothing before `ms` will be asked for again. */
  forget(ms: number): void {
    for (const timeline of [...this.#stalls, ...this.#tunnels, ...this.#bloats]) timeline.forget(ms);
  }
}

function listOf({ kind }: ScenarioEvent, stalls: Timeline[], tunnels: Timeline[], bloats: Timeline[]): Timeline[] | undefined {
  switch (kind) {
    case 'stall': case 'handover': return stalls;
    case 'tunnel': return tunnels;
    case 'bloat': return bloats;
    case 'hidden': case 'reset': case 'half-open': return undefined;
  }
}

// In: how busy the event loop was. Out: the pace of all rooms, and whether there is room for more. Run by: boot, four times a second.
import { LIMITS } from '../../shared/netcode/limits.ts';

/** Windows of a quarter of a second in a row: one garbage collection or one pause of the machine is no overload. */
const OVERLOADED_WINDOWS = 2;
const CALM_WINDOWS = 4;
const PACE_STEP = 0.1;
/** Busier than this, ticks run late; lost ticks show it at less already. */
const OVERLOADED = 0.95;
const OVERLOADED_LOSING = 0.8;
/** What the loop may be busy at a faster pace, and what it may be busy for another room to start. */
const CALM = 0.8;
const SMOOTHING = 0.25;

/**
 * Above its budget a process slows every room evenly, in tenths down to `paceMin`, instead of skipping ticks: the same
 * game in slow motion (EVE Online's time dilation). It returns to full pace as soon as the load would fit.
 */
export class LoadGovernor {
  #tenths = 10;
  #overloaded = 0;
  #calm = 0;
  #busy = 0;

  get pace(): number {
    return this.#tenths / 10;
  }

  /** Existing rooms come first: no new ones while these are slowed or nearly are. */
  get hasRoom(): boolean {
    return this.#tenths === 10 && this.#busy < CALM;
  }

  /**
   * @param utilization share of the last window in which the event loop was busy, 0 to 1.
   * @param lost ticks given up in it.
   * @returns the pace from now on.
   */
  sample(utilization: number, lost: number): number {
    this.#busy += SMOOTHING * (utilization - this.#busy);
    const isOverloaded = utilization > OVERLOADED || (lost > 0 && utilization > OVERLOADED_LOSING);
    this.#overloaded = isOverloaded ? this.#overloaded + 1 : 0;
    const fitting = Math.min(10, Math.floor((this.#tenths * CALM) / Math.max(utilization, 0.01)));
    this.#calm = fitting > this.#tenths ? this.#calm + 1 : 0;
    if (this.#overloaded >= OVERLOADED_WINDOWS) this.#tenths = Math.max(Math.round(LIMITS.paceMin * 10), this.#tenths - PACE_STEP * 10);
    if (this.#calm >= CALM_WINDOWS) {
      this.#tenths = fitting;
      this.#calm = 0;
    }
    return this.pace;
  }
}

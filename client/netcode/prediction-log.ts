// In: what patches said of predictions. Out: how often and how far they were wrong. Run by: predictors, read by game-client.

interface Correction {
  readonly px: number;
  /** Whether nobody else can be the cause: then the prediction was wrong, not what others did unforeseeable. */
  readonly fault: boolean;
  /** Server tick of the patch that corrected. */
  readonly tick: number;
}

const CORRECTIONS_MAX = 512;
/** Corrections older than this are history, not what the link is like now. */
const RECENT_SEC = 10;

export class PredictionLog {
  readonly #recentTicks: number;
  #corrections: Correction[] = [];
  /** Patches compared with a prediction since the start, those that said something else in any field, and of these the faults. */
  compared = 0;
  mispredicted = 0;
  faultCount = 0;
  /** Corrections of more than 0.5 px since the start. */
  correctionCount = 0;

  constructor(tickHz: number) {
    this.#recentTicks = RECENT_SEC * tickHz;
  }

  note(px: number, fault: boolean, tick: number): void {
    this.mispredicted++;
    this.faultCount += fault ? 1 : 0;
    this.correctionCount += px > 0.5 ? 1 : 0;
    this.#corrections.push({ px, fault, tick });
    if (this.#corrections.length > CORRECTIONS_MAX) this.#corrections.shift();
  }

  /** Sizes of the own player's corrections in px, newest last; 0 where only other fields than the position differed. */
  get corrections(): readonly number[] { return this.#corrections.map(({ px }) => px); }
  /** The same of those that nobody else can be the cause of. */
  get faults(): readonly number[] { return this.#corrections.filter(({ fault }) => fault).map(({ px }) => px); }

  /** Largest correction of the ten seconds before server tick `tick`, px. */
  recentPxMax(tick: number): number {
    const since = tick - this.#recentTicks;
    let most = 0;
    for (const { px, tick: at } of this.#corrections) if (at >= since && px > most) most = px;
    return most;
  }
}

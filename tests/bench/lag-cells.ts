// In: one condition of the lag table. Out: its hit rate and its deaths behind cover, with intervals. Run by: lag-worker, lag-report.
import { measureDeaths } from './lag-deaths.ts';
import { measureShots } from './stats.ts';

export const RTTS_MS = [0, 50, 100, 150, 200, 250] as const;
export const LOSSES = [0, 0.01, 0.03] as const;
/** Added to each way, 0 to this. */
export const JITTER_MS = 5;
const SEED = 20_261_124;

export interface CellSize {
  readonly shots: number;
  readonly deaths: number;
}

export interface Cell {
  /** Round trip, milliseconds, without jitter and repairs. */
  readonly rttMs: number;
  /** Share of segments lost, each way. */
  readonly loss: number;
  readonly rewind: boolean;
}

export interface Share {
  readonly of: number;
  readonly n: number;
  readonly share: number;
  /** 95 % interval. */
  readonly low: number;
  readonly high: number;
}

export interface CellFigures extends Cell {
  readonly seed: number;
  /** Shots the server gave a hit for, of all shots. */
  readonly hits: Share;
  /** Shots that hit on the shooter's screen, of all shots: what the bot's aim is worth. Holds without loss, see lag-report. */
  readonly onScreen: Share;
  /** Of these, those the server confirmed, on the same victim. */
  readonly confirmed: Share;
  readonly behindCover: Share;
}

export const CELLS: readonly Cell[] = LOSSES.flatMap((loss) => [true, false].flatMap((rewind) => RTTS_MS.map((rttMs) => ({ rttMs, loss, rewind }))));

/** The same seed for all conditions of a latency: the same bots on the same errands. */
export function measureCell(cell: Cell, size: CellSize): CellFigures {
  const { rttMs, loss, rewind } = cell;
  const link = { latencyMs: rttMs / 2, jitterMs: JITTER_MS, loss };
  const seed = SEED + rttMs;
  const shots = measureShots(link, { rewind, seed, shots: size.shots });
  const deaths = measureDeaths(link, { rewind, seed, deaths: size.deaths });
  return {
    ...cell, seed, hits: shareOf(shots.hits, shots.shots), onScreen: shareOf(shots.onScreen, shots.shots),
    confirmed: shareOf(shots.confirmed, shots.onScreen), behindCover: shareOf(deaths.behindCover, deaths.deaths),
  };
}

/** With Wilson's score interval (1927), which holds for shares near 0 and 1 too. */
export function shareOf(of: number, n: number): Share {
  const z = 1.96;
  const share = of / n;
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return { of, n, share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

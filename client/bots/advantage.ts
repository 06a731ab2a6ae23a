// In: what everybody in the rooms achieved. Out: what each kind of cheat gained over honest players, in per cent. Run by: main.
import { behaviourNamed } from './behaviours/index.ts';
import type { BotPlan } from './plan.ts';
import type { Deeds, RoomTally } from './witness.ts';

/** One way to be better than honest, as far as it was measured. */
export interface Gain {
  /** `time`, `distance`, or a feat of the room type, such as `shots` or `hit`. */
  readonly feat: string;
  /** A minute, of the cheats and of those they are compared with. */
  readonly cheatPerMin: number;
  readonly honestPerMin: number;
  /** Difference of the two in per cent of honest, and the least of it that is not chance. */
  readonly percent: number;
  readonly provenPercent: number;
}

export interface CheatFigures {
  readonly kind: string;
  /** How many of it played. */
  readonly count: number;
  /** Seconds that all of them together were seen to play. */
  readonly playedSec: number;
  /** The largest of the proven gains, 0 where none is; `null` where it was not seen to play. */
  readonly advantagePercent: number | null;
  /** What it gained most in. */
  readonly advantageIn: string | undefined;
  readonly gains: readonly Gain[];
  /** How often, by who refused: verdicts of the gate, removals, refused joins. */
  readonly refusedBy: Readonly<Record<string, number>>;
}

/**
 * How many standard errors a difference must exceed to count as a gain. A run compares about fifty pairs of rates, and
 * stretches of one player are not quite independent, so the usual two would name an honest build a broken one.
 */
const SIGMAS = 4;
/** Stretches of either side below which nothing is said about a rate. */
const STRETCHES_MIN = 6;

export interface AdvantageSources {
  readonly bots: readonly BotPlan[];
  readonly tallies: readonly RoomTally[];
  readonly refusals: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly tickHz: number;
}

/** One entry for each kind of cheat in the run. */
export function cheatFigures({ bots, tallies, refusals, tickHz }: AdvantageSources): CheatFigures[] {
  const deeds = deedsByKind(bots, tallies);
  const kinds = [...new Set(bots.map(({ kind }) => kind))].filter((kind) => behaviourNamed(kind)!.cheat);
  return kinds.map((kind) => {
    const cheats = deeds.get(kind) ?? [];
    const honest = deeds.get(behaviourNamed(kind)!.twin ?? 'honest') ?? [];
    const gains = [timeGain(cheats, tickHz), ...rateGains(cheats, honest, tickHz)].filter((gain) => gain !== undefined);
    const refused = Object.entries(refusals[kind] ?? {}).filter(([by]) => by !== 'accepted').sort(([, a], [, b]) => b - a);
    const most = gains.toSorted((a, b) => b.provenPercent - a.provenPercent)[0];
    return {
      kind, count: bots.filter((bot) => bot.kind === kind).length,
      playedSec: cheats.reduce((sum, { ticks }) => sum + ticks, 0) / tickHz,
      advantagePercent: most?.provenPercent ?? null, advantageIn: most === undefined || most.provenPercent === 0 ? undefined : most.feat,
      gains, refusedBy: Object.fromEntries(refused),
    };
  });
}

function deedsByKind(bots: readonly BotPlan[], tallies: readonly RoomTally[]): Map<string, Deeds[]> {
  const kindOf = new Map(bots.map(({ name, kind }) => [name, kind]));
  const best = new Map<string, RoomTally>();
  for (const tally of tallies) if (tally.ticks > (best.get(tally.roomId)?.ticks ?? 0)) best.set(tally.roomId, tally);
  const deeds = new Map<string, Deeds[]>();
  for (const { tally } of best.values()) {
    for (const [name, each] of Object.entries(tally)) {
      const kind = kindOf.get(name);
      if (kind !== undefined) deeds.set(kind, [...(deeds.get(kind) ?? []), each]);
    }
  }
  return deeds;
}

/**
 * Time simulated in real time since the player was seated, without the inputs that every seat is given at its start. An
 * honest player on a perfect link gets exactly as much as there is, so there is no chance in it, and nobody to compare with
 * is needed.
 */
function timeGain(cheats: readonly Deeds[], tickHz: number): Gain | undefined {
  const due = cheats.reduce((sum, { ticks, ms }) => sum + Math.max(ticks, (ms * tickHz) / 1000), 0);
  if (due === 0) return undefined;
  const clock = cheats.reduce((sum, { clock: simulated, granted }) => sum + Math.max(0, simulated - granted), 0);
  const percent = (clock / due - 1) * 100;
  return { feat: 'time', cheatPerMin: (60 * clock) / due, honestPerMin: 60, percent, provenPercent: Math.max(0, percent) };
}

function rateGains(cheats: readonly Deeds[], honest: readonly Deeds[], tickHz: number): (Gain | undefined)[] {
  const feats = new Set([...cheats, ...honest].flatMap(({ stretches }) => stretches.flatMap((stretch) => Object.keys(stretch.feats))));
  return [...feats].sort().map((feat) => {
    const a = ratesOf(cheats, feat, tickHz);
    const b = ratesOf(honest, feat, tickHz);
    if (a.count < STRETCHES_MIN || b.count < STRETCHES_MIN || b.mean === 0) return undefined;
    const error = Math.sqrt(a.variance / a.count + b.variance / b.count);
    const difference = a.mean - b.mean;
    return {
      feat, cheatPerMin: a.mean, honestPerMin: b.mean, percent: (difference / b.mean) * 100,
      provenPercent: Math.max(0, ((difference - SIGMAS * error) / b.mean) * 100),
    };
  });
}

interface Rates { readonly count: number; readonly mean: number; readonly variance: number }

/** Rates a minute of all stretches, each weighing the same: they are of one length. */
function ratesOf(deeds: readonly Deeds[], feat: string, tickHz: number): Rates {
  const rates = deeds.flatMap(({ stretches }) => stretches.map(({ feats, ticks }) => ((feats[feat] ?? 0) * 60 * tickHz) / ticks));
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length);
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) * (rate - mean), 0) / Math.max(1, rates.length - 1);
  return { count: rates.length, mean, variance };
}

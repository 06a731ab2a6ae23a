// In: the drawn world, the match's memory and the link's figures. Out: everything the HUD says, in words and parts.
// Run by: the page of the ball game.
import { DRIVER } from '../../../shared/netcode/replication.ts';
import { ENERGY, KICK, ticksOf } from '../../../shared/rooms/ball/constants.ts';
import { PHASE, type BallWorld } from '../../../shared/rooms/ball/world.ts';
import { lookOf, TEAM_NAMES } from '../../render/palette.ts';
import { clockText } from '../../ui/hud-parts.tsx';
import { settings } from '../../ui/settings.ts';
import type { GoalLine, HudMemory } from './hud-memory.ts';

export interface ScoreRow {
  readonly seat: number;
  readonly name: string;
  readonly css: string;
  readonly isSelf: boolean;
  readonly team: number;
  /** What else to say of the player: a bot, away, or the own round trip. */
  readonly mark: string;
  readonly goals: number;
  readonly assists: number;
  readonly saves: number;
  readonly tackles: number;
}

export interface HudModel {
  readonly own: { readonly team: number; readonly energyPart: number; readonly chargePart: number; readonly mayTackle: boolean } | undefined;
  readonly score: readonly [number, number];
  readonly phase: string;
  readonly clock: string;
  /** Seconds to the kick-off, counted aloud. */
  readonly countdown: number | undefined;
  readonly goal: GoalLine | undefined;
  readonly replayPart: number | undefined;
  readonly banner: string;
  readonly notice: string;
  readonly showsScores: boolean;
  readonly isResults: boolean;
  readonly verdict: string;
  readonly rows: readonly ScoreRow[];
}

export interface HudSource {
  readonly world: BallWorld;
  readonly seat: number;
  readonly memory: HudMemory;
  readonly nowMs: number;
  readonly showsScores: boolean;
  /** Round trip of the own link, milliseconds; -1 when unknown. */
  readonly rttMs: number;
  driverOf(seat: number): number;
}

const BANNER_MS = 1_800;
const NOTICE_MS = 1_600;

export function hudModel(source: HudSource): HudModel {
  const { world, seat, memory, nowMs } = source;
  const own = world.players[seat] ?? null;
  const left = (world.phaseEndsAt - world.tick) / world.tickHz;
  const isLive = world.phase === PHASE.live;
  const isResults = world.phase === PHASE.results;
  return {
    own: own === null ? undefined : {
      team: own.team, energyPart: own.energy / ENERGY.max, chargePart: own.charge / ticksOf(KICK.chargeSec, world.tickHz),
      mayTackle: own.tackleWait === 0 && own.energy >= ENERGY.tackle,
    },
    score: [world.scoreA, world.scoreB],
    phase: isResults ? 'Next match' : phaseName(world, memory),
    clock: clockText(isLive || isResults ? left : world.timeLeft / world.tickHz),
    countdown: world.phase === PHASE.kickoff && memory.replayPart === undefined && left > 0 ? Math.ceil(left) : undefined,
    goal: memory.goalAt(nowMs),
    replayPart: memory.replayPart,
    banner: nowMs - memory.banner.atMs < BANNER_MS ? memory.banner.text : '',
    notice: nowMs - memory.notice.atMs < NOTICE_MS ? memory.notice.text : '',
    showsScores: source.showsScores,
    isResults,
    verdict: world.scoreA === world.scoreB ? 'Draw' : `${TEAM_NAMES[world.scoreA > world.scoreB ? 1 : 2]} wins`,
    rows: scoreRows(source),
  };
}

function phaseName(world: BallWorld, memory: HudMemory): string {
  if (memory.replayPart !== undefined) return 'Replay';
  if (world.phase === PHASE.goal) return 'Goal';
  if (world.overtime) return 'Golden goal';
  return world.phase === PHASE.live ? 'Live' : 'Kick-off';
}

function scoreRows(source: HudSource): ScoreRow[] {
  const rows: ScoreRow[] = [];
  for (const p of source.world.players) {
    if (p === null) continue;
    const isSelf = p.id === source.seat;
    rows.push({
      seat: p.id, name: p.name, css: lookOf(p.team, isSelf, settings().colourSafe).css, isSelf, team: p.team, mark: markOf(source, p.id),
      goals: p.goals, assists: p.assists, saves: p.saves, tackles: p.tackles,
    });
  }
  const worth = (row: ScoreRow) => row.goals * 100 + row.assists * 60 + row.saves * 40 + row.tackles * 5;
  return rows.sort((a, b) => worth(b) - worth(a) || a.seat - b.seat);
}

function markOf({ seat, rttMs, driverOf }: HudSource, of: number): string {
  if (of === seat) return rttMs < 0 ? 'you' : `you · ${Math.round(rttMs)} ms`;
  const driver = driverOf(of);
  return driver === DRIVER.bot ? 'bot' : driver === DRIVER.away ? 'away' : '';
}

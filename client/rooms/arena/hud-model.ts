// In: the drawn world, the match's memory and the link's figures. Out: everything the HUD says, in words and parts.
// Run by: the arena page.
import { PHASE, type ArenaPlayer, type ArenaWorld } from '../../../shared/rooms/arena/world.ts';
import { DRIVER } from '../../../shared/netcode/replication.ts';
import { lookOf, TEAM_NAMES } from '../../render/palette.ts';
import { clockText } from '../../ui/hud-parts.tsx';
import { settings } from '../../ui/settings.ts';
import type { FeedLine, HudMemory } from './hud-memory.ts';
import { WEAPON_LOOKS } from './look.ts';
import type { ArenaNumbers } from './match.ts';

export interface ScoreRow {
  readonly seat: number;
  readonly name: string;
  readonly css: string;
  readonly isSelf: boolean;
  readonly team: number;
  /** What else to say of the player: a bot, away, or the own round trip. */
  readonly mark: string;
  readonly kills: number;
  readonly deaths: number;
  readonly assists: number;
  readonly score: number;
}

export interface OwnModel {
  readonly health: number;
  readonly armour: number;
  readonly healthPart: number;
  readonly armourPart: number;
  readonly dashPart: number;
  readonly reloadPart: number | undefined;
  /** Nothing left for the weapon in hand, not even in reserve. */
  readonly isOut: boolean;
  readonly weapon: number;
  readonly weapons: readonly { readonly name: string; readonly mag: number; readonly reserve: number }[];
  readonly score: number;
}

export interface HudModel {
  readonly own: OwnModel | undefined;
  /** Place by score, from 1. */
  readonly place: number;
  readonly leader: number;
  readonly teams: readonly [number, number] | undefined;
  readonly phase: string;
  readonly clock: string;
  readonly feed: readonly FeedLine[];
  readonly notice: string;
  readonly banner: string;
  readonly respawnSec: number | undefined;
  readonly killedBy: string;
  /** A kill of one's own to be told of, with its streak. */
  readonly kill: { readonly victim: string; readonly streak: number } | undefined;
  readonly showsScores: boolean;
  readonly isResults: boolean;
  readonly verdict: string;
  readonly mapName: string;
  readonly scoreLimit: number;
  readonly rows: readonly ScoreRow[];
}

export interface HudSource {
  readonly world: ArenaWorld;
  readonly seat: number;
  readonly memory: HudMemory;
  readonly numbers: ArenaNumbers;
  readonly mapTitle: string;
  readonly nowMs: number;
  readonly showsScores: boolean;
  /** Round trip of the own link, milliseconds; -1 when unknown. */
  readonly rttMs: number;
  driverOf(seat: number): number;
}

const PHASE_NAMES: Readonly<Record<number, string>> = { [PHASE.warmup]: 'Warm-up', [PHASE.live]: 'Live', [PHASE.results]: 'Results' };
const NOTICE_MS = 1_400;
const BANNER_MS = 2_000;
const KILL_MS = 1_600;

export function hudModel(source: HudSource): HudModel {
  const { world, seat, memory, numbers, nowMs } = source;
  const own = world.players[seat] ?? null;
  const isTeams = world.players.some((p) => p !== null && p.team > 0);
  const rows = scoreRows(source);
  const best = rows[0];
  return {
    own: own === null ? undefined : ownModel(own, memory, numbers, nowMs),
    place: Math.max(1, rows.findIndex((row) => row.isSelf) + 1),
    leader: best?.score ?? 0,
    teams: isTeams ? [world.scoreA, world.scoreB] : undefined,
    phase: PHASE_NAMES[world.phase] ?? '',
    clock: clockText((world.phaseEndsAt - world.tick) / numbers.tickHz),
    feed: memory.feedAt(nowMs),
    notice: nowMs - memory.notice.atMs < NOTICE_MS ? memory.notice.text : '',
    banner: nowMs - memory.banner.atMs < BANNER_MS ? memory.banner.text : '',
    respawnSec: own === null || own.alive || world.phase === PHASE.results ? undefined : Math.max(0, (own.respawnAt - world.tick) / numbers.tickHz),
    killedBy: memory.killedBy,
    kill: nowMs - memory.kill.atMs < KILL_MS ? memory.kill : undefined,
    showsScores: source.showsScores,
    isResults: world.phase === PHASE.results,
    verdict: verdict(world, own, best),
    mapName: source.mapTitle,
    scoreLimit: isTeams ? numbers.scoreLimitTeams : numbers.scoreLimitFfa,
    rows,
  };
}

function ownModel(own: ArenaPlayer, memory: HudMemory, numbers: ArenaNumbers, nowMs: number): OwnModel {
  const reloadMs = numbers.reloadMs[own.weapon] ?? 1000;
  const mags = [own.magRifle, own.magShotgun, own.magRocket];
  const reserves = [own.reserveRifle, own.reserveShotgun, own.reserveRocket];
  return {
    health: own.alive ? own.health : 0, armour: own.armour,
    healthPart: own.alive ? own.health / numbers.healthMax : 0, armourPart: own.armour / numbers.armourMax,
    dashPart: (nowMs - memory.dashedAtMs) / numbers.dashCooldownMs,
    reloadPart: own.reloadAt > 0 && own.alive ? Math.min(1, (nowMs - memory.reloadedAtMs) / reloadMs) : undefined,
    isOut: own.alive && mags[own.weapon] === 0 && reserves[own.weapon] === 0,
    weapon: own.weapon,
    weapons: WEAPON_LOOKS.map((look, i) => ({ name: look.name, mag: mags[i] ?? 0, reserve: reserves[i] ?? 0 })),
    score: own.score,
  };
}

function scoreRows(source: HudSource): ScoreRow[] {
  const { world, seat } = source;
  const rows: ScoreRow[] = [];
  for (const p of world.players) {
    if (p === null) continue;
    const isSelf = p.id === seat;
    rows.push({
      seat: p.id, name: p.name, css: lookOf(p.team, isSelf, settings().colourSafe).css, isSelf,
      team: p.team, mark: markOf(source, p.id), kills: p.kills, deaths: p.deaths, assists: p.assists, score: p.score,
    });
  }
  return rows.sort((a, b) => b.score - a.score || b.kills - a.kills || a.deaths - b.deaths || a.seat - b.seat);
}

function markOf({ seat, rttMs, driverOf }: HudSource, of: number): string {
  if (of === seat) return rttMs < 0 ? 'you' : `you · ${Math.round(rttMs)} ms`;
  const driver = driverOf(of);
  return driver === DRIVER.bot ? 'bot' : driver === DRIVER.away ? 'away' : '';
}

function verdict(world: ArenaWorld, own: ArenaPlayer | null, best: ScoreRow | undefined): string {
  if (own !== null && own.team > 0) {
    if (world.scoreA === world.scoreB) return 'Draw';
    return `${TEAM_NAMES[world.scoreA > world.scoreB ? 1 : 2]} wins`;
  }
  if (best === undefined) return 'Match over';
  return best.isSelf ? 'You win' : `${best.name} wins`;
}

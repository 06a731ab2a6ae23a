// In: what happened to the own player. Out: what the HUD shows for a while after it. Run by: event player, scene, HUD.

export interface FeedLine {
  readonly killer: string;
  readonly victim: string;
  readonly weapon: number;
  readonly killerCss: string;
  readonly victimCss: string;
  readonly isOwn: boolean;
  readonly ofOwn: boolean;
  readonly atMs: number;
}

export interface Hurt {
  readonly fromX: number;
  readonly fromY: number;
  readonly damage: number;
  readonly atMs: number;
}

const FEED_MAX = 5;
const FEED_MS = 6_000;
const HURTS_MAX = 6;
export const HURT_MS = 1_200;
const FATAL_MARK_MS = 400;
/** Kills this close together count as one streak. */
const STREAK_MS = 4_000;

export class HudMemory {
  feed: FeedLine[] = [];
  hurts: Hurt[] = [];
  /** The last own hit: shown hollow while only predicted, full once the server said so. */
  hitMark = { atMs: -1e9, isFatal: false, isConfirmed: false };
  predictedHitMs = -1e9;
  dashedAtMs = -1e9;
  reloadedAtMs = -1e9;
  /** Where the own player aims, radians: as drawn this frame, and as the last tick's input said. */
  ownAim = 0;
  sampledAim = 0;
  lastBlast: { readonly x: number; readonly y: number; readonly atMs: number } | undefined;
  killedBy = '';
  notice = { text: '', atMs: -1e9 };
  banner = { text: '', atMs: -1e9 };
  /** The own player's last kill, and how many came in a row. */
  kill = { victim: '', streak: 0, atMs: -1e9 };
  /** Seats that dash, until when: for their afterimages. */
  readonly dashing = new Map<number, number>();

  killed(line: FeedLine): void {
    this.feed = [...this.feed, line].slice(-FEED_MAX);
    if (line.ofOwn) this.killedBy = line.killer;
  }

  feedAt(nowMs: number): readonly FeedLine[] {
    return this.feed.filter((line) => nowMs - line.atMs < FEED_MS);
  }

  hurtFrom(from: { readonly x: number; readonly y: number } | undefined, damage: number, atMs: number): void {
    if (from !== undefined) this.hurts = [...this.hurts, { fromX: from.x, fromY: from.y, damage, atMs }].slice(-HURTS_MAX);
  }

  ownHit(isFatal: boolean, isPredicted: boolean, atMs: number): void {
    if (isPredicted) this.predictedHitMs = atMs;
    // A guess must not paint over the word of the server that somebody fell.
    if (isPredicted && this.hitMark.isFatal && atMs - this.hitMark.atMs < FATAL_MARK_MS) return;
    this.hitMark = { atMs, isFatal, isConfirmed: !isPredicted };
  }

  dashed(seat: number, atMs: number, isOwn: boolean): void {
    this.dashing.set(seat, atMs + 180);
    if (isOwn) this.dashedAtMs = atMs;
  }

  scored(victim: string, atMs: number): void {
    this.kill = { victim, streak: atMs - this.kill.atMs < STREAK_MS ? this.kill.streak + 1 : 1, atMs };
  }

  announce(text: string, atMs: number): void {
    this.banner = { text, atMs };
  }

  note(text: string, atMs: number): void {
    this.notice = { text, atMs };
  }
}

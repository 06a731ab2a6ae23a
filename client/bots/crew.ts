// In: a plan, and whom to tell. Out: its bots joining, playing, joining again, leaving; a row of figures a second. Run by: worker.
import { JoinError } from '../netcode/connection.ts';
import { rootStateNamed, roomTypeNamed } from '../../shared/rooms/index.ts';
import { behaviourNamed } from './behaviours/index.ts';
import type { Bot, Swarm } from './bot.ts';
import { Figures } from './figures.ts';
import { FrameLoop } from './frame-loop.ts';
import type { BotPlan, FromWorker, SwarmPlan } from './plan.ts';
import { Witness } from './witness.ts';

/** A full count may be late by this much, if the server asks for patience. */
const LATE_JOIN_MS_MAX = 5_000;
const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 4_000;
const LEAVE_MS_MAX = 3_000;

interface Member {
  readonly plan: BotPlan;
  readonly bot: Bot;
  joining: boolean;
  /** Has been in once; from then on a failed join is the run's business, not the end of it. */
  played: boolean;
  refused?: { readonly text: string; readonly code: number };
  stopFrames?: () => void;
}

export class BotCrew {
  readonly #plan: SwarmPlan;
  readonly #tell: (message: FromWorker) => void;
  readonly #figures = new Figures();
  readonly #loop = new FrameLoop();
  readonly #witness: Witness;
  readonly #members: Member[];
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  readonly #roomIds = new Set<string>();
  /** `performance.now()` of second 0. */
  readonly #startMs: number;
  #meters = 0;
  #stopped = false;

  constructor(plan: SwarmPlan, tell: (message: FromWorker) => void) {
    const roomType = roomTypeNamed(plan.room);
    const rootState = rootStateNamed(plan.room);
    if (roomType === undefined || rootState === undefined) throw new Error(`no room type ${plan.room}`);
    this.#plan = plan;
    this.#tell = tell;
    this.#witness = new Witness(roomType);
    this.#startMs = plan.startAtMs - performance.timeOrigin;
    const rampEndMs = this.#startMs + plan.rampSec * 1000;
    const swarm: Swarm = {
      url: plan.url, roomType, rootState, options: plan.options, scenario: plan.scenario, figures: this.#figures,
      witness: plan.witnessed ? this.#witness : undefined, mayMeter: () => this.#meters++ === 0, rampEndMs, endMs: rampEndMs + plan.durationSec * 1000,
    };
    this.#members = plan.bots.map((each) => ({
      plan: each, bot: behaviourNamed(each.kind)!.create(swarm, each), joining: false, played: false,
    }));
  }

  start(): void {
    for (const member of this.#members) {
      this.#after(this.#startMs + member.plan.joinAtSec * 1000 - performance.now(), () => void this.#join(member));
    }
    this.#nextRow(1);
  }

  /** Everybody leaves; resolves when the last word is told. @param early whether the run was ended before its time. */
  async stop(early: boolean): Promise<void> {
    this.#stopped = true;
    const outside = this.#members.find(({ played }) => !played);
    if (outside !== undefined && !early) this.#tell({ verb: 'failed', ...(outside.refused ?? { text: 'the server did not let it in in time', code: 0 }) });
    for (const timer of this.#timers) clearTimeout(timer);
    const left = Promise.all(this.#members.map(async ({ bot, stopFrames }) => {
      stopFrames?.();
      await bot.leave().catch(() => {});
    }));
    await Promise.race([left, new Promise((resolve) => { setTimeout(resolve, LEAVE_MS_MAX); })]);
    this.#tell({ verb: 'done', tallies: this.#witness.tallies() });
  }

  async #join(member: Member): Promise<void> {
    if (member.joining) return;
    member.joining = true;
    for (let waitMs = RETRY_MS_MIN; !this.#stopped; waitMs = Math.min(RETRY_MS_MAX, waitMs * 2)) {
      try {
        await member.bot.join();
        await this.#joined(member);
        break;
      } catch (error) {
        const mayRetry = this.#failed(member, error);
        if (!mayRetry) break;
        // Those who were refused together must not come back together.
        await new Promise<void>((resolve) => { this.#after(waitMs * (0.5 + (member.plan.seed % 1024) / 1024), resolve); });
      }
    }
    member.joining = false;
  }

  async #joined(member: Member): Promise<void> {
    if (this.#stopped) return member.bot.leave();
    member.played = true;
    const { roomId } = member.bot;
    if (roomId !== undefined) this.#roomIds.add(roomId);
    member.stopFrames ??= this.#loop.add(member.bot);
  }

  /** @returns whether to try again. */
  #failed(member: Member, error: unknown): boolean {
    const { text, code, retryable } = error instanceof JoinError
      ? { text: error.message, code: error.code, retryable: error.retryable }
      : { text: String(error), code: 0, retryable: false };
    const cheat = behaviourNamed(member.plan.kind)!.cheat;
    if (cheat && member.played) this.#figures.refusal(member.plan.kind, `join: ${text}`);
    else this.#figures.error(`join: ${text}`);
    const isOverdue = performance.now() > this.#startMs + this.#plan.rampSec * 1000 + LATE_JOIN_MS_MAX;
    member.refused = { text, code };
    if (member.played) return retryable;
    if (retryable && !isOverdue) return true;
    this.#tell({ verb: 'failed', text, code });
    return false;
  }

  #nextRow(second: number): void {
    this.#after(this.#startMs + second * 1000 - performance.now(), () => {
      this.#row(second);
      this.#nextRow(second + 1);
    });
  }

  #row(second: number): void {
    const nowMs = performance.now();
    for (const member of this.#members) {
      const { bot } = member;
      if (bot.connected) this.#figures.count('bots');
      bot.second(nowMs);
      if (bot.rejoinAtMs !== undefined && bot.rejoinAtMs <= nowMs) void this.#join(member);
    }
    this.#figures.sketch('lateMs').merge(this.#loop.lateMs.data());
    this.#loop.lateMs.clear();
    this.#tell({ verb: 'row', second: second - 1, row: this.#figures.take(), roomIds: [...this.#roomIds] });
  }

  #after(delayMs: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, Math.max(0, delayMs));
    this.#timers.add(timer);
  }
}

// In: what happened on the pitch. Out: what the HUD shows for a while after it. Run by: event player, scene, HUD.

export interface GoalLine {
  readonly scorer: string;
  readonly assist: string;
  readonly isOwnGoal: boolean;
  readonly team: number;
  readonly atMs: number;
}

const GOAL_MS = 5_500;

export class HudMemory {
  /** The last goal, while it is celebrated. */
  goal: GoalLine | undefined;
  banner = { text: '', atMs: -1e9 };
  notice = { text: '', atMs: -1e9 };
  /** A goal is shown again, and what part of it is over. */
  replayPart: number | undefined;

  scored(goal: GoalLine): void {
    this.goal = goal;
  }

  goalAt(nowMs: number): GoalLine | undefined {
    return this.goal !== undefined && nowMs - this.goal.atMs < GOAL_MS ? this.goal : undefined;
  }

  announce(text: string, atMs: number): void {
    this.banner = { text, atMs };
  }

  note(text: string, atMs: number): void {
    this.notice = { text, atMs };
  }
}

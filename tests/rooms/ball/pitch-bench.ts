// In: seats and inputs of a test. Out: a ball game without room or socket, stepped by hand. Run by: tests of the rules.
import type { TimedInput } from '../../../shared/netcode/room-type.ts';
import { PITCH } from '../../../shared/rooms/ball/pitch.ts';
import type { BallEvent } from '../../../shared/rooms/ball/events.ts';
import { NEUTRAL_INPUT, type BallInput } from '../../../shared/rooms/ball/input.ts';
import { createWorld, join } from '../../../shared/rooms/ball/rules.ts';
import { step } from '../../../shared/rooms/ball/step.ts';
import { ballOf, PHASE, type Ball, type BallConfig, type BallPlayer, type BallWorld } from '../../../shared/rooms/ball/world.ts';

export const CONFIG: BallConfig = { botsMin: 0, botLevel: 'normal', matchSec: 600, tickHz: 60, patchTicks: 3 };

export class PitchBench {
  readonly world: BallWorld;
  readonly events: BallEvent[] = [];

  /** `seats` players, play under way, everybody out of the way of the middle line's lower half. */
  constructor(seats: number, config: Partial<BallConfig> = {}) {
    this.world = createWorld({ ...CONFIG, ...config });
    for (let seat = 0; seat < seats; seat++) join(this.world, seat, { name: `p${seat}`, team: 0, bot: false });
    this.until(PHASE.live);
    this.events.length = 0;
  }

  get ball(): Ball { return ballOf(this.world); }

  player(seat: number): BallPlayer {
    const player = this.world.players[seat];
    if (player === null || player === undefined) throw new Error(`nobody sits at ${seat}`);
    return player;
  }

  place(seat: number, x: number, y: number, motion: Partial<BallPlayer> = {}): void {
    Object.assign(this.player(seat), { x, y, vx: 0, vy: 0, ...motion });
  }

  placeBall(x: number, y: number, vx = 0, vy = 0): void {
    Object.assign(this.ball, { x, y, vx, vy });
  }

  /** The ball in the middle, the first player just left of it looking right, nobody else near. */
  withBall(): void {
    this.world.players.forEach((player, seat) => { if (player !== null) this.place(seat, PITCH.left + 60 + seat * 80, PITCH.bottom - 60); });
    this.place(0, PITCH.middleX, PITCH.middleY);
    this.placeBall(PITCH.middleX + 34, PITCH.middleY);
  }

  /** The same inputs for a number of ticks; a seat not named stands still. */
  run(ticks: number, inputs: Readonly<Record<number, Partial<BallInput>>> = {}): void {
    for (let i = 0; i < ticks; i++) {
      step(this.world, this.world.players.map((_, seat) => [timed(this.world, inputs[seat] ?? {})]), (event) => this.events.push(event));
    }
  }

  until(phase: number, most = 20_000): void {
    for (let i = 0; this.world.phase !== phase; i++) {
      if (i > most) throw new Error(`phase ${phase} did not come`);
      this.run(1);
    }
  }

  of<K extends BallEvent['kind']>(kind: K): Extract<BallEvent, { kind: K }>[] {
    return this.events.filter((event): event is Extract<BallEvent, { kind: K }> => event.kind === kind);
  }
}

export function timed(world: BallWorld, input: Partial<BallInput>): TimedInput<BallInput> {
  return { input: { ...NEUTRAL_INPUT, ...input }, viewTick: world.tick, clock: world.tick };
}

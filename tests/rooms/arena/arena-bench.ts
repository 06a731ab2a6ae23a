// In: seats and inputs of a test. Out: an arena without room or socket, stepped by hand. Run by: tests of the rules.
import { createWorld, join, mapOf } from '../../../shared/rooms/arena/rules.ts';
import { step } from '../../../shared/rooms/arena/step.ts';
import type { ArenaEvent } from '../../../shared/rooms/arena/events.ts';
import { NEUTRAL_INPUT, type ArenaInput } from '../../../shared/rooms/arena/input.ts';
import type { ArenaConfig, ArenaPlayer, ArenaWorld } from '../../../shared/rooms/arena/world.ts';
import type { TimedInput } from '../../../shared/netcode/room-type.ts';

export const CONFIG: ArenaConfig = {
  map: 'foundry', mode: 'ffa', botsMin: 0, botLevel: 'normal', tickHz: 60, patchTicks: 3, matchSec: 600, warmupSec: 0, rewind: true,
};

/** South of the foundry's core: free from x 180 to 1400 at this height, and northwards up to the core. */
export const LANE = { x: 560, y: 700 } as const;

export class Bench {
  readonly world: ArenaWorld;
  readonly events: ArenaEvent[] = [];
  readonly clocks: number[] = [];

  /** `seats` players, protection over, standing at their spawns. */
  constructor(seats: number, config: Partial<ArenaConfig> = {}, seed = 1) {
    this.world = createWorld({ ...CONFIG, ...config }, seed);
    for (let seat = 0; seat < seats; seat++) this.join(seat);
    this.run(1, {});
    for (const p of this.world.players) if (p !== null) p.protectedUntil = 0;
    this.events.length = 0;
  }

  get map() { return mapOf(this.world); }

  join(seat: number, team = 0): void {
    join(this.world, seat, { name: `p${seat}`, team, bot: false });
    this.clocks[seat] = 0;
  }

  player(seat: number): ArenaPlayer {
    const player = this.world.players[seat];
    if (player === null || player === undefined) throw new Error(`nobody sits at ${seat}`);
    return player;
  }

  place(seat: number, x: number, y: number): void {
    Object.assign(this.player(seat), { x, y, vx: 0, vy: 0 });
  }

  timed(seat: number, input: Partial<ArenaInput>, viewTick = this.world.tick): TimedInput<ArenaInput> {
    return { input: { ...NEUTRAL_INPUT, ...input }, viewTick, clock: this.clocks[seat]!++ };
  }

  /** The same inputs for a number of ticks; a seat not named sends nothing. */
  run(ticks: number, inputs: Readonly<Record<number, Partial<ArenaInput> & { readonly viewTick?: number }>>): void {
    for (let i = 0; i < ticks; i++) {
      const row = this.world.players.map((_, seat) => {
        const wish = inputs[seat];
        if (wish === undefined) return undefined;
        const { viewTick, ...input } = wish;
        return [this.timed(seat, input, viewTick)];
      });
      step(this.world, row, (event) => this.events.push(event));
    }
  }

  of<K extends ArenaEvent['kind']>(kind: K): Extract<ArenaEvent, { kind: K }>[] {
    return this.events.filter((e): e is Extract<ArenaEvent, { kind: K }> => e.kind === kind);
  }
}

// In: nothing. Out: the ball game as the room type that server, client, bots and captures run. Run by: all of them.
import { z } from '../../zod.ts';
import type { Parsed, RoomType } from '../../netcode/room-type.ts';
import { ballBots, type BallBotMemory } from './bot.ts';
import { OPTIONS, PATCH_TICKS, SEATS_MAX, TICK_HZ } from './constants.ts';
import { ballEvents, type BallEvent } from './events.ts';
import { ballInput, NEUTRAL_INPUT, type BallInput } from './input.ts';
import { createWorld, join, leave } from './rules.ts';
import { ballReplication } from './state.ts';
import { predict, step } from './step.ts';
import type { BallConfig, BallWorld } from './world.ts';

const whole = (min: number, max: number) => z.int({ error: `must be a whole number from ${min} to ${max}` }).min(min).max(max);
const levels: [string, ...string[]] = [...OPTIONS.botLevels];

/** What a join request may ask for. Tick rate is not the network's to choose. */
const Options = z.strictObject({
  botsMin: whole(0, SEATS_MAX).default(OPTIONS.botsMin),
  botLevel: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default(OPTIONS.botLevel),
  matchSec: whole(OPTIONS.matchSecMin, OPTIONS.matchSecMax).default(OPTIONS.matchSec),
});

function parseOptions(options: unknown): Parsed<BallConfig> {
  const parsed = Options.safeParse(options);
  if (parsed.success) return { ok: true, value: { ...parsed.data, tickHz: TICK_HZ, patchTicks: PATCH_TICKS } };
  const issue = parsed.error.issues[0]!;
  if (issue.code === 'unrecognized_keys') return { ok: false, reason: `unknown option ${issue.keys[0]!.slice(0, 32)}` };
  return { ok: false, reason: issue.path.length === 0 ? 'options must be an object' : `option ${String(issue.path[0])}: ${issue.message}` };
}

export const ball: RoomType<BallWorld, BallInput, BallEvent, BallConfig, BallBotMemory> = {
  name: 'ball',
  tickHz: TICK_HZ,
  patchTicks: PATCH_TICKS,
  seatsMax: SEATS_MAX,
  input: ballInput,
  neutralInput: NEUTRAL_INPUT,
  events: ballEvents,
  replication: ballReplication,
  interpolation: { players: { x: 'linear', y: 'linear' }, balls: { x: 'linear', y: 'linear' } },
  unhashed: [],
  matchBy: ['botLevel'],
  parseOptions,
  createWorld,
  matchOf: (world) => world.round,
  join,
  leave,
  step,
  predict,
  worldPrediction: {
    repeated(world, seat) {
      const player = world.players[seat];
      if (player === null || player === undefined || player.dormant) return undefined;
      const { moveX, moveY, aim, buttons } = player;
      return { moveX, moveY, aim, buttons };
    },
    bodies: ['players', 'balls'],
    shownAtOnce: ['kick', 'tackle'],
    unseen: ['idle', 'config'],
  },
  bots: ballBots,
  botsWanted: (config) => ({ count: config.botsMin, level: config.botLevel }),
};

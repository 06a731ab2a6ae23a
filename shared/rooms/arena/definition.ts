// In: nothing. Out: the arena as the room type that server, client, bots and captures run. Run by: all of them.
import { z } from '../../zod.ts';
import { MAP_NAMES } from '../../maps/index.ts';
import type { Parsed, RoomType } from '../../netcode/room-type.ts';
import { arenaBots, type ArenaBotMemory } from './bot.ts';
import { OPTIONS, PATCH_TICKS, SEATS_MAX, TICK_HZ } from './constants.ts';
import { arenaEvents, type ArenaEvent } from './events.ts';
import { arenaInput, NEUTRAL_INPUT, type ArenaInput } from './input.ts';
import { createWorld, join, leave } from './rules.ts';
import { arenaReplication } from './state.ts';
import { predict, step } from './step.ts';
import type { ArenaConfig, ArenaWorld } from './world.ts';

const oneOf = (names: readonly string[]) => z.enum(names as [string, ...string[]], { error: `must be one of ${names.join(', ')}` });
const whole = (min: number, max: number) => z.int({ error: `must be a whole number from ${min} to ${max}` }).min(min).max(max);

/** What a join request may ask for. Tick rate and rewind are not the network's to choose. */
const Options = z.strictObject({
  map: oneOf(MAP_NAMES).default(MAP_NAMES[0]!),
  mode: z.enum(['ffa', 'teams'], { error: 'must be one of ffa, teams' }).default('ffa'),
  botsMin: whole(0, SEATS_MAX).default(OPTIONS.botsMin),
  botLevel: oneOf(OPTIONS.botLevels).default(OPTIONS.botLevel),
  matchSec: whole(OPTIONS.matchSecMin, OPTIONS.matchSecMax).default(OPTIONS.matchSec),
  warmupSec: whole(0, OPTIONS.warmupSecMax).default(OPTIONS.warmupSec),
});

function parseOptions(options: unknown): Parsed<ArenaConfig> {
  const parsed = Options.safeParse(options);
  if (!parsed.success) return { ok: false, reason: reasonOf(parsed.error.issues[0]!) };
  return { ok: true, value: { ...parsed.data, tickHz: TICK_HZ, patchTicks: PATCH_TICKS, rewind: true } };
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown option ${issue.keys[0]!.slice(0, 32)}`;
  return issue.path.length === 0 ? 'options must be an object' : `option ${String(issue.path[0])}: ${issue.message}`;
}

export const arena: RoomType<ArenaWorld, ArenaInput, ArenaEvent, ArenaConfig, ArenaBotMemory> = {
  name: 'arena',
  tickHz: TICK_HZ,
  patchTicks: PATCH_TICKS,
  seatsMax: SEATS_MAX,
  input: arenaInput,
  neutralInput: NEUTRAL_INPUT,
  events: arenaEvents,
  replication: arenaReplication,
  interpolation: { players: { x: 'linear', y: 'linear', aim: 'turn' } },
  unhashed: ['history'],
  matchBy: ['map', 'mode'],
  parseOptions,
  createWorld,
  matchOf: (world) => world.round,
  join,
  leave,
  step,
  predict,
  bots: arenaBots,
  botsWanted: (config) => ({ count: config.botsMin, level: config.botLevel }),
};

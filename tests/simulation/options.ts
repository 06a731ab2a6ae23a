// In: a command line. Out: what to simulate, or one sentence about the first option that is wrong. Run by: main.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { SCENARIO_NAMES, scenarioNamed, unknownScenario } from '../../shared/netcode/scenarios/index.ts';
import { ROOM_TYPE_NAMES } from '../../shared/rooms/index.ts';
import { faultsOf } from './faults.ts';

export interface SimOptions {
  readonly room: string;
  readonly players: number;
  readonly seeds: number;
  /** The first of them; the others follow. */
  readonly seed: number;
  /** `undefined`: a network of its own for each player. */
  readonly scenario: string | undefined;
  /** Virtual minutes a seed. */
  readonly minutes: number;
  readonly workers: number;
  /** Name of a fault to plant. */
  readonly fault: string | undefined;
}

export class UsageError extends Error {}

interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly value?: string;
  readonly default?: string;
  readonly help: string;
}

const MIXED = 'mixed';
const SEED_MAX = 0xffff_ffff;

export const OPTIONS = {
  room: { type: 'string', value: 'NAME', default: ROOM_TYPE_NAMES[0]!, help: `room type: ${ROOM_TYPE_NAMES.join(', ')}` },
  players: { type: 'string', value: 'N', default: '8', help: 'players who come and go, 1 to 32; bots fill seats beside them' },
  seeds: { type: 'string', value: 'N', default: '20', help: 'how many seeds, each a story of its own' },
  seed: { type: 'string', value: 'N', default: '1', help: 'the first seed' },
  scenario: { type: 'string', value: 'NAME', default: MIXED, help: `everybody's network: ${MIXED} (each player another), ${SCENARIO_NAMES.join(', ')}` },
  minutes: { type: 'string', value: 'M', default: '1', help: 'virtual minutes a seed, 0.05 to 600' },
  workers: { type: 'string', value: 'N', help: 'threads; by default one for each processor' },
  fault: { type: 'string', value: 'TEXT', help: 'plants the fault with this in its name, to see it caught' },
  help: { type: 'boolean', help: 'this text' },
} as const satisfies Record<string, OptionSpec>;

export const USAGE = [
  'usage: npm run sim -- [options]',
  ...Object.entries(OPTIONS).map(([name, spec]: [string, OptionSpec]) => {
    const left = `  --${name}${spec.value === undefined ? '' : ` ${spec.value}`}`;
    return `${left.padEnd(20)} ${spec.help}${spec.default === undefined ? '' : ` (${spec.default})`}`;
  }),
  'Exit: 0 all invariants held, 1 one was broken (seed, tick, field and the command that replays it are printed), 2 it could not run.',
].join('\n');

/** @returns 'help' where that is asked for. @throws UsageError with one sentence that says what to do. */
export function parseOptions(argv: readonly string[]): SimOptions | 'help' {
  const values = valuesOf(argv);
  if (values['help'] === true) return 'help';
  const text = (name: keyof typeof OPTIONS) => (values[name] ?? (OPTIONS[name] as OptionSpec).default) as string;
  const room = text('room');
  if (!ROOM_TYPE_NAMES.includes(room)) throw new UsageError(`There is no room type "${room.slice(0, 32)}"; the known ones are ${ROOM_TYPE_NAMES.join(', ')}.`);
  const scenario = text('scenario');
  if (scenario !== MIXED && scenarioNamed(scenario) === undefined) throw new UsageError(unknownScenario(scenario));
  return {
    room, scenario: scenario === MIXED ? undefined : scenario,
    players: whole('players', text('players'), 1, 32), seeds: whole('seeds', text('seeds'), 1, 10_000_000), seed: whole('seed', text('seed'), 0, SEED_MAX),
    minutes: number('minutes', text('minutes'), 0.05, 600),
    fault: values['fault'] === undefined ? undefined : faultOf(room, text('fault')),
    workers: values['workers'] === undefined ? Math.min(16, availableParallelism()) : whole('workers', text('workers'), 1, 64),
  };
}

/** The command line of one seed. */
export function commandOf({ room, players, scenario, minutes, fault }: SimOptions, seed: number): string {
  const planted = fault === undefined ? '' : ` --fault "${fault}"`;
  return `npm run sim -- --room ${room} --players ${players} --scenario ${scenario ?? MIXED} --minutes ${minutes}${planted} --seeds 1 --seed ${seed}`;
}

function faultOf(room: string, text: string): string {
  const names = faultsOf(room).map(({ name }) => name);
  const named = names.filter((name) => name.includes(text));
  if (named.length !== 1) throw new UsageError(`${named.length} faults have "${text.slice(0, 64)}" in their name; they are: ${names.join('; ')}.`);
  return named[0]!;
}

function valuesOf(argv: readonly string[]): Readonly<Record<string, string | boolean | undefined>> {
  try {
    const options = Object.fromEntries(Object.entries(OPTIONS).map(([name, { type }]) => [name, { type }]));
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values as Record<string, string | boolean | undefined>;
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]!.replace(/\.?$/, '.'));
  }
}

function number(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= min && value <= max)) throw new UsageError(`--${name} must be a number from ${min} to ${max}, not "${text.slice(0, 32)}".`);
  return value;
}

function whole(name: string, text: string, min: number, max: number): number {
  const value = number(name, text, min, max);
  if (!Number.isInteger(value)) throw new UsageError(`--${name} must be a whole number, not "${text.slice(0, 32)}".`);
  return value;
}

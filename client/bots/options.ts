// In: a command line. Out: checked options, or one sentence about the first that is wrong. Run by: main.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { SCENARIO_NAMES, scenarioNamed, unknownScenario } from '../../shared/netcode/scenarios/index.ts';
import { ROOM_TYPE_NAMES, roomTypeNamed } from '../../shared/rooms/index.ts';
import { BEHAVIOURS, behaviourNamed } from './behaviours/index.ts';
import type { Mix } from './plan.ts';
import { parseExpectation, parseExpectFile, type Expectation } from './report/expectations.ts';
import { UsageError } from './usage-error.ts';

export interface BotOptions {
  readonly url: string;
  readonly room: string;
  readonly roomOptions: Readonly<Record<string, unknown>>;
  readonly count: number;
  readonly rampSec: number;
  readonly durationSec: number;
  readonly scenario: string | undefined;
  readonly seed: number;
  readonly reportDir: string;
  /** From the command line, then from the file. */
  readonly expectations: readonly Expectation[];
  readonly mix: Mix;
  readonly workers: number;
  /** How late the bots' own frames may start, p99, before the run does not count. */
  readonly lateMsMax: number;
}

interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: true;
  readonly value?: string;
  readonly default?: string;
  readonly help: string;
}

const COUNT_MAX = 5_000;
const SEC_MAX = 86_400;
const WORKERS_MAX = 64;
/** Bots one worker thread plays well. */
const BOTS_PER_WORKER = 60;

/** The one table: what is parsed, what `--help` says and what docs/bots.md has. */
export const OPTIONS = {
  url: { type: 'string', value: 'URL', default: 'http://127.0.0.1:2567', help: 'where the server is' },
  room: { type: 'string', value: 'NAME', default: ROOM_TYPE_NAMES[0]!, help: `room type to play: ${ROOM_TYPE_NAMES.join(', ')}` },
  option: { type: 'string', multiple: true, value: 'KEY=VALUE', help: 'option of the room type, such as map=garden; may be given many times' },
  count: { type: 'string', value: 'N', default: '20', help: `bots in all, 1 to ${COUNT_MAX}` },
  ramp: { type: 'string', value: 'SEC', default: '5', help: 'seconds over which they join; figures count from then on' },
  duration: { type: 'string', value: 'SEC', default: '30', help: 'seconds to play after the ramp' },
  mix: { type: 'string', value: 'KIND=WEIGHT,...', default: 'honest=1', help: 'who joins, by weight; the kinds are below' },
  scenario: { type: 'string', value: 'NAME', help: `bad network to play through: ${SCENARIO_NAMES.join(', ')}` },
  seed: { type: 'string', value: 'N', default: '1', help: 'of everything the bots do by chance, 0 to 4294967295' },
  report: { type: 'string', value: 'DIR', default: 'bots-report', help: 'folder for report.json, junit.xml and report.html' },
  expect: { type: 'string', multiple: true, value: 'TEXT', help: 'threshold such as "correction.px.p99<0.5"; may be given many times' },
  'expect-file': { type: 'string', value: 'FILE', help: 'file of thresholds, one a line; # begins a comment' },
  workers: { type: 'string', value: 'N', help: `threads for the bots; by default one for each ${BOTS_PER_WORKER} bots, as far as there are processors` },
  'late-max': { type: 'string', value: 'MS', default: '40', help: 'how late the bots\' own frames may start, p99, before the run does not count' },
  help: { type: 'boolean', help: 'this text' },
} as const satisfies Record<string, OptionSpec>;

type Values = Partial<Record<keyof typeof OPTIONS, string | boolean | string[]>>;

/** @returns 'help' where that is asked for. @throws UsageError with one sentence that says what to do. */
export function parseOptions(argv: readonly string[]): BotOptions | 'help' {
  const values = parseValues(argv);
  if (values.help === true) return 'help';
  const text = (name: keyof typeof OPTIONS): string => values[name] as string;
  const number = (name: keyof typeof OPTIONS, min: number, max: number): number => numberOf(name, text(name), { min, max, whole: false });
  const whole = (name: keyof typeof OPTIONS, min: number, max: number): number => numberOf(name, text(name), { min, max, whole: true });
  const room = checkRoom(text('room'));
  const count = whole('count', 1, COUNT_MAX);
  const scenario = values.scenario === undefined ? undefined : text('scenario');
  if (scenario !== undefined && scenarioNamed(scenario) === undefined) throw new UsageError(unknownScenario(scenario));
  return {
    url: checkUrl(text('url')), room, roomOptions: roomOptions(room, (values.option ?? []) as string[]), count,
    rampSec: number('ramp', 0, SEC_MAX), durationSec: number('duration', 1, SEC_MAX), scenario, seed: whole('seed', 0, 0xffff_ffff),
    reportDir: text('report'), expectations: [...((values.expect ?? []) as string[]).map(parseExpectation), ...fileOf(values['expect-file'] as string | undefined)],
    mix: parseMix(text('mix')), workers: values.workers === undefined ? workersFor(count) : whole('workers', 1, WORKERS_MAX),
    lateMsMax: number('late-max', 1, 10_000),
  };
}

function parseValues(argv: readonly string[]): Values {
  const defaults = Object.entries(OPTIONS).flatMap(([name, spec]) => ('default' in spec ? [[name, spec.default]] : []));
  try {
    const options = Object.fromEntries(Object.entries(OPTIONS).map(([name, spec]) => [name, { type: spec.type, multiple: 'multiple' in spec }]));
    const { values } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false });
    return { ...(Object.fromEntries(defaults) as Values), ...(values as Values) };
  } catch (error) {
    const reason = (error as Error).message.split(/\.\s/)[0]!;
    throw new UsageError(`${reason}: --help lists the options`);
  }
}

function numberOf(name: string, text: string, { min, max, whole }: { readonly min: number; readonly max: number; readonly whole: boolean }): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  throw new UsageError(`--${name} ${text}: must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`);
}

function checkUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new UsageError(`--url ${text}: must be an address such as http://127.0.0.1:2567`);
  }
  return text.replace(/\/$/, '');
}

function checkRoom(name: string): string {
  const type = roomTypeNamed(name);
  if (type === undefined) throw new UsageError(`--room ${name}: there is no such room type; there are ${ROOM_TYPE_NAMES.join(', ')}`);
  if (type.bots === undefined) throw new UsageError(`--room ${name}: this room type has no bot, so nobody can play it here`);
  return name;
}

/** `KEY=VALUE`; a number or a true or false is one, everything else is text. The room type has the last word. */
function roomOptions(room: string, pairs: readonly string[]): Record<string, unknown> {
  const entries = pairs.map((pair) => {
    const [, key, value] = /^(\w+)=(.*)$/.exec(pair) ?? [];
    if (key === undefined || value === undefined) throw new UsageError(`--option ${pair}: must be KEY=VALUE`);
    return [key, /^(-?\d+(\.\d+)?|true|false)$/.test(value) ? JSON.parse(value) as unknown : value] as const;
  });
  const options = Object.fromEntries(entries);
  const parsed = roomTypeNamed(room)!.parseOptions(options);
  if (!parsed.ok) throw new UsageError(`--option: ${room} says: ${parsed.reason}`);
  return options;
}

function fileOf(path: string | undefined): Expectation[] {
  if (path === undefined) return [];
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--expect-file ${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
  return parseExpectFile(text);
}

function parseMix(text: string): Mix {
  const kinds = BEHAVIOURS.map(({ kind }) => kind).join(', ');
  const parts = text.split(',').map((part) => {
    const [, kind, weight] = /^\s*([\w-]+)(?:=(\d+(?:\.\d+)?))?\s*$/.exec(part) ?? [];
    if (kind === undefined) throw new UsageError(`--mix ${text}: must be KIND=WEIGHT,... such as honest=8,idle=1`);
    if (behaviourNamed(kind) === undefined) throw new UsageError(`--mix: there is no kind ${kind}; there are ${kinds}`);
    return [kind, weight === undefined ? 1 : Number(weight)] as const;
  });
  if (!parts.some(([, weight]) => weight > 0)) throw new UsageError('--mix: at least one weight must be above 0');
  return Object.fromEntries(parts);
}

function workersFor(count: number): number {
  return Math.max(1, Math.min(Math.ceil(count / BOTS_PER_WORKER), availableParallelism() - 1, WORKERS_MAX));
}

export function helpText(): string {
  const rows = Object.entries(OPTIONS).map(([name, spec]) => {
    const value = 'value' in spec ? ` ${spec.value}` : '';
    const fallback = 'default' in spec ? ` (default ${spec.default})` : '';
    return `  ${`--${name}${value}`.padEnd(28)}${spec.help}${fallback}`;
  });
  const kinds = BEHAVIOURS.map(({ kind, does, cheat }) => `  ${kind.padEnd(14)}${cheat ? 'cheat: ' : ''}${does}`);
  return [
    'Plays a server with many headless clients and says whether it held.', '',
    'npm run bots -- --url http://127.0.0.1:2567 --count 50 --duration 30 --expect "correction.px.p99<0.5"', '',
    'Options', ...rows, '', 'Kinds of bots, for --mix', ...kinds, '',
    'The figures for --expect, with their meaning, are in docs/bots.md; a wrong name is answered with those near it.',
    'Exit code: 0 every expectation held, 1 one fell short (each is named), 2 the run could not be made or does not count.',
    'Ctrl-C ends the run and writes the report; a second one ends at once.',
  ].join('\n');
}

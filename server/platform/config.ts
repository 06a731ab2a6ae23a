// In: environment variables. Out: checked settings, or one sentence that names the wrong one. Run by: main.
import { resolve } from 'node:path';
import { z } from 'zod';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { StartError } from './start-error.ts';

export interface Config {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** Folder for everything that is kept: captures. Made if it is not there. */
  readonly dataDir: string;
  /** Folder of the built page; `undefined` where somebody else serves it (the development server). */
  readonly clientDir: string | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly logFormat: 'pretty' | 'json';
  readonly capture: boolean;
  readonly seatHoldSec: number;
  /** Join requests one address may make a minute. */
  readonly joinsPerMin: number;
  /** Origins of pages on other hosts that may join, besides this server's own. */
  readonly origins: readonly string[];
  /** Whether a proxy in front names the player's address in X-Forwarded-For. */
  readonly trustProxy: boolean;
  /** Whether an overloaded process slows its rooms and refuses new ones. */
  readonly slowUnderLoad: boolean;
  /** Who has it may read the metrics; without one only this machine may. */
  readonly metricsToken: string | undefined;
  /** Settings that look like ours but are none: worth a warning. */
  readonly unknown: readonly string[];
}

const PROJECT_DIR = resolve(import.meta.dirname, '../..');

const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');
const whole = (min: number, max: number) => z.string().regex(/^\d{1,9}$/, 'must be a whole number').transform(Number)
  .refine((n) => n >= min && n <= max, `must be from ${min} to ${max}`);
const origin = z.string().refine(
  (value) => URL.canParse(value) && new URL(value).origin === value,
  'must be origins such as https://game.example, separated by commas',
);

const Settings = z.object({
  PORT: whole(0, 65_535).default(2567),
  HOST: z.string().regex(/^[\w.:-]{1,255}$/, 'must be an address or a host name').default('0.0.0.0'),
  ARBITER_DATA: z.string().min(1).default('data'),
  ARBITER_CLIENT: z.string().min(1).default('dist/client'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  LOG_FORMAT: z.enum(['pretty', 'json']).default('pretty'),
  ARBITER_CAPTURE: onOff.default(true),
  ARBITER_SEAT_HOLD_SEC: whole(0, 600).default(LIMITS.seatHoldSec),
  ARBITER_JOINS_PER_MIN: whole(1, 1_000_000).default(LIMITS.joinsPerMinMax),
  ARBITER_ORIGINS: z.string().transform((list) => list.split(',').map((item) => item.trim()).filter((item) => item !== ''))
    .pipe(z.array(origin).max(32)).default([]),
  ARBITER_TRUST_PROXY: onOff.default(false),
  ARBITER_SLOW_UNDER_LOAD: onOff.default(true),
  ARBITER_METRICS_TOKEN: z.string().regex(/^[\x21-\x7e]{16,512}$/, 'must be 16 to 512 printable characters without spaces').optional(),
});

/** Reads the settings; relative folders count from the project. @throws StartError naming the first wrong setting. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = Settings.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const name = String(issue.path[0]);
    // What is wrong with a secret is said without it: this line ends up in logs.
    const shown = name.endsWith('_TOKEN') ? '...' : JSON.stringify(given[name]);
    throw new StartError(`${name}=${shown}: ${reasonOf(issue)}`);
  }
  const s = parsed.data;
  return {
    port: s.PORT, host: s.HOST, dataDir: resolve(PROJECT_DIR, s.ARBITER_DATA),
    clientDir: s.ARBITER_CLIENT === 'off' ? undefined : resolve(PROJECT_DIR, s.ARBITER_CLIENT),
    logLevel: s.LOG_LEVEL, logFormat: s.LOG_FORMAT, capture: s.ARBITER_CAPTURE, seatHoldSec: s.ARBITER_SEAT_HOLD_SEC,
    joinsPerMin: s.ARBITER_JOINS_PER_MIN, origins: s.ARBITER_ORIGINS, trustProxy: s.ARBITER_TRUST_PROXY, slowUnderLoad: s.ARBITER_SLOW_UNDER_LOAD,
    metricsToken: s.ARBITER_METRICS_TOKEN,
    unknown: Object.keys(given).filter((name) => name.startsWith('ARBITER_') && !(name in Settings.shape)),
  };
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  return issue.message;
}

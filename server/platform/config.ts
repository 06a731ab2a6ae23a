// In: environment variables. Out: checked settings, or one sentence that names the wrong one. Run by: main.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { readProxies, type ProxyTrust } from './addresses.ts';
import { parseKeys, type TokenKeys } from './auth/keys.ts';
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
  /** Whether the machine at an address is a proxy of ours, whose X-Forwarded-For names the player's address. */
  readonly isProxy: ProxyTrust;
  /** Connections one address may have open. */
  readonly socketsPerAddress: number;
  /** Keys that sign and check tokens; without any, one is made at the start. */
  readonly authKeys: TokenKeys | undefined;
  /** Seconds a token is valid. */
  readonly tokenSec: number;
  /** Certificate and key in PEM, to serve https and wss without a proxy. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  /** Seconds that a process which is asked to end gives its matches. */
  readonly drainSec: number;
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

const items = z.string().transform((list) => list.split(',').map((item) => item.trim()).filter((item) => item !== ''));
const keys = z.string().transform((text, ctx) => {
  const parsed = parseKeys(text);
  if (typeof parsed !== 'string') return parsed;
  ctx.issues.push({ code: 'custom', input: '', message: parsed });
  return z.NEVER;
});

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
  ARBITER_ORIGINS: items.pipe(z.array(origin).max(32)).default([]),
  ARBITER_TRUST_PROXY: items.transform((list, ctx) => {
    const isProxy = readProxies(list.filter((item) => item !== 'off'));
    if (typeof isProxy !== 'string') return isProxy;
    ctx.issues.push({ code: 'custom', input: list, message: 'must be off, or addresses, ranges such as 10.0.0.0/8, loopback, private, separated by commas' });
    return z.NEVER;
  }).prefault('off'),
  ARBITER_SOCKETS_PER_ADDRESS: whole(1, 1_000_000).default(LIMITS.socketsPerAddressMax),
  ARBITER_AUTH_KEYS: keys.optional(),
  ARBITER_AUTH_KEYS_FILE: z.string().min(1).optional(),
  ARBITER_TOKEN_SEC: whole(30, 86_400).default(LIMITS.tokenSec),
  ARBITER_TLS_CERT: z.string().min(1).optional(),
  ARBITER_TLS_KEY: z.string().min(1).optional(),
  ARBITER_DRAIN_SEC: whole(0, 86_400).default(LIMITS.drainSec),
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
    const shown = /_(TOKEN|KEYS)$/.test(name) ? '...' : JSON.stringify(given[name]);
    throw new StartError(`${name}=${shown}: ${reasonOf(issue)}`);
  }
  const s = parsed.data;
  return {
    port: s.PORT, host: s.HOST, dataDir: resolve(PROJECT_DIR, s.ARBITER_DATA),
    clientDir: s.ARBITER_CLIENT === 'off' ? undefined : resolve(PROJECT_DIR, s.ARBITER_CLIENT),
    logLevel: s.LOG_LEVEL, logFormat: s.LOG_FORMAT, capture: s.ARBITER_CAPTURE, seatHoldSec: s.ARBITER_SEAT_HOLD_SEC,
    joinsPerMin: s.ARBITER_JOINS_PER_MIN, origins: s.ARBITER_ORIGINS, isProxy: s.ARBITER_TRUST_PROXY, slowUnderLoad: s.ARBITER_SLOW_UNDER_LOAD,
    metricsToken: s.ARBITER_METRICS_TOKEN,
    socketsPerAddress: s.ARBITER_SOCKETS_PER_ADDRESS, authKeys: s.ARBITER_AUTH_KEYS ?? keysIn(s.ARBITER_AUTH_KEYS_FILE), tokenSec: s.ARBITER_TOKEN_SEC,
    tls: tlsOf(s.ARBITER_TLS_CERT, s.ARBITER_TLS_KEY), drainSec: s.ARBITER_DRAIN_SEC,
    unknown: Object.keys(given).filter((name) => name.startsWith('ARBITER_') && !(name in Settings.shape)),
  };
}

function keysIn(file: string | undefined): TokenKeys | undefined {
  if (file === undefined) return undefined;
  const parsed = parseKeys(readText('ARBITER_AUTH_KEYS_FILE', file));
  if (typeof parsed === 'string') throw new StartError(`ARBITER_AUTH_KEYS_FILE=${JSON.stringify(file)}: ${parsed}`);
  return parsed;
}

function tlsOf(certFile: string | undefined, keyFile: string | undefined): Config['tls'] {
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined) throw new StartError('ARBITER_TLS_KEY is set and ARBITER_TLS_CERT is not: https needs both');
  if (keyFile === undefined) throw new StartError('ARBITER_TLS_CERT is set and ARBITER_TLS_KEY is not: https needs both');
  return { certFile: resolve(PROJECT_DIR, certFile), keyFile: resolve(PROJECT_DIR, keyFile) };
}

function readText(name: string, file: string): string {
  try {
    return readFileSync(resolve(PROJECT_DIR, file), 'utf8');
  } catch (error) {
    throw new StartError(`${name}=${JSON.stringify(file)}: cannot be read (${(error as { code?: string }).code ?? String(error)})`);
  }
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  return issue.message;
}

// In: environments right and wrong. Out: proof of the settings, and that a wrong one is named in one line. Run by: vitest.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../server/platform/config.ts';
import { StartError } from '../../server/platform/start-error.ts';

const SECRET = Buffer.alloc(32, 7).toString('base64');

test('without any setting there is a server for the local network', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    port: 2567, host: '0.0.0.0', logLevel: 'info', logFormat: 'pretty', capture: true, seatHoldSec: 30, joinsPerMin: 300,
    origins: [], socketsPerAddress: 256, authKeys: undefined, tokenSec: 900, tls: undefined, drainSec: 20, unknown: [],
  });
  expect(config.dataDir).toMatch(/\/data$/);
  expect(config.clientDir).toMatch(/\/dist\/client$/);
});

test('takes what is set; empty counts as not set', () => {
  expect(readConfig({
    PORT: '0', HOST: '127.0.0.1', ARBITER_DATA: '/tmp/x', ARBITER_CLIENT: 'off', LOG_LEVEL: 'debug', LOG_FORMAT: 'json',
    ARBITER_CAPTURE: 'off', ARBITER_SEAT_HOLD_SEC: '5', ARBITER_JOINS_PER_MIN: '9', ARBITER_TRUST_PROXY: '10.0.0.0/8, ::1', ARBITER_SOCKETS_PER_ADDRESS: '7',
    ARBITER_AUTH_KEYS: `new:${SECRET},old:${SECRET}`, ARBITER_TOKEN_SEC: '60', ARBITER_TLS_CERT: '/tmp/c.pem', ARBITER_TLS_KEY: '/tmp/k.pem', ARBITER_DRAIN_SEC: '0', ARBITER_SLOW_UNDER_LOAD: 'off',
    ARBITER_ORIGINS: 'https://a.example, http://localhost:5173', ARBITER_TYPO: 'x',
  })).toEqual({
    port: 0, host: '127.0.0.1', dataDir: '/tmp/x', clientDir: undefined, logLevel: 'debug', logFormat: 'json', capture: false,
    seatHoldSec: 5, joinsPerMin: 9, slowUnderLoad: false, isProxy: expect.any(Function) as never, socketsPerAddress: 7, metricsToken: undefined,
    authKeys: [{ id: 'new', secret: Buffer.from(SECRET, 'base64') }, { id: 'old', secret: Buffer.from(SECRET, 'base64') }],
    tokenSec: 60, tls: { certFile: '/tmp/c.pem', keyFile: '/tmp/k.pem' }, drainSec: 0, origins: ['https://a.example', 'http://localhost:5173'], unknown: ['ARBITER_TYPO'],
  });
  expect(readConfig({ PORT: '', ARBITER_ORIGINS: '' })).toMatchObject({ port: 2567, origins: [] });
});

test.each([
  ['PORT', 'http'], ['PORT', '-1'], ['PORT', '65536'], ['PORT', '25.67'], ['HOST', 'a b'], ['LOG_LEVEL', 'loud'],
  ['LOG_FORMAT', 'xml'], ['ARBITER_CAPTURE', 'yes'], ['ARBITER_SEAT_HOLD_SEC', '601'], ['ARBITER_JOINS_PER_MIN', '0'],
  ['ARBITER_ORIGINS', 'example.com'], ['ARBITER_ORIGINS', 'https://a.example/path'], ['ARBITER_TRUST_PROXY', 'on'], ['ARBITER_TRUST_PROXY', '10.0.0.0/40'],
  ['ARBITER_SOCKETS_PER_ADDRESS', '0'], ['ARBITER_TOKEN_SEC', '5'], ['ARBITER_DRAIN_SEC', '-1'], ['ARBITER_SLOW_UNDER_LOAD', 'never'],
])('%s=%s is one line that names it', (name, value) => {
  const read = (): unknown => readConfig({ [name]: value });
  expect(read).toThrow(StartError);
  expect(read).toThrow(new RegExp(`^${name}=${JSON.stringify(value)}: must [^\\n]+$`));
});

test.each([
  ['a', /^ARBITER_AUTH_KEYS=\.\.\.: must be id:secret/], ['a:c2hvcnQ', /at least 32 bytes/], [`a:${SECRET},a:${SECRET}`, /twice/], [' , ', /at least one/],
  [Array.from({ length: 9 }, (_, n) => `k${n}:${SECRET}`).join(','), /at most 8/], [`a b:${SECRET}`, /key 1 is not/],
])('keys of tokens that are none are refused without being repeated: %#', (text, reason) => {
  const read = (): unknown => readConfig({ ARBITER_AUTH_KEYS: text });
  expect(read).toThrow(reason);
  expect(read).not.toThrow(SECRET);
  expect(read).not.toThrow('c2hvcnQ');
});

test('keys may be in a file, one a line; https needs both of its files', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'arbiter-config-'));
  const file = join(dir, 'keys');
  await writeFile(file, `new:${SECRET}\nold:${SECRET}\n`);
  expect(readConfig({ ARBITER_AUTH_KEYS_FILE: file }).authKeys?.map(({ id }) => id)).toEqual(['new', 'old']);
  await writeFile(file, 'nothing');
  expect(() => readConfig({ ARBITER_AUTH_KEYS_FILE: file })).toThrow(/^ARBITER_AUTH_KEYS_FILE=".*": must be id:secret/);
  expect(() => readConfig({ ARBITER_AUTH_KEYS_FILE: join(dir, 'none') })).toThrow(/cannot be read \(ENOENT\)/);
  expect(() => readConfig({ ARBITER_TLS_CERT: file })).toThrow(/ARBITER_TLS_KEY is not/);
  expect(() => readConfig({ ARBITER_TLS_KEY: file })).toThrow(/ARBITER_TLS_CERT is not/);
  await rm(dir, { recursive: true });
});

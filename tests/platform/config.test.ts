// In: environments right and wrong. Out: proof of the settings, and that a wrong one is named in one line. Run by: vitest.
import { expect, test } from 'vitest';
import { readConfig } from '../../server/platform/config.ts';
import { StartError } from '../../server/platform/start-error.ts';

test('without any setting there is a server for the local network', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    port: 2567, host: '0.0.0.0', logLevel: 'info', logFormat: 'pretty', capture: true, seatHoldSec: 30, joinsPerMin: 300,
    origins: [], trustProxy: false, unknown: [],
  });
  expect(config.dataDir).toMatch(/\/data$/);
  expect(config.clientDir).toMatch(/\/dist\/client$/);
});

test('takes what is set; empty counts as not set', () => {
  expect(readConfig({
    PORT: '0', HOST: '127.0.0.1', ARBITER_DATA: '/tmp/x', ARBITER_CLIENT: 'off', LOG_LEVEL: 'debug', LOG_FORMAT: 'json',
    ARBITER_CAPTURE: 'off', ARBITER_SEAT_HOLD_SEC: '5', ARBITER_JOINS_PER_MIN: '9', ARBITER_TRUST_PROXY: 'on', ARBITER_SLOW_UNDER_LOAD: 'off',
    ARBITER_ORIGINS: 'https://a.example, http://localhost:5173', ARBITER_TYPO: 'x',
  })).toEqual({
    port: 0, host: '127.0.0.1', dataDir: '/tmp/x', clientDir: undefined, logLevel: 'debug', logFormat: 'json', capture: false,
    seatHoldSec: 5, joinsPerMin: 9, slowUnderLoad: false, trustProxy: true, origins: ['https://a.example', 'http://localhost:5173'], unknown: ['ARBITER_TYPO'],
  });
  expect(readConfig({ PORT: '', ARBITER_ORIGINS: '' })).toMatchObject({ port: 2567, origins: [] });
});

test.each([
  ['PORT', 'http'], ['PORT', '-1'], ['PORT', '65536'], ['PORT', '25.67'], ['HOST', 'a b'], ['LOG_LEVEL', 'loud'],
  ['LOG_FORMAT', 'xml'], ['ARBITER_CAPTURE', 'yes'], ['ARBITER_SEAT_HOLD_SEC', '601'], ['ARBITER_JOINS_PER_MIN', '0'],
  ['ARBITER_ORIGINS', 'example.com'], ['ARBITER_ORIGINS', 'https://a.example/path'], ['ARBITER_TRUST_PROXY', '1'], ['ARBITER_SLOW_UNDER_LOAD', 'never'],
])('%s=%s is one line that names it', (name, value) => {
  const read = (): unknown => readConfig({ [name]: value });
  expect(read).toThrow(StartError);
  expect(read).toThrow(new RegExp(`^${name}=${JSON.stringify(value)}: must [^\\n]+$`));
});

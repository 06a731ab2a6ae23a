// In: the platform's small pure parts. Out: proof of metrics, health, faults, addresses and the rate by address. Run by: vitest.
import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { addressKey, dropClaims, originPolicy, readProxies, type ProxyTrust } from '../../server/platform/addresses.ts';
import { FaultLimit } from '../../server/platform/faults.ts';
import { healthReport, type HealthSources } from '../../server/platform/health.ts';
import { Metrics } from '../../server/platform/metrics.ts';
import { RateLimit } from '../../server/platform/rate-limit.ts';
import { splitDeadline } from '../../server/platform/shutdown.ts';

test('metrics count, read gauges at the time of asking, and keep a bounded number of names', () => {
  const metrics = new Metrics();
  let players = 1;
  metrics.gauge('players', () => players);
  metrics.count('b', 2);
  metrics.count('a');
  metrics.count('a');
  players = 7;
  expect(Object.entries(metrics.snapshot())).toEqual([['a', 2], ['b', 2], ['players', 7]]);
  for (let n = 0; n < 2000; n++) metrics.count(`name-${n}`);
  expect(Object.keys(metrics.snapshot()).length).toBeLessThan(600);
  expect(metrics.get('metrics.overflow')).toBeGreaterThan(1000);
  expect(metrics.get('never')).toBe(0);
});

const emptySources: HealthSources = {
  closing: () => false, tickAge: () => undefined, rooms: () => 0, players: () => 0, lateMsP99: () => 0, lostTicks: () => 0,
};

describe('health', () => {
  const sources = (tickAge: number | undefined): HealthSources => ({
    closing: () => false, tickAge: () => tickAge, rooms: () => 2, players: () => 5, lateMsP99: () => 1.2345, lostTicks: () => 4,
  });

  test.each([[undefined, 200], [0, 200], [999.4, 200], [1000, 503], [60_000, 503]])('a last tick %s ms ago is %i', (age, status) => {
    const report = healthReport(sources(age));
    expect(report.status).toBe(status);
    expect(report.body).toEqual({
      ok: status === 200, closing: false, tickAgeMs: age === undefined ? null : Math.round(age), rooms: 2, players: 5, lateMsP99: 1.2, lostTicks: 4,
    });
  });
});

test('a process that ends is not to be sent anybody', () => {
  expect(healthReport({ ...emptySources, closing: () => true })).toMatchObject({ status: 503, body: { ok: false, closing: true } });
});

test.each([[20, 15, 5_000], [0, 0, 5_000], [4, 2, 2_000], [120, 90, 30_000], [1, 0, 500]])('of %i s matches have %i, closing %i ms', (sec, matchesSec, closeMsMax) => {
  expect(splitDeadline(sec)).toEqual({ matchesSec, closeMsMax });
});

test('faults end the process only when ten come within a minute', () => {
  const slow = new FaultLimit();
  for (let n = 0; n < 100; n++) expect(slow.note(n * 7_000)).toBe(false);
  const quick = new FaultLimit();
  expect(Array.from({ length: 10 }, (_, n) => quick.note(n * 100)).indexOf(true)).toBe(9);
});

function request(remoteAddress: string, headers: Record<string, string> = {}): IncomingMessage {
  return { headers: { ...headers }, socket: { remoteAddress } } as unknown as IncomingMessage;
}

const NO_PROXY = readProxies([]) as ProxyTrust;
const PROXIES = readProxies(['10.0.0.0/8', '2001:db8:1::/48', 'loopback']) as ProxyTrust;

test('without a proxy nothing a client says about itself is believed', () => {
  const req = request('192.0.2.1', {
    'x-forwarded-for': '1.1.1.1', 'x-real-ip': '2.2.2.2', 'x-client-ip': '3.3.3.3', 'x-forwarded-proto': 'a b', 'x-arbiter-user': 'ann', host: 'h',
  });
  dropClaims(req, NO_PROXY);
  expect(req.headers).toEqual({ host: 'h' });
  expect(addressKey(req)).toBe('192.0.2.1');
});

test.each([
  ['one proxy: the hop it saw', '10.0.0.1', '1.1.1.1, 198.51.100.7', '198.51.100.7'],
  ['two proxies: the right-most hop that is none', '10.0.0.1', '1.1.1.1, 198.51.100.7, 10.9.9.9', '198.51.100.7'],
  ['a hop that claims to be a proxy is looked through only from the right', '127.0.0.1', '10.0.0.5, 198.51.100.7', '198.51.100.7'],
  ['nothing but proxies: the farthest', '10.0.0.1', '10.1.1.1, 10.2.2.2', '10.1.1.1'],
  ['a port and brackets', '::1', '[2001:db8:7:7::1]:4321', '2001:db8:7:7'],
  ['a port', '::ffff:10.0.0.1', '198.51.100.7:80', '198.51.100.7'],
  ['what is no address ends it', '10.0.0.1', '198.51.100.7, unknown; drop', '10.0.0.1'],
  ['no header', '2001:db8:1::9', '', '2001:db8:1:0'],
  ['a hundred hops', '10.0.0.1', `6.6.6.6, ${Array(100).fill('10.0.0.2').join(', ')}`, '10.0.0.2'],
  ['a stranger in place of the proxy', '203.0.113.9', '198.51.100.7', '203.0.113.9'],
])('behind proxies: %s', (_name, peer, hops, key) => {
  const req = request(peer, { 'x-forwarded-for': hops });
  dropClaims(req, PROXIES);
  expect(addressKey(req)).toBe(key);
});

test.each(['10.0.0.0/33', '10.0.0', 'proxy.example', '::/129', '1.2.3.4/', '1.2.3.4/8/8', '10.0.0.0/-1'])('%s is no proxy', (item) => {
  expect(readProxies(['10.0.0.1', item])).toBe(item);
});

test.each([
  ['::ffff:192.0.2.9', '192.0.2.9'], ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'], ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'], ['::1', '0:0:0:0'],
])('%s counts as %s', (address, key) => {
  expect(addressKey(request(address))).toBe(key);
});

test('an origin is allowed by its host or by name', () => {
  const allows = originPolicy(['https://game.example']);
  expect(allows('http://localhost:2567', 'localhost:2567')).toBe(true);
  expect(allows('https://game.example', 'other:1')).toBe(true);
  expect(allows('http://localhost:5173', '127.0.0.1:2567')).toBe(true);
  for (const [origin, host] of [['http://evil.example', 'localhost:2567'], ['null', 'localhost'], ['http://localhost:1', 'game.example'], ['http://game.example', 'localhost:2'], ['http://x', undefined]] as const) {
    expect(allows(origin, host)).toBe(false);
  }
});

test('each address has its own rate, and the number of remembered ones is bounded', () => {
  const limit = new RateLimit({ perSec: 1, burst: 2, keysMax: 3 });
  expect([limit.take('a', 0), limit.take('a', 0), limit.take('a', 0), limit.take('b', 0)]).toEqual([true, true, false, true]);
  for (let n = 0; n < 100; n++) {
    limit.take(`x${n}`, 0);
    expect(limit.take('a', 0)).toBe(false);
  }
  expect(limit.keys).toBe(3);
});

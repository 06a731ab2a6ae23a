// In: requests and upgrades that no honest client makes, and some that one does. Out: proof of the refusal, its status, its
// JSON reason and its counter, and that the honest ones pass. Run by: vitest.
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { RefusalReason } from '../../shared/netcode/refusals.ts';
import { bearer } from '../support/guest.ts';
import { Caller, doorServer, seatPath, type Answer, type Ask, type DoorServer } from './door-server.ts';
import { forge } from './forged.ts';

const ANN = forge();
const JOIN = '/matchmake/joinOrCreate/watched';

let door: DoorServer;
beforeAll(async () => { door = await doorServer({ ARBITER_ORIGINS: 'https://game.example' }); });
afterAll(() => door.close());

const join = (ask: Ask = {}, path = JOIN): Promise<Answer> =>
  door.ask(path, { method: 'POST', body: '{}', ...ask, headers: { 'content-type': 'application/json', ...bearer(ANN), ...ask.headers } });

/** Bytes as they are, for what no HTTP client sends. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(door.running.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => { answer += data.toString(); });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    socket.write(text);
    socket.setTimeout(3_000, () => socket.destroy());
  });
}

describe('refused before any room code', () => {
  test.each<[string, () => Promise<Answer>, number, RefusalReason]>([
    ['PUT', () => join({ method: 'PUT' }), 405, 'method-unused'],
    ['DELETE', () => door.ask(JOIN, { method: 'DELETE' }), 405, 'method-unused'],
    ['PATCH', () => join({ method: 'PATCH' }), 405, 'method-unused'],
    ['TRACE', () => door.ask('/', { method: 'TRACE' }), 405, 'method-unused'],
    ['PROPFIND', () => door.ask('/', { method: 'PROPFIND' }), 405, 'method-unused'],
    ['a room of one’s own making', () => join({}, '/matchmake/create/watched'), 404, 'nothing-here'],
    ['the join that may fail', () => join({}, '/matchmake/join/watched'), 404, 'nothing-here'],
    ['a function of the matchmaker', () => join({}, '/matchmake/disconnectAll/watched'), 404, 'nothing-here'],
    ['another function of the matchmaker', () => join({}, '/matchmake/remoteRoomCall/watched'), 404, 'nothing-here'],
    ['a method every object has', () => join({}, '/matchmake/constructor/watched'), 404, 'nothing-here'],
    ['a room name in percent signs', () => join({}, '/matchmake/joinOrCreate/%77atched'), 404, 'nothing-here'],
    ['a room name too long', () => join({}, `/matchmake/joinOrCreate/${'x'.repeat(65)}`), 404, 'nothing-here'],
    ['no room name', () => join({}, '/matchmake/joinOrCreate/'), 404, 'nothing-here'],
    ['a path deeper', () => join({}, `${JOIN}/more`), 404, 'nothing-here'],
    ['a path with a double slash', () => join({}, `/${JOIN}`), 404, 'nothing-here'],
    ['posting to the page', () => join({}, '/'), 404, 'nothing-here'],
    ['posting to the health answer', () => join({}, '/healthz'), 404, 'nothing-here'],
    ['posting to another part of /auth', () => join({}, '/auth/register'), 404, 'nothing-here'],
    ['a foreign page', () => join({ headers: { origin: 'https://evil.example' } }), 403, 'origin-foreign'],
    ['a page without an origin', () => join({ headers: { origin: 'null' } }), 403, 'origin-foreign'],
    ['a page whose host begins like ours', () => join({ headers: { origin: `http://127.0.0.1:${door.running.port}.evil.example` } }), 403, 'origin-foreign'],
    ['a page whose name begins like an allowed one', () => join({ headers: { origin: 'https://game.example.evil.example' } }), 403, 'origin-foreign'],
    ['an allowed page without encryption', () => join({ headers: { origin: 'http://game.example' } }), 403, 'origin-foreign'],
    ['an allowed page on another port', () => join({ headers: { origin: 'https://game.example:8443' } }), 403, 'origin-foreign'],
    ['a subdomain of an allowed page', () => join({ headers: { origin: 'https://x.game.example' } }), 403, 'origin-foreign'],
    ['a guest from a foreign page', () => join({ headers: { origin: 'https://evil.example' } }, '/auth/guest'), 403, 'origin-foreign'],
    ['a Host with a blank', () => door.ask('/', { headers: { host: 'a b' } }), 400, 'host-malformed'],
    ['a Host that ends the URL', () => join({ headers: { host: 'x/y?' } }), 400, 'host-malformed'],
    ['a Host with a port that is none', () => join({ headers: { host: 'x:99999' } }), 400, 'host-malformed'],
    ['no JSON', () => join({ body: '{nonsense' }), 400, 'body-malformed'],
    ['an array', () => join({ body: '[]' }), 400, 'body-malformed'],
    ['null', () => join({ body: 'null' }), 400, 'body-malformed'],
    ['a word', () => join({ body: '"word"' }), 400, 'body-malformed'],
    ['a form', () => join({ body: 'name=ann', headers: { 'content-type': 'application/x-www-form-urlencoded' } }), 400, 'body-malformed'],
    ['a packed body', () => join({ body: gzipSync('{}'), headers: { 'content-encoding': 'gzip' } }), 400, 'body-malformed'],
    ['a long body', () => join({ body: JSON.stringify({ name: 'x'.repeat(LIMITS.optionsBytesMax) }) }), 413, 'body-too-long'],
    ['a long body in pieces', () => join({ body: '"'.repeat(5_000), headers: { 'transfer-encoding': 'chunked' } }), 413, 'body-too-long'],
    ['a long body for a guest', () => join({ body: '"'.repeat(5_000) }, '/auth/guest'), 413, 'body-too-long'],
  ])('%s', async (_name, ask, status, reason) => {
    const { metrics } = door.running;
    const before = { calls: door.calls.length, status: metrics.get(`http.refused.${status}`) };
    const answer = await ask();
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([status, { code: status, reason, error: expect.any(String) as string }]);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(metrics.get(`http.refused.${status}`)).toBe(before.status + 1);
    expect(door.calls.slice(before.calls)).toEqual([]);
  });

  test.each(['chess', '__proto__', 'constructor', 'toString', 'hasOwnProperty'])('a room type that is none: %s', async (name) => {
    const before = door.calls.length;
    const answer = await join({}, `/matchmake/joinOrCreate/${name}`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toContain('    at ');
    expect(door.calls.slice(before)).toEqual([]);
  });
});

describe('what is no HTTP', () => {
  test.each<[string, string, number, string]>([
    ['no HTTP at all', '\x16\x03\x01\x00\xa5\x01\x00\x00\r\n\r\n', 400, 'malformed'],
    ['two lengths', `POST ${JOIN} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 400, 'malformed'],
    ['a length and pieces', `POST ${JOIN} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400, 'malformed'],
    ['a header without a name', 'GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n', 400, 'malformed'],
    ['a line break in a header', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\nc\r\n\r\n', 400, 'malformed'],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(LIMITS.headerBytesMax)}\r\n\r\n`, 431, 'headers-too-long'],
  ])('%s', async (_name, bytes, status, name) => {
    const before = door.running.metrics.get(`door.request.${name}`);
    const answer = await raw(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ code: status });
    expect(door.running.metrics.get(`door.request.${name}`)).toBe(before + 1);
  });

  test.each([
    ['no Host', `GET / HTTP/1.1\r\nConnection: close\r\n\r\n`],
    ['an absolute target', 'GET http://x:99999999/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a star', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['an upgrade to something else', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'],
  ])('%s', async (_name, bytes) => {
    const answer = await raw(bytes);
    expect(answer === '' || /^HTTP\/1.1 4\d\d /.test(answer)).toBe(true);
    expect((await door.ask('/healthz')).status).toBe(200);
  });
});

describe('an upgrade', () => {
  test.each<[string, () => [path: string, headers: Record<string, string>], number, RefusalReason]>([
    ['to the page', () => ['/', {}], 404, 'nothing-here'],
    ['to a room without a session', () => ['/process/room', {}], 404, 'nothing-here'],
    ['to a path that goes deeper', () => ['/a/b/c?sessionId=x', {}], 404, 'nothing-here'],
    ['to a session of odd letters', () => ['/process/room?sessionId=a%00b', {}], 404, 'nothing-here'],
    ['to /auth', () => ['/auth/guest?sessionId=x', {}], 401, 'token-missing'],
    ['from a foreign page', () => ['/process/room?sessionId=x', { origin: 'https://evil.example' }], 403, 'origin-foreign'],
    ['from a page without an origin', () => ['/process/room?sessionId=x', { origin: 'null' }], 403, 'origin-foreign'],
    ['from a page whose host begins like ours', () => ['/process/room?sessionId=x', { origin: `http://127.0.0.1:${door.running.port}.evil.example` }], 403, 'origin-foreign'],
    ['from a page at another port of another machine', () => ['/process/room?sessionId=x', { origin: 'http://192.168.0.7:2567' }], 403, 'origin-foreign'],
    ['without a token', () => ['/process/room?sessionId=x', {}], 401, 'token-missing'],
  ])('%s', async (_name, make, status, reason) => {
    const [path, headers] = make();
    const before = door.running.metrics.get('upgrades.refused');
    const knock = await new Caller(door.running.port, path, { headers }).ended;
    expect([knock.status, JSON.parse(knock.body!)]).toMatchObject([status, { code: status, reason }]);
    expect(door.running.metrics.get('upgrades.refused')).toBe(before + 1);
  });

  test.each(['', 'https://game.example', 'own', 'http://localhost:5173'])('from its own page, an allowed one or none passes: %s', async (from) => {
    const origin = from === 'own' ? `http://127.0.0.1:${door.running.port}` : from;
    const seat = await door.seat(ANN);
    const caller = new Caller(door.running.port, seatPath(seat), { headers: { ...bearer(ANN), ...(origin === '' ? {} : { origin }) } });
    await caller.whenJoined();
    caller.socket.close();
    await caller.ended;
  });
});

describe('answers to pages', () => {
  test.each(['https://game.example', 'own'])('%s may read them, with its preflight', async (from) => {
    const origin = from === 'own' ? `http://127.0.0.1:${door.running.port}` : from;
    for (const path of [JOIN, '/auth/guest']) {
      const preflight = await door.ask(path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' } });
      expect([preflight.status, preflight.headers]).toMatchObject([204, {
        'access-control-allow-origin': origin, 'access-control-allow-headers': expect.stringContaining('Authorization') as string,
      }]);
      const answer = await join({ headers: { origin } }, path);
      expect([answer.status, answer.headers]).toMatchObject([200, { 'access-control-allow-origin': origin, vary: 'Origin' }]);
    }
    const refused = await join({ headers: { origin, authorization: 'Bearer x' } });
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([401, origin]);
  });

  test('a stranger may not, and no answer names a star', async () => {
    for (const method of ['OPTIONS', 'GET', 'POST']) {
      for (const path of ['/', '/healthz', JOIN, '/auth/guest']) {
        const { headers } = await door.ask(path, { method, headers: { origin: 'https://evil.example' } });
        expect(headers['access-control-allow-origin']).toBeUndefined();
      }
    }
  });

  test('every answer carries the safety headers, the page its policy', async () => {
    for (const [path, method] of [['/', 'GET'], ['/healthz', 'GET'], ['/nothing', 'GET'], [JOIN, 'POST'], ['/auth/guest', 'POST'], ['/x', 'DELETE']] as const) {
      const { headers } = await door.ask(path, { method });
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()') as string,
      });
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['strict-transport-security']).toBeUndefined();
    }
    const policy = (await door.ask('/')).headers['content-security-policy'];
    expect(policy).toMatch(/default-src 'self'; script-src 'self'; style-src 'self';/);
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|\*/);
  });
});

test.each([
  '/monitor', '/monitor/', '/colyseus', '/playground', '/__apidocs', '/__openapi', '/api/reference', '/matchmake', '/matchmake/watched', '/.env', '/.git/config',
  '/package.json', '/server/main.ts', '/data/captures/', '/secret.txt', '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%2e%2e%2fsecret.txt',
  '/..%5csecret.txt', '/assets/../../secret.txt', '/assets/..%2f..%2fsecret.txt', '/....//secret.txt', '/%252e%252e/secret.txt', '/assets', '/%00', '/index.html%00.js',
  '//evil.example/', '/assets/%', '/auth/guest', '/auth/logout',
])('GET %s shows nothing', async (path) => {
  const answer = await door.ask(path);
  expect([400, 404]).toContain(answer.status);
  expect(JSON.parse(answer.text)).toMatchObject({ code: answer.status });
  expect(answer.text).not.toContain('outside');
});

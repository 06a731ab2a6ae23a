// In: a booted server with a tiny room, asked over HTTP in good and bad ways. Out: proof of files, headers, refusals,
// limits, health and an orderly end. Run by: vitest.
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Room, type Server } from '@colyseus/core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { bootServer, type RunningServer } from '../../server/platform/boot.ts';
import { readConfig, type Config } from '../../server/platform/config.ts';
import { createLogger } from '../../server/platform/logger.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { askPort, type Answer, type Ask } from '../security/door-server.ts';
import { bearer, guestToken } from '../support/guest.ts';

class TinyRoom extends Room {
  override onCreate(options: { readonly refuse?: boolean }): void {
    if (options.refuse === true) throw new Error('no such map');
  }
}

const defineRooms = (server: Server): void => {
  server.define('tiny', TinyRoom).filterBy([]);
  server.define('tiny2', TinyRoom).filterBy([]);
};
const lines: string[] = [];
const log = createLogger({ level: 'debug', format: 'pretty', write: (line) => lines.push(line) });

let dir: string;
let config: Config;
let running: RunningServer;
let token: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'arbiter-boot-'));
  await mkdir(join(dir, 'client/assets'), { recursive: true });
  await writeFile(join(dir, 'client/index.html'), '<!doctype html><title>Arbiter</title>');
  await writeFile(join(dir, 'client/assets/main-abc123.js'), 'export {};');
  await writeFile(join(dir, 'client/.secret'), 'hidden');
  config = readConfig({
    PORT: '0', HOST: '127.0.0.1', ARBITER_DATA: join(dir, 'data'), ARBITER_CLIENT: join(dir, 'client'), ARBITER_JOINS_PER_MIN: '100000',
    ARBITER_AUTH_KEYS: `test:${Buffer.alloc(32, 1).toString('base64')}`,
  });
  running = await bootServer(config, { defineRooms, log });
  token = await guestToken(`http://127.0.0.1:${running.port}`);
});

afterAll(async () => {
  await running.close();
  await rm(dir, { recursive: true });
});

const ask = (path: string, { port = running.port, ...options }: Ask & { port?: number } = {}): Promise<Answer> => askPort(port, path, options);

const joinWith = (body: string, headers: Record<string, string> = {}, path = '/matchmake/joinOrCreate/tiny'): Promise<Answer> =>
  ask(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...bearer(token), ...headers } });

describe('files', () => {
  test('the page is fresh, its assets are for ever, both with their safety headers', async () => {
    const page = await ask('/');
    expect([page.status, page.text]).toEqual([200, '<!doctype html><title>Arbiter</title>']);
    expect(page.headers).toMatchObject({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.headers['x-powered-by']).toBeUndefined();
    const script = await ask('/assets/main-abc123.js');
    expect([script.status, script.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
  });

  test.each(['/nothing', '/.secret', '/../package.json', '/%2e%2e/data', '/assets/', '/%00'])('%s is not there, said in JSON', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(JSON.parse(answer.text)).toMatchObject({ code: answer.status });
    expect(answer.text).not.toContain('hidden');
  });
});

describe('joining', () => {
  test('a good request reserves a seat', async () => {
    const answer = await joinWith('{}');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ name: 'tiny', sessionId: expect.any(String) as string });
  });

  test("a room's own reason reaches the player", async () => {
    const answer = await joinWith('{"refuse":true}', {}, '/matchmake/joinOrCreate/tiny2');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(JSON.parse(answer.text)).toMatchObject({ error: 'no such map' });
  });

  test.each<[string, () => Promise<Answer>, number, RegExp]>([
    ['options over the limit', () => joinWith(JSON.stringify({ name: 'x'.repeat(LIMITS.optionsBytesMax) })), 413, /longer than 1024 bytes/],
    ['options over the limit in chunks', () => joinWith('"'.repeat(5000), { 'transfer-encoding': 'chunked' }), 413, /longer than/],
    ['no JSON', () => joinWith('{nonsense'), 400, /JSON object/],
    ['an array', () => joinWith('[]'), 400, /JSON object/],
    ['a foreign page', () => joinWith('{}', { origin: 'https://evil.example' }), 403, /may not join/],
    ['an unknown room', () => joinWith('{}', {}, '/matchmake/joinOrCreate/chess'), 0, /chess/],
    ['a method that is closed', () => joinWith('{}', {}, '/matchmake/join/tiny'), 404, /nothing to post/],
    ['rooms of one\'s own making', () => joinWith('{}', {}, '/matchmake/create/tiny'), 404, /nothing to post/],
    ['a method of the matchmaker that nobody should call', () => joinWith('{}', {}, '/matchmake/disconnectAll/tiny'), 404, /nothing to post/],
    ['a room name that is none', () => joinWith('{}', {}, '/matchmake/joinOrCreate/%zz'), 404, /nothing to post/],
    ['posting elsewhere', () => ask('/', { method: 'POST', body: 'x'.repeat(100_000) }), 404, /nothing to post/],
    ['a method nobody uses', () => ask('/', { method: 'DELETE' }), 405, /not used/],
    ['a Host that is none', () => ask('/', { headers: { host: 'a b' } }), 400, /Host|^$/],
  ])('%s is refused with a reason', async (_name, asked, status, text) => {
    const answer = await asked();
    if (status === 0) expect(answer.status).toBeGreaterThanOrEqual(400);
    else expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
  });

  test('a body of 50 MB is refused without being read', async () => {
    const socket = connect(running.port, '127.0.0.1');
    socket.write(`POST /matchmake/joinOrCreate/tiny HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 52428800\r\n\r\n`);
    let answer = '';
    socket.on('data', (data) => { answer += data.toString(); });
    socket.on('error', () => {});
    await vi.waitFor(() => expect(answer).toMatch(/^HTTP\/1.1 413/), { timeout: 5000 });
    await vi.waitFor(() => expect(socket.closed || socket.readableEnded).toBe(true), { timeout: 5000 });
    socket.destroy();
  });

  test("CORS answers name the page's own origin, never a star and never a stranger's", async () => {
    const host = `127.0.0.1:${running.port}`;
    const own = await joinWith('{}', { origin: `http://${host}` });
    expect(own.headers['access-control-allow-origin']).toBe(`http://${host}`);
    const preflight = await ask('/matchmake/create/tiny', { method: 'OPTIONS', headers: { origin: 'https://evil.example' } });
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('a header that breaks the base’s URL costs only its sender', async () => {
    const answer = await joinWith('{}', { 'x-forwarded-proto': 'a b://' });
    expect(answer.status).toBe(200);
  });

  test('nothing of all that is in the log at its normal level, and no token at all', () => {
    expect(lines.filter((line) => !line.includes(' debug '))).toEqual([]);
    expect(running.metrics.get('http.refused.413')).toBeGreaterThanOrEqual(3);
  });
});

test('the health answer follows the age of the last tick', async () => {
  const idle = await ask('/healthz');
  expect([idle.status, JSON.parse(idle.text)]).toMatchObject([200, { ok: true, tickAgeMs: null, rooms: 0 }]);
  const leave = running.services.loop.add({ tickHz: 30, step: () => {}, onLost: () => {}, onError: () => {} });
  await vi.waitFor(async () => {
    const ticking = await ask('/healthz');
    expect([ticking.status, JSON.parse(ticking.text)]).toMatchObject([200, { ok: true, tickAgeMs: expect.any(Number) as number }]);
  });
  leave();
});

async function other(settings: Record<string, string>): Promise<string> {
  const promise = bootServer({ ...readConfig({ HOST: '127.0.0.1', ARBITER_DATA: join(dir, 'data'), ARBITER_CLIENT: 'off', ...settings }) }, { defineRooms: () => {}, log });
  return promise.then(() => 'started', (error: Error) => `${error.name}: ${error.message}`);
}

describe('a server that cannot start says why in one line', () => {
  test('the data folder cannot be written', async () => {
    await writeFile(join(dir, 'file'), '');
    expect(await other({ PORT: '0', ARBITER_DATA: join(dir, 'file') })).toMatch(/^StartError: the data folder .*file cannot be written \(\w+\): set ARBITER_DATA/);
  });

  test('the page is not built', async () => {
    expect(await other({ PORT: '0', ARBITER_CLIENT: join(dir, 'nowhere') })).toMatch(/^StartError: the page is not built .*: run npm run build$/);
  });
});

test('join requests of one address have a rate, and SIGTERM ends the process with 0', async () => {
  const { fork } = await import('node:child_process');
  const child = fork(join(import.meta.dirname, 'booted-child.ts'), [dir], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('exit', (code) => reject(new Error(`the child ended with ${code}`)));
  });
  const guest = await guestToken(`http://127.0.0.1:${port}`);
  const statuses: number[] = [];
  for (let n = 0; n < LIMITS.joinsBurstMax + 5; n++) {
    statuses.push((await ask('/matchmake/joinOrCreate/tiny', { method: 'POST', body: '{}', port, headers: bearer(guest) })).status);
  }
  expect(statuses.slice(0, LIMITS.joinsBurstMax)).toEqual(Array(LIMITS.joinsBurstMax).fill(200));
  expect(statuses.at(-1)).toBe(429);
  expect((await ask('/healthz', { port })).status).toBe(200);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
});

test('closing tells the players and frees the port', async () => {
  const seat = JSON.parse((await joinWith('{}')).text) as { roomId: string; processId: string; sessionId: string };
  const socket = new WebSocket(`ws://127.0.0.1:${running.port}/${seat.processId}/${seat.roomId}?sessionId=${seat.sessionId}`, { headers: bearer(token) });
  const closed = new Promise<number>((resolve) => { socket.once('close', resolve); });
  await new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => { if (data[0] === 10) { socket.send(Uint8Array.of(10)); resolve(); } });
  });
  expect(await running.close()).toBe(true);
  expect(await closed).toBe(4001);
  const free = createServer();
  await new Promise<void>((resolve) => { free.listen(running.port, '127.0.0.1', resolve); });
  const taken = await other({ PORT: String(running.port) });
  expect(taken).toMatch(/^StartError: port \d+ is already in use: set PORT to another one/);
  free.close();
  running = await bootServer(config, { defineRooms, log });
  expect((await ask('/healthz')).status).toBe(200);
});


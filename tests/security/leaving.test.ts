// In: a server process with players, and signals. Out: proof of who is told what, who may still come, when it ends and with
// which code, over ws and wss. Run by: vitest.
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bearer, guestToken } from '../support/guest.ts';
import { selfSigned } from '../support/self-signed.ts';
import { askPort, Caller, seatPath, type Seat } from './door-server.ts';

const RESTARTING = 4001;
const WAIT = { timeout: 15_000, interval: 20 };

let dir: string;
beforeAll(async () => { dir = await mkdtemp(join(tmpdir(), 'arbiter-leaving-')); });
afterAll(() => rm(dir, { recursive: true }));

interface Running { readonly child: ChildProcess; readonly port: number; readonly exited: Promise<number | null> }

async function start(settings: Record<string, string>): Promise<Running> {
  const child = fork(join(import.meta.dirname, '../platform/booted-child.ts'), [dir, JSON.stringify(settings)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = new Promise<number | null>((resolve) => { child.once('exit', resolve); });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('exit', (code) => reject(new Error(`the child ended with ${code}`)));
  });
  return { child, port, exited };
}

async function player(port: number): Promise<{ caller: Caller; token: string; join(): ReturnType<typeof askPort> }> {
  const token = await guestToken(`http://127.0.0.1:${port}`);
  const ask = (): ReturnType<typeof askPort> => askPort(port, '/matchmake/joinOrCreate/tiny', { method: 'POST', body: '{}', headers: bearer(token) });
  const seat = JSON.parse((await ask()).text) as Seat;
  return { caller: await new Caller(port, seatPath(seat), { headers: bearer(token) }).whenJoined(), token, join: ask };
}

const isOpen = ({ socket }: Caller): boolean => socket.readyState === socket.OPEN;

describe.concurrent('SIGTERM', () => {
  test('players are told and play on; nobody new gets in; at the deadline the match ends, the process with 0', async () => {
    const { child, port, exited } = await start({ ARBITER_DRAIN_SEC: '6' });
    const { caller, join: again } = await player(port);
    child.kill('SIGTERM');
    await vi.waitFor(() => expect(caller.heard).toMatch(/The server restarts in 3 seconds/), WAIT);
    const refused = await again();
    expect([refused.status, JSON.parse(refused.text)]).toMatchObject([503, { code: 503, reason: 'closing' }]);
    const health = await askPort(port, '/healthz');
    expect([health.status, JSON.parse(health.text)]).toMatchObject([503, { ok: false, closing: true }]);
    expect(isOpen(caller)).toBe(true);
    expect((await caller.ended).code).toBe(RESTARTING);
    expect(caller.heard).toMatch(/this match ended with it/);
    expect(await exited).toBe(0);
  });

  test('a match that is over ends at once, and with the last of them the process', async () => {
    const { child, port, exited } = await start({ ARBITER_DRAIN_SEC: '600' });
    const { caller } = await player(port);
    child.kill('SIGTERM');
    await vi.waitFor(() => expect(caller.heard).toMatch(/The server restarts/), WAIT);
    expect(isOpen(caller)).toBe(true);
    // `presence` without a payload: the room's word for a match that is over.
    caller.socket.send(Buffer.from([13, 0xa8, ...Buffer.from('presence')]));
    expect((await caller.ended).code).toBe(RESTARTING);
    expect(caller.heard).toMatch(/The match is over, and the server is restarting/);
    expect(await exited).toBe(0);
  });

  test('players who leave are not waited for, and where nobody plays it ends at once', async () => {
    const { child, port, exited } = await start({ ARBITER_DRAIN_SEC: '600' });
    const { caller } = await player(port);
    child.kill('SIGTERM');
    await vi.waitFor(() => expect(caller.heard).toMatch(/The server restarts/), WAIT);
    caller.socket.close();
    expect(await exited).toBe(0);
    const empty = await start({ ARBITER_DRAIN_SEC: '600' });
    empty.child.kill('SIGTERM');
    expect(await empty.exited).toBe(0);
  });

  test('the second signal ends it at once, with 1', async () => {
    const { child, port, exited } = await start({ ARBITER_DRAIN_SEC: '600' });
    const { caller } = await player(port);
    child.kill('SIGTERM');
    await vi.waitFor(() => expect(caller.heard).toMatch(/The server restarts/), WAIT);
    child.kill('SIGTERM');
    expect(await exited).toBe(1);
    expect((await caller.ended).code).toBe(1006);
  });
});

test('SIGINT does not wait for matches: players are told, the process ends with 0', async () => {
  const { child, port, exited } = await start({ ARBITER_DRAIN_SEC: '600' });
  const { caller } = await player(port);
  child.kill('SIGINT');
  expect((await caller.ended).code).toBe(RESTARTING);
  expect(await exited).toBe(0);
});

test('with a certificate players join over https and wss, pages are told to stay there, and are told when it ends', async () => {
  const { cert, key } = selfSigned();
  await writeFile(join(dir, 'cert.pem'), cert);
  await writeFile(join(dir, 'key.pem'), key);
  const { child, port, exited } = await start({ ARBITER_TLS_CERT: join(dir, 'cert.pem'), ARBITER_TLS_KEY: join(dir, 'key.pem'), ARBITER_DRAIN_SEC: '0' });
  const agent = new Agent({ ca: cert });
  const post = (path: string, headers = {}): Promise<{ body: Record<string, string>; hsts: unknown }> => new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent }, (res) => {
      let text = '';
      res.on('data', (data: Buffer) => { text += data.toString(); });
      res.on('end', () => resolve({ body: JSON.parse(text) as Record<string, string>, hsts: res.headers['strict-transport-security'] }));
    });
    asked.on('error', reject);
    asked.end('{}');
  });
  const { body: { token }, hsts } = await post('/auth/guest');
  expect(hsts).toMatch(/max-age=\d+/);
  const { body: seat } = await post('/matchmake/joinOrCreate/tiny', bearer(token!));
  const caller = await new Caller(port, seatPath(seat as unknown as Seat), { headers: { ...bearer(token!), origin: `https://127.0.0.1:${port}` }, ca: cert }).whenJoined();
  child.kill('SIGTERM');
  expect((await caller.ended).code).toBe(RESTARTING);
  agent.destroy();
  expect(await exited).toBe(0);
});

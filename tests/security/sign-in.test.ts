// In: the client's own way in, over a server whose clock is moved. Out: proof that a player is let in without knowing of
// tokens, stays through renewals, restarts and reloads, and puts no secret into an address. Run by: vitest.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { joinRoom, JoinError } from '../../client/netcode/connection.ts';
import { SignIn, SignInError, type TokenStore } from '../../client/netcode/sign-in.ts';
import { forge } from './forged.ts';
import { doorServer, type DoorServer } from './door-server.ts';

let door: DoorServer;
const urls: string[] = [];
const upgrades: IncomingMessage['headers'][] = [];
let leave: (() => unknown)[] = [];

beforeAll(async () => {
  vi.spyOn(console, 'info').mockImplementation(() => {});
  door = await doorServer({ ARBITER_TOKEN_SEC: '30' });
});
afterEach(async () => {
  await Promise.all(leave.map((go) => go()));
  leave = [];
  door.clock.offMs = 0;
});
afterAll(() => door.close());

function memory(text: string | null = null): TokenStore & { text: string | null } {
  return { text, load() { return this.text; }, save(next) { this.text = next; } };
}

async function join(signIn?: SignIn, url = door.url) {
  const room = await joinRoom({ url, roomType: { name: 'watched' } as never, rootState: class {} as never, name: 'Ann', ...(signIn === undefined ? {} : { signIn }) });
  room.reconnection.minUptime = 0;
  leave.push(() => (room.connection.isOpen ? room.leave(true) : undefined));
  return room;
}

const userNow = (): string => door.calls.findLast((call) => call.startsWith('auth '))!;

test('two players who bring nothing are let in as two guests', async () => {
  await join();
  const first = userNow();
  await join();
  expect(first).toMatch(/^auth guest-/);
  expect(userNow()).not.toBe(first);
});

test('one who keeps a token is the same player after a reload; what others wrote there is as good as nothing', async () => {
  const store = memory();
  await join(new SignIn(door.url, store));
  const first = userNow();
  await join(new SignIn(door.url, store));
  expect(userNow()).toBe(first);
  for (const text of ['nonsense', '[]', '{"token":7}', 'null']) await join(new SignIn(door.url, memory(text)));
  expect(userNow()).not.toBe(first);
});

test('a kept token of a key that is gone makes a new guest, once', async () => {
  const stale = { token: forge({}, { kid: 'gone' }), expiresMs: Date.now() + 60_000, lifeMs: 60_000 };
  const store = memory(JSON.stringify(stale));
  await join(new SignIn(door.url, store));
  expect(userNow()).toMatch(/^auth guest-/);
  expect(store.text).not.toContain(stale.token);
});

test('a token is renewed before it expires, and the session goes on', async () => {
  const signIn = new SignIn(door.url, memory());
  const renewed: string[] = [];
  const room = await join(signIn);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const release = signIn.hold((token) => renewed.push(token));
  await vi.advanceTimersByTimeAsync(16_000);
  vi.useRealTimers();
  await vi.waitFor(() => expect(renewed).toHaveLength(1));
  release();
  expect((room.connection.transport as unknown as { protocols: string[] }).protocols).toEqual(['arbiter', `arbiter.token.${renewed[0]}`]);
});

test('a link that breaks comes back with the token, and no address ever had it', async () => {
  const proxy = createServer();
  proxy.on('request', (req, res) => {
    urls.push(req.url!);
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      void door.ask(req.url!, { method: req.method!, body: Buffer.concat(chunks), headers: req.headers as Record<string, string> })
        .then(({ status, headers, text }) => res.writeHead(status, headers).end(text));
    });
  });
  const { connect } = await import('node:net');
  proxy.on('upgrade', (req, socket, head) => {
    urls.push(req.url!);
    upgrades.push(req.headers);
    const inner = connect(door.running.port, '127.0.0.1');
    const lines = req.rawHeaders.map((text, n) => (n % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
    inner.write(`GET ${req.url} HTTP/1.1\r\n${lines}\r\n`);
    inner.write(head);
    inner.pipe(socket).pipe(inner);
    for (const end of [inner, socket]) end.on('error', () => {});
    cuts.push(() => { inner.destroy(); socket.destroy(); });
  });
  const cuts: (() => void)[] = [];
  await new Promise<void>((resolve) => { proxy.listen(0, '127.0.0.1', resolve); });
  const room = await join(undefined, `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  // The server has our word that we joined: before it a seat is not kept.
  await new Promise((resolve) => { room.ping(resolve); });
  const back = new Promise<void>((resolve) => { room.onReconnect(() => resolve()); });
  for (const cut of cuts) cut();
  await back;
  expect(upgrades).toHaveLength(2);
  for (const headers of upgrades) expect(headers['sec-websocket-protocol']).toMatch(/^arbiter, ?arbiter\.token\.eyJ/);
  expect(urls.length).toBeGreaterThanOrEqual(4);
  for (const url of urls) expect(url).not.toMatch(/eyJ|_authToken/);
  await leave.pop()!();
  proxy.closeAllConnections();
  proxy.close();
});

test('signing out ends the match with a word, and the next join is another guest', async () => {
  const signIn = new SignIn(door.url, memory());
  const room = await join(signIn);
  const first = userNow();
  leave.pop();
  const closed = new Promise<number>((resolve) => { room.onLeave((code) => resolve(code)); });
  await signIn.signOut();
  expect(await closed).toBe(4107);
  await join(signIn);
  expect(userNow()).not.toBe(first);
});

test('why there is no token is a sentence for the player', async () => {
  const nobody = createServer();
  await new Promise<void>((resolve) => { nobody.listen(0, '127.0.0.1', resolve); });
  const { port } = nobody.address() as AddressInfo;
  nobody.on('request', (_req, res) => { res.writeHead(429, { 'content-type': 'application/json' }).end('{"code":429,"reason":"rate-tokens","error":"too many sign-ins"}'); });
  await expect(new SignIn(`http://127.0.0.1:${port}`).token()).rejects.toEqual(new SignInError('too many sign-ins', 429));
  const refused = await join(undefined, `http://127.0.0.1:${port}`).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(JoinError);
  expect(refused).toMatchObject({ message: 'too many sign-ins', retryable: true, code: 429 });
  nobody.closeAllConnections();
  await new Promise((resolve) => { nobody.close(resolve); });
  await expect(join(undefined, `http://127.0.0.1:${port}`)).rejects.toMatchObject({ message: 'The server cannot be reached.', retryable: true });
});

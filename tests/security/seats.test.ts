// In: seats, reconnection tokens and sessions, used by their players, twice, late, and by others. Out: proof of who gets in,
// what others notice, and that sessions end their sockets. Run by: vitest.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { CLOSE } from '../../shared/netcode/close-codes.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { bearer } from '../support/guest.ts';
import { forge } from './forged.ts';
import { Caller, doorServer, seatPath, type DoorServer, type Opening, type Seat } from './door-server.ts';

const ANN = forge({ sub: 'ann', sid: 'session-of-ann' });
const BOB = forge({ sub: 'bob', sid: 'session-of-bob' });

let door: DoorServer;
let callers: Caller[] = [];
/** Everything that must be in no line of the log. */
const secrets = new Set<string>([ANN, BOB]);

beforeAll(async () => { door = await doorServer(); });
afterAll(() => door.close());
beforeEach(async () => {
  for (const caller of callers) caller.socket.terminate();
  await Promise.all(callers.map(({ ended }) => ended));
  callers = [];
  door.clock.offMs = 0;
});

function call(seat: Seat, token: string | undefined, opening: Opening = {}): Caller {
  const caller = new Caller(door.running.port, seatPath(seat), { ...opening, headers: token === undefined ? {} : bearer(token) });
  callers.push(caller);
  return caller;
}

async function sit(token: string): Promise<{ seat: Seat; caller: Caller }> {
  const seat = await door.seat(token);
  const caller = await call(seat, token).whenJoined();
  secrets.add(seat.sessionId).add(caller.reconnectionToken);
  return { seat, caller };
}

/** What rooms were told since. */
const since = (): (() => string[]) => {
  const from = door.calls.length;
  return () => door.calls.slice(from);
};

async function drop(caller: Caller): Promise<void> {
  const told = since();
  caller.socket.terminate();
  await vi.waitFor(() => expect(told()).toContain('drop'));
}

const back = (caller: Caller): Opening => ({ query: `&reconnectionToken=${caller.reconnectionToken}&skipHandshake=1` });

describe('a reserved seat', () => {
  test('opens to its player, once', async () => {
    const { seat } = await sit(ANN);
    const told = since();
    const { code } = await call(seat, ANN).ended;
    expect(code).toBeGreaterThanOrEqual(4000);
    expect(told()).toEqual([]);
  });

  test('opens to two of one player at the same moment only once', async () => {
    const seat = await door.seat(ANN);
    const told = since();
    const pair = [call(seat, ANN), call(seat, ANN)];
    await vi.waitFor(() => expect(pair.filter(({ joined }) => joined)).toHaveLength(1));
    await pair.find(({ joined }) => !joined)!.ended;
    expect(told().filter((word) => word === 'join')).toEqual(['join']);
  });

  test.each([
    ['somebody else', BOB, { code: CLOSE.notYours }],
    ['somebody with the same session but another name', forge({ sub: 'bob', sid: 'session-of-ann' }), { code: CLOSE.notYours }],
    ['nobody', undefined, { status: 401 }],
  ])('does not open to %s, and is still there for its player', async (_name, token, ending) => {
    const seat = await door.seat(ANN);
    const told = since();
    expect(await call(seat, token).ended).toMatchObject(ending);
    expect(told()).toEqual([]);
    await call(seat, ANN).whenJoined();
  });

  test.each([
    ['a session that is none', (seat: Seat): Seat => ({ ...seat, sessionId: 'nobody123' })],
    ['a room that is none', (seat: Seat): Seat => ({ ...seat, roomId: 'nowhere12' })],
    ['a session every object has', (seat: Seat): Seat => ({ ...seat, sessionId: '__proto__' })],
    ['a method of objects', (seat: Seat): Seat => ({ ...seat, sessionId: 'constructor' })],
  ])('is not %s', async (_name, twist) => {
    const seat = twist(await door.seat(ANN));
    const told = since();
    const { code, status } = await call(seat, ANN).ended;
    expect(code ?? status).toBeGreaterThanOrEqual(400);
    expect(told()).toEqual([]);
    expect((await door.ask('/healthz')).status).toBe(200);
  });
});

describe('a kept seat', () => {
  test('opens to its player, once', async () => {
    const { seat, caller } = await sit(ANN);
    await drop(caller);
    const told = since();
    const again = await call(seat, ANN, back(caller)).whenJoined();
    expect(told()).toEqual(['reconnect']);
    const late = since();
    expect((await call(seat, ANN, back(caller)).ended).code).toBeGreaterThanOrEqual(4000);
    expect(late()).toEqual([]);
    expect(again.socket.readyState).toBe(again.socket.OPEN);
  });

  test('opens to its player while the old link still looks open', async () => {
    const { seat, caller } = await sit(ANN);
    await call(seat, ANN, back(caller)).whenJoined();
    expect((await caller.ended).code).toBe(CLOSE.replaced);
  });

  test.each([
    ['somebody else', BOB, { code: CLOSE.notYours }],
    ['nobody', undefined, { status: 401 }],
  ])('does not open to %s who has its token', async (_name, token, ending) => {
    const { seat, caller } = await sit(ANN);
    await drop(caller);
    const told = since();
    expect(await call(seat, token, back(caller)).ended).toMatchObject(ending);
    expect(told()).toEqual([]);
    await call(seat, ANN, back(caller)).whenJoined();
  });

  test('is not taken from a player who is there by somebody who has its token', async () => {
    const { seat, caller } = await sit(ANN);
    const told = since();
    expect((await call(seat, BOB, back(caller)).ended).code).toBe(CLOSE.notYours);
    const { status, text } = await door.ask(`/matchmake/reconnect/${seat.roomId}`, {
      method: 'POST', headers: bearer(BOB), body: JSON.stringify({ reconnectionToken: caller.reconnectionToken }),
    });
    expect([status, JSON.parse(text)]).toMatchObject([403, { error: 'this seat is somebody else\'s' }]);
    expect(told()).toEqual([]);
    expect(caller.socket.readyState).toBe(caller.socket.OPEN);
  });

  test('is found by its player through matchmaking, in another page', async () => {
    const { seat, caller } = await sit(ANN);
    await drop(caller);
    const { status, text } = await door.ask(`/matchmake/reconnect/${seat.roomId}`, {
      method: 'POST', headers: bearer(ANN), body: JSON.stringify({ reconnectionToken: caller.reconnectionToken }),
    });
    expect([status, JSON.parse(text)]).toMatchObject([200, { sessionId: seat.sessionId }]);
    await call(seat, ANN, back(caller)).whenJoined();
  });

  test('a token of a reconnect that is none finds nothing', async () => {
    const { seat } = await sit(ANN);
    for (const reconnectionToken of ['nonsense', '__proto__', 'constructor', 7, null, {}, undefined]) {
      const { status } = await door.ask(`/matchmake/reconnect/${seat.roomId}`, { method: 'POST', headers: bearer(ANN), body: JSON.stringify({ reconnectionToken }) });
      expect(status).toBeGreaterThanOrEqual(400);
    }
    expect((await door.ask('/healthz')).status).toBe(200);
  });
});

describe('a session', () => {
  const session = (sub: string, sid: string): string => forge({ sub, sid });
  const post = (path: string, token: string) => door.ask(path, { method: 'POST', headers: bearer(token) });

  test('that signs out loses its sockets and every token of it; others keep theirs', async () => {
    const one = session('cat', 'out-1');
    const other = session('cat', 'out-2');
    const { caller } = await sit(one);
    const { caller: stays } = await sit(other);
    const renewed = (JSON.parse((await post('/auth/refresh', one)).text) as { token: string }).token;
    const seat = await door.seat(one);
    expect((await post('/auth/logout', one)).status).toBe(200);
    const told = since();
    expect((await caller.ended).code).toBe(CLOSE.signedOut);
    for (const token of [one, renewed]) {
      const { status, text } = await post('/auth/refresh', token);
      expect([status, JSON.parse(text)]).toMatchObject([401, { reason: 'signed-out' }]);
      expect((await call(seat, token).ended).code).toBe(CLOSE.signedOut);
    }
    await vi.waitFor(() => expect(told()).toEqual(['drop']));
    expect(stays.socket.readyState).toBe(stays.socket.OPEN);
  });

  test('that is not renewed loses its sockets when the token expires; one that is keeps them', async () => {
    const { caller: lazy } = await sit(session('dan', 'lazy'));
    const kept = session('eve', 'kept');
    const { caller: diligent } = await sit(kept);
    door.clock.offMs = 550_000;
    const renewed = await post('/auth/refresh', kept);
    expect(renewed.status).toBe(200);
    door.clock.offMs = (600 + LIMITS.tokenClockSlackSec + 2) * 1000;
    expect((await lazy.ended).code).toBe(CLOSE.tokenExpired);
    expect(diligent.socket.readyState).toBe(diligent.socket.OPEN);
    expect((await post('/auth/refresh', kept)).status).toBe(401);
  });

  test('cannot be renewed for ever', async () => {
    const started = Math.floor(Date.now() / 1000);
    const { token } = JSON.parse((await post('/auth/refresh', forge({ sid: 'old', auth_time: started - LIMITS.sessionSecMax + 100 }))).text) as { token: string };
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { exp: number };
    expect(exp).toBeLessThanOrEqual(started + 101);
  });

  test('has a cap on windows of one player, and a closed one makes room', async () => {
    const token = session('fay', 'windows');
    for (let n = 0; n < LIMITS.socketsPerUserMax; n++) await sit(token);
    const seat = await door.seat(token);
    const knock = await call(seat, token).ended;
    expect([knock.status, JSON.parse(knock.body!)]).toMatchObject([429, { reason: 'sockets-user' }]);
    callers[0]!.socket.terminate();
    await callers[0]!.ended;
    await vi.waitFor(() => expect(call(seat, token).whenJoined()).resolves.toBeDefined());
  });
});

test('no token and no session is in any line of the log, and a URL that carries them shows none', () => {
  const log = door.lines.join('');
  expect(log.length).toBeGreaterThan(0);
  expect(secrets.size).toBeGreaterThan(10);
  for (const secret of secrets) expect(log).not.toContain(secret);
  expect(log).not.toMatch(/eyJ/);
});

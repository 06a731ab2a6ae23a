// In: every kind of bad token, at every door that wants one. Out: proof that it is refused with its reason before any room
// code, and that good ones pass. Run by: vitest.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLOSE } from '../../shared/netcode/close-codes.ts';
import { TOKEN_PROTOCOL } from '../../shared/netcode/protocol.ts';
import { REFUSALS, type RefusalReason } from '../../shared/netcode/refusals.ts';
import { bearer, guestToken } from '../support/guest.ts';
import { badTokens, forge } from './forged.ts';
import { Caller, doorServer, KEYS, seatPath, type DoorServer, type Seat } from './door-server.ts';

let door: DoorServer;
let seat: Seat;
const BAD = await badTokens();

beforeAll(async () => {
  door = await doorServer();
  seat = await door.seat(forge());
});
afterAll(() => door.close());

/** What must hold after a refusal: counted under its reason, and no room heard of it. */
function expectRefused(reason: RefusalReason, before: { readonly calls: number; readonly count: number }): void {
  expect(door.calls.slice(before.calls)).toEqual([]);
  expect(door.running.metrics.get(`door.token.${reason}`)).toBe(before.count + 1);
}

const noted = (reason: RefusalReason) => ({ calls: door.calls.length, count: door.running.metrics.get(`door.token.${reason}`) });

describe.each(['/matchmake/joinOrCreate/watched', '/matchmake/joinById/room', '/matchmake/reconnect/room', '/auth/refresh', '/auth/logout'])('POST %s', (path) => {
  test.each(BAD)('%s', async (_name, authorization, reason) => {
    const before = noted(reason);
    const answer = await door.ask(path, { method: 'POST', body: '{}', headers: authorization === undefined ? {} : { authorization } });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([401, { code: 401, reason, error: REFUSALS[reason].text }]);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expectRefused(reason, before);
  });
});

describe('an upgrade', () => {
  test.each(BAD)('%s', async (_name, authorization, reason) => {
    const before = noted(reason);
    const knock = await new Caller(door.running.port, seatPath(seat), { headers: authorization === undefined ? {} : { authorization } }).ended;
    if (reason === 'token-expired' || reason === 'session-over') expect(knock.code).toBe(CLOSE.tokenExpired);
    else expect([knock.status, JSON.parse(knock.body!)]).toMatchObject([401, { reason }]);
    expectRefused(reason, before);
  });

  test.each<[string, (token: string) => ConstructorParameters<typeof Caller>[2]]>([
    ['a header', (token) => ({ headers: bearer(token) })],
    ['a sub-protocol, as pages do', (token) => ({ protocols: [TOKEN_PROTOCOL.name, `${TOKEN_PROTOCOL.prefix}${token}`] })],
    ['the query, as Colyseus’ stock client does', (token) => ({ query: `&_authToken=${token}` })],
  ])('opens to a token in %s', async (_name, carry) => {
    const token = await guestToken(door.url);
    const caller = await new Caller(door.running.port, seatPath(await door.seat(token)), carry(token)).whenJoined();
    expect(['', TOKEN_PROTOCOL.name]).toContain(caller.socket.protocol);
    caller.socket.close();
    await caller.ended;
  });
});

describe('good tokens', () => {
  test.each<[string, () => string]>([
    ['of the newest key', () => forge()],
    ['of a key that is about to go', () => forge({}, { kid: 'before' }, KEYS.before)],
    ['from a clock five seconds ahead', () => forge({ nbf: Date.now() / 1000 + 5, iat: Date.now() / 1000 + 5 })],
    ['from a clock five seconds behind', () => forge({ exp: Math.floor(Date.now() / 1000) - 5 })],
    ['for several audiences', () => forge({ aud: ['chess', 'arbiter'] })],
  ])('%s', async (_name, make) => {
    const before = door.calls.length;
    await door.seat(make());
    expect(door.calls.slice(before)).toEqual(['auth ann']);
  });

  test('a guest is somebody, each time another, and may go on as the same', async () => {
    const guest = async (path: string, headers = {}) =>
      JSON.parse((await door.ask(path, { method: 'POST', headers })).text) as { token: string; user: string; expiresInSec: number };
    const [one, two] = [await guest('/auth/guest'), await guest('/auth/guest')];
    expect(one.user).not.toBe(two.user);
    expect(one).toMatchObject({ user: expect.stringMatching(/^guest-[\w-]{22}$/) as string, expiresInSec: 900 });
    const renewed = await guest('/auth/refresh', bearer(one.token));
    expect(renewed.user).toBe(one.user);
    const before = door.calls.length;
    await door.seat(renewed.token);
    expect(door.calls.slice(before)).toEqual([`auth ${one.user}`]);
  });

  test('nobody says who he is by a header', async () => {
    const before = door.calls.length;
    const { status } = await door.ask('/matchmake/joinOrCreate/watched', { method: 'POST', body: '{}', headers: { ...bearer(forge()), 'x-arbiter-user': 'bob' } });
    expect([status, door.calls.slice(before)]).toEqual([200, ['auth ann']]);
  });
});

// In: more of everything than one address may have, through a trusted proxy. Out: proof that it is refused with a reason and
// a counter, and that others pass meanwhile. Run by: vitest.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { RefusalReason } from '../../shared/netcode/refusals.ts';
import { bearer } from '../support/guest.ts';
import { Caller, doorServer, seatPath, type Answer, type DoorServer } from './door-server.ts';
import { forge } from './forged.ts';

const SOCKETS = 6;
let door: DoorServer;
beforeAll(async () => {
  door = await doorServer({ ARBITER_TRUST_PROXY: 'loopback', ARBITER_JOINS_PER_MIN: '1', ARBITER_SOCKETS_PER_ADDRESS: String(SOCKETS) });
});
afterAll(() => door.close());

const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });
const join = (address: string): Promise<Answer> =>
  door.ask('/matchmake/joinOrCreate/watched', { method: 'POST', body: '{}', headers: { ...bearer(forge()), ...from(address) } });
const guest = (address: string): Promise<Answer> => door.ask('/auth/guest', { method: 'POST', headers: from(address) });
const look = (address: string): Promise<Answer> => door.ask('/healthz', { headers: from(address) });

describe('requests of one address', () => {
  test.each<[string, (address: string) => Promise<Answer>, number, RefusalReason]>([
    ['joins', join, LIMITS.joinsBurstMax, 'rate-joins'],
    ['tokens', guest, LIMITS.joinsBurstMax, 'rate-tokens'],
    ['anything else', look, LIMITS.requestsBurstMax, 'rate-requests'],
  ])('%s: a burst passes, more is refused, others go on', async (name, ask, burst, reason) => {
    const address = `198.51.100.${name.length}`;
    const first = await Promise.all(Array.from({ length: burst }, () => ask(address)));
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([200]));
    const calls = door.calls.length;
    let refused: Answer | undefined;
    // All at once: one after the other on a busy machine come no faster than the rate allows.
    for (let n = 0; n < 5 && refused === undefined; n++) {
      refused = (await Promise.all(Array.from({ length: burst / 2 }, () => ask(address)))).find(({ status }) => status !== 200);
    }
    expect([refused?.status, JSON.parse(refused!.text)]).toMatchObject([429, { code: 429, reason }]);
    expect(refused!.headers['retry-after']).toBe('5');
    expect(door.running.metrics.get(`http.refused.429`)).toBeGreaterThan(0);
    if (reason === 'rate-joins') expect(door.calls.slice(calls)).toEqual([]);
    expect((await ask('203.0.113.1')).status).toBe(200);
  });

  test('a claim of another address changes nothing: the proxy’s own word counts', async () => {
    const spoofed = [];
    for (let n = 0; n < LIMITS.joinsBurstMax + 1; n++) spoofed.push(await join(`10.9.8.${n}, 198.51.100.77`));
    expect(spoofed.at(-1)!.status).toBe(429);
    expect((await join('198.51.100.78')).status).toBe(200);
  });

  test('one household of IPv6 is one address', async () => {
    const answers = [];
    for (let n = 0; n < LIMITS.joinsBurstMax + 1; n++) answers.push(await guest(`2001:db8:1:2::${n.toString(16)}`));
    expect(answers.at(-1)!.status).toBe(429);
    expect((await guest('2001:db8:1:3::1')).status).toBe(200);
  });
});

describe('sockets of one address', () => {
  const open = async (address: string, sub: string): Promise<Caller> => {
    const token = forge({ sub, sid: `of-${sub}` });
    const { text } = await door.ask('/matchmake/joinOrCreate/watched', { method: 'POST', body: '{}', headers: { ...bearer(token), ...from(`192.0.2.${sub.length}`) } });
    return new Caller(door.running.port, seatPath(JSON.parse(text) as never), { headers: { ...bearer(token), ...from(address) } });
  };

  test('as many as it may have are open, the next is refused, a closed one makes room', async () => {
    const callers = [];
    for (let n = 0; n < SOCKETS; n++) callers.push(await (await open('198.51.100.1', 'x'.repeat(n + 1))).whenJoined());
    const knock = await (await open('198.51.100.1', 'more')).ended;
    expect([knock.status, JSON.parse(knock.body!)]).toMatchObject([429, { reason: 'sockets-address' }]);
    expect(door.running.metrics.get('door.sockets-address.sockets-address')).toBe(1);
    await (await open('198.51.100.2', 'other')).whenJoined();
    callers[0]!.socket.terminate();
    await vi.waitFor(async () => { await (await open('198.51.100.1', 'again')).whenJoined(); }, { timeout: 5_000 });
    for (const caller of callers.slice(1)) expect(caller.socket.readyState).toBe(caller.socket.OPEN);
  });

  test('many at the same moment do not slip through together', async () => {
    const callers = await Promise.all(Array.from({ length: SOCKETS * 3 }, (_, n) => open('198.51.100.3', `crowd-${n}-${'y'.repeat(n)}`)));
    const refused = await Promise.all(callers.map(({ ended, whenJoined }, n) => Promise.race([ended.then(() => true), whenJoined.call(callers[n]).then(() => false)])));
    expect(refused.filter((was) => !was)).toHaveLength(SOCKETS);
  });

  test('a flood of upgrades is cut before its tokens are read', async () => {
    const knocks = await Promise.all(Array.from({ length: LIMITS.joinsBurstMax * LIMITS.upgradesPerJoin + 10 }, () =>
      new Caller(door.running.port, '/process/room?sessionId=x', { headers: from('198.51.100.4') }).ended));
    expect(knocks.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(LIMITS.joinsBurstMax * LIMITS.upgradesPerJoin + 2);
    expect(knocks.filter(({ status }) => status === 429).length).toBeGreaterThan(5);
    await (await open('198.51.100.5', 'calm')).whenJoined();
  });
});

// In: the whole server, and clients behind a proxy that breaks their links. Out: proof that a player gets back into the
// same seat, or out of it. Run by: vitest.
import type { Room } from '@colyseus/core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectMatch } from '../../client/netcode/connection.ts';
import { arena } from '../../shared/rooms/arena/definition.ts';
import { NEUTRAL_INPUT, type ArenaInput } from '../../shared/rooms/arena/input.ts';
import { ArenaState } from '../../shared/rooms/arena/state.ts';
import { serverUnderTest, type ServerUnderTest } from '../support/server.ts';
import { tcpProxy, type ProxyCondition, type TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';

let under: ServerUnderTest;
let proxy: TcpProxy;
const stops: (() => void)[] = [];

beforeAll(async () => {
  under = await serverUnderTest({ ARBITER_CLIENT: 'off' });
  // The SDK tells the console about every attempt.
  vi.spyOn(console, 'info').mockImplementation(() => {});
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterAll(() => under.close());
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  await proxy.close();
  // A seat is kept for whoever was cut off, and the bot that drives it would shoot at the next test's player.
  for (const room of under.server.services.rooms) await (room as Room).disconnect();
});

/** Joins through a proxy of its own and plays `hand.input` until the test ends. */
async function play(link: ProxyCondition = { latencyMs: 10, jitterMs: 5 }) {
  proxy = await tcpProxy(Number(new URL(under.url).port), link);
  const match = await connectMatch({
    url: `http://127.0.0.1:${proxy.port}`, roomType: arena, rootState: ArenaState as never, name: 'Ann', options: { botsMin: 0, warmupSec: 0 },
  });
  const hand: { input: ArenaInput } = { input: NEUTRAL_INPUT };
  const timer = setInterval(() => {
    match.advance(performance.now(), () => hand.input);
    match.view(performance.now());
  }, 8);
  stops.push(() => {
    clearInterval(timer);
    match.leave().catch(() => {});
  });
  await until('Ann lives', () => match.view(performance.now())?.players[match.seat]?.alive === true);
  return { match, hand };
}

type Played = Awaited<ReturnType<typeof play>>;

const accepted = ({ match }: Played) => match.stats(performance.now()).verdicts.accepted;

/** Inputs are simulated, acknowledged soon, and what is predicted for them is what the server says. */
async function playsWell(played: Played): Promise<void> {
  const { match, hand } = played;
  const before = accepted(played);
  const { x, y } = match.view(performance.now())!.players[match.seat]!;
  const corrections = match.stats(performance.now()).corrections;
  hand.input = { ...NEUTRAL_INPUT, moveX: x < 800 ? 127 : -127, moveY: y < 600 ? 127 : -127 };
  await until('inputs are simulated', () => accepted(played) > before + 60);
  expect(match.stats(performance.now()).pendingInputs).toBeLessThan(60);
  expect(match.stats(performance.now()).corrections).toBe(corrections);
  const now = match.view(performance.now())!.players[match.seat]!;
  expect(Math.abs(now.x - x) + Math.abs(now.y - y)).toBeGreaterThan(20);
}

describe('the player is back in the same seat and plays on', () => {
  test('after the connection was reset', async () => {
    const played = await play();
    const { seat } = played.match;
    proxy.reset();
    await until('the loss is noticed', () => played.match.link.kind === 'reconnecting');
    await until('Ann plays again', () => played.match.link.kind === 'playing');
    expect(played.match.seat).toBe(seat);
    await playsWell(played);
  });

  test('after the link swallowed everything without a word', async () => {
    const played = await play();
    const { seat } = played.match;
    proxy.blackHole(true);
    await until('the silence is noticed', () => played.match.link.kind === 'reconnecting');
    const taken = proxy.taken;
    await until('an attempt hangs in the dead link', () => proxy.taken > taken);
    proxy.blackHole(false);
    await until('Ann plays again', () => played.match.link.kind === 'playing', 20_000);
    expect(played.match.seat).toBe(seat);
    await playsWell(played);
  });

  test('after a drop while the tab was hidden', async () => {
    const played = await play();
    played.match.setAway(true);
    proxy.reset();
    await until('the loss is noticed', () => played.match.link.kind === 'reconnecting');
    await until('the link is back', () => played.match.link.kind === 'playing');
    played.match.setAway(false);
    await playsWell(played);
  });

  test('after the tab was hidden and shown many times within a round trip', async () => {
    const played = await play({ latencyMs: 60, jitterMs: 5 });
    for (const away of [true, false, true, false, true, false]) played.match.setAway(away);
    await playsWell(played);
  });

  test('after a stall shorter than the watchdog, in which nothing was lost', async () => {
    const played = await play();
    const taken = proxy.taken;
    proxy.stall(700);
    await playsWell(played);
    expect(proxy.taken).toBe(taken);
    expect(played.match.stats(performance.now()).verdicts['over-budget']).toBe(0);
  });
});

test('a link that stalls longer gets the newest state whole instead of every patch it missed, and plays on', async () => {
  const played = await play();
  const { taken } = proxy;
  const held = () => under.server.metrics.get('patches.held');
  await until('the server knows the link', () => played.match.stats(performance.now()).rttMs >= 0);
  for (let n = 0; n < 3 && held() === 0; n++) {
    proxy.stall(1_600);
    const tick = played.match.view(performance.now())!.tick;
    await until('patches come again', () => played.match.view(performance.now())!.tick > tick + 130);
  }
  expect(held()).toBeGreaterThan(5);
  await playsWell(played);
  expect(proxy.taken).toBe(taken);
});

describe('leaving', () => {
  const hasRoom = (id: string) => [...under.server.services.rooms].some((room) => (room as Room).roomId === id);

  test('a link that swallows everything does not keep the player', async () => {
    const { match } = await play();
    proxy.blackHole(true);
    await match.leave();
    expect(match.link).toMatchObject({ kind: 'closed', code: 4000 });
  });

  test('while reconnecting ends at once, and gives the seat back as soon as the link is there', async () => {
    const { match } = await play();
    expect(hasRoom(match.roomId)).toBe(true);
    proxy.reset();
    await until('the loss is noticed', () => match.link.kind === 'reconnecting');
    await match.leave();
    expect(match.link).toMatchObject({ kind: 'closed', code: 4000 });
    await until('the empty room is gone', () => !hasRoom(match.roomId));
    expect(match.link.kind).toBe('closed');
  });
});

test('a server that is not there is named as such', async () => {
  proxy = await tcpProxy(1);
  const join = connectMatch({ url: `http://127.0.0.1:${proxy.port}`, roomType: arena, rootState: ArenaState as never, name: 'Ann' });
  await expect(join).rejects.toMatchObject({ message: 'The server cannot be reached.', retryable: true });
});

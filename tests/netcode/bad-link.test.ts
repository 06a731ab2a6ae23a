// In: the whole server, and real clients under network scenarios. Out: proof that a scenario is felt as the network it says,
// that play goes on through it, and that it can be changed while one plays. Run by: vitest.
import type { Room } from '@colyseus/core';
import type { Room as SdkRoom } from '@colyseus/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { BadLink } from '../../client/netcode/bad-link.ts';
import { connectMatch, joinRoom } from '../../client/netcode/connection.ts';
import type { NetworkChoice } from '../../client/netcode/network-switch.ts';
import type { Scenario, ScenarioEvent } from '../../shared/netcode/scenarios/scenario.ts';
import { scenarioNamed } from '../../shared/netcode/scenarios/index.ts';
import { arena } from '../../shared/rooms/arena/definition.ts';
import { NEUTRAL_INPUT } from '../../shared/rooms/arena/input.ts';
import { ArenaState } from '../../shared/rooms/arena/state.ts';
import { serverUnderTest, type ServerUnderTest } from '../support/server.ts';
import { until } from '../support/until.ts';

const SEED = 7;
let under: ServerUnderTest;
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
  for (const room of under.server.services.rooms) await (room as Room).disconnect();
});

const request = (network?: NetworkChoice) => ({
  url: under.url, roomType: arena, rootState: ArenaState as never, name: 'Ann', options: { botsMin: 0, warmupSec: 0 },
  ...(network === undefined ? {} : { network }),
});

async function play(network?: NetworkChoice) {
  const match = await connectMatch(request(network));
  const kinds: string[] = [];
  let moveX = 127;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    const own = match.view(nowMs)?.players[match.seat];
    if (own !== undefined && own !== null && (own.x > 1_000 || own.x < 600)) moveX = own.x > 1_000 ? -127 : 127;
    match.advance(nowMs, () => ({ ...NEUTRAL_INPUT, moveX }));
    if (kinds.at(-1) !== match.link.kind) kinds.push(match.link.kind);
  }, 8);
  stops.push(() => {
    clearInterval(timer);
    match.leave().catch(() => {});
  });
  const stats = () => match.stats(performance.now());
  return { match, kinds, stats, accepted: () => stats().verdicts.accepted + stats().verdicts.clamped };
}

const quiet: Scenario = { ...scenarioNamed('lan')!, name: 'made-up', events: [] };
const withEvent = (event: ScenarioEvent): NetworkChoice => ({ scenario: { ...quiet, events: [event] }, seed: SEED });

describe('what a scenario says is felt', () => {
  test('the round trip is as long, patches come, inputs are simulated', { timeout: 40_000 }, async () => {
    const { match, stats, accepted } = await play({ scenario: 'geostationary', seed: SEED });
    expect(match.network.scenario).toBe('geostationary');
    await until('the round trip is known', () => stats().rttMs > 550, 20_000);
    await until('inputs are simulated', () => accepted() > 100, 20_000);
    expect(match.link.kind).toBe('playing');
  });

  test('resets, and the player is back in the same seat each time', { timeout: 60_000 }, async () => {
    const { match, kinds, accepted } = await play(withEvent({ kind: 'reset', firstMs: [1_000, 1_000], pauseMs: [2_000, 2_000] }));
    const { seat } = match;
    await until('two resets are survived', () => kinds.filter((kind) => kind === 'reconnecting').length >= 2 && match.link.kind === 'playing', 30_000);
    expect(match.seat).toBe(seat);
    await match.network.use(undefined);
    const before = accepted();
    await until('inputs are simulated', () => accepted() > before + 60, 20_000);
  });

  test('a half-open link is noticed by its silence and replaced', { timeout: 60_000 }, async () => {
    const { match, kinds, accepted } = await play(withEvent({ kind: 'half-open', firstMs: [500, 500] }));
    await until('the silence is noticed', () => kinds.includes('reconnecting'), 20_000);
    await until('Ann plays again', () => match.link.kind === 'playing', 20_000);
    const before = accepted();
    await until('inputs are simulated', () => accepted() > before + 60, 20_000);
  });

  test('a hidden page leaves its seat to nobody and takes it back', { timeout: 40_000 }, async () => {
    const { match, accepted, stats } = await play(withEvent({ kind: 'hidden', firstMs: [1_500, 1_500], forMs: [2_500, 2_500] }));
    await until('inputs are simulated', () => accepted() > 20 && stats().bytesOutPerSec > 20, 20_000);
    await until('nothing is sent', () => stats().bytesOutPerSec < 20, 20_000);
    const before = accepted();
    await until('Ann plays again', () => accepted() > before + 60, 20_000);
    expect(match.link.kind).toBe('playing');
  });

  test('those who read frames themselves feel it too', { timeout: 40_000 }, async () => {
    const room = await joinRoom(request({ scenario: 'geostationary', seed: SEED }));
    stops.push(() => void room.leave(true));
    let rttMs = 0;
    room.onMessage('*', () => {});
    room.ping((ms: number) => { rttMs = ms; });
    await until('a ping is back', () => rttMs > 0, 20_000);
    expect(rttMs).toBeGreaterThan(550);
  });
});

test('the network changes under a running match, and nothing is lost on the way', { timeout: 60_000 }, async () => {
  const { match, kinds, stats, accepted } = await play();
  await until('inputs are simulated', () => accepted() > 60, 20_000);
  const near = stats().rttMs;
  await match.network.use({ scenario: 'satellite', seed: SEED });
  await until('the round trip grows', () => stats().rttMs > near + 25, 20_000);
  await match.network.use({ scenario: 'bufferbloat', seed: SEED });
  await match.network.use({ scenario: 'lte', seed: SEED });
  await match.network.use(undefined);
  expect(match.network.scenario).toBeUndefined();
  await until('the round trip shrinks', () => stats().rttMs < near + 20, 20_000);
  const before = accepted();
  await until('inputs are simulated', () => accepted() > before + 60, 20_000);
  expect(kinds).toEqual(['playing']);
  expect(stats().verdicts.malformed).toBe(0);
});

/** A socket and what the SDK would listen with, under one's own clock. */
function fakeRoom() {
  const sent: number[] = [];
  const heard: number[] = [];
  const closes: (number | undefined)[] = [];
  const ws = { readyState: 1, send: (bytes: Uint8Array) => { sent.push(new DataView(bytes.buffer).getUint32(0)); } };
  const transport = {
    ws, send: (bytes: Uint8Array) => ws.send(bytes), close: (code?: number) => { closes.push(code); },
    events: { onmessage: ({ data }: { data: ArrayBuffer }) => { heard.push(new DataView(data).getUint32(0)); } } as Record<string, unknown>,
  };
  const frame = (n: number) => {
    const data = new ArrayBuffer(40);
    new DataView(data).setUint32(0, n);
    return data;
  };
  const room = { connection: { transport }, onLeave: () => {} } as unknown as SdkRoom;
  const hear = (n: number) => (transport.events['onmessage'] as (event: object) => void)({ data: frame(n), target: ws });
  return { room, sent, heard, closes, hear, send: (n: number) => transport.send(new Uint8Array(frame(n))) };
}

describe('under a clock of our own', () => {
  beforeEach(() => { vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }); });
  afterEach(() => { vi.useRealTimers(); });

  test('every frame arrives once and in order, however often the network changes', () => {
    const { room, sent, heard, hear, send } = fakeRoom();
    const link = new BadLink(room);
    const names = ['train', 'wifi-bad', 'bufferbloat', 'satellite', 'loss-3', 'geostationary', undefined];
    for (let n = 0; n < 4_000; n++) {
      if (n % 90 === 0) link.use(names[(n / 90) % 7] === undefined ? undefined : scenarioNamed(names[(n / 90) % 7]!), SEED + n);
      send(n);
      hear(n);
      vi.advanceTimersByTime(16);
    }
    link.use(undefined, 0);
    const all = Array.from({ length: 4_000 }, (_, n) => n);
    expect(sent).toEqual(all);
    expect(heard).toEqual(all);
  });

  test('a frame takes as long as the scenario says, and no longer', () => {
    const { room, sent, heard, hear, send } = fakeRoom();
    new BadLink(room).use({ ...quiet, up: { ...quiet.up, latencyMs: 80, jitterMs: 0 }, down: { ...quiet.down, latencyMs: 120, jitterMs: 0 } }, SEED);
    send(1);
    hear(2);
    vi.advanceTimersByTime(79);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(2);
    expect(sent).toEqual([1]);
    vi.advanceTimersByTime(38);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(2);
    expect(heard).toEqual([2]);
  });

  test('a network that has swallowed frames cannot be taken away without a new connection', () => {
    const { room, closes, heard, hear } = fakeRoom();
    const link = new BadLink(room);
    link.use({ ...quiet, events: [{ kind: 'half-open', firstMs: [100, 100] }] }, SEED);
    vi.advanceTimersByTime(200);
    hear(1);
    vi.advanceTimersByTime(5_000);
    expect(heard).toEqual([]);
    link.use(undefined, 0);
    expect(closes).toEqual([4010]);
  });
});

test('an unknown scenario is refused before anything is joined', async () => {
  await expect(play({ scenario: 'moon', seed: 1 })).rejects.toMatchObject({ retryable: false, message: expect.stringMatching(/no network scenario "moon".*train/) as string });
  const { match } = await play();
  await expect(match.network.use({ scenario: 'moon', seed: 1 })).rejects.toThrow(RangeError);
  expect(match.network.scenario).toBeUndefined();
});

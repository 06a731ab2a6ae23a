// In: toy matches over bad links in virtual time. Out: proof that prediction is exact and nothing is lost. Run by: vitest.
import { describe, expect, test } from 'vitest';
import type { World } from '../../shared/netcode/room-type.ts';
import { scenarioNamed, type Scenario } from '../../shared/netcode/scenarios/index.ts';
import { nextInt, seedRandom } from '../../shared/sim/random.ts';
import type { LinkCondition } from '../support/lossy-link.ts';
import type { ToyPlayer } from '../support/toy-room.ts';
import { toyRoom } from '../support/toy-state.ts';
import { VirtualMatch, type Brain } from '../support/virtual-match.ts';

const SEED = 20_261_124;
const scenarios = ['wifi-bad', 'lte', 'satellite', 'loss-3'].map((name) => [`scenario ${name}`, scenarioNamed(name)!] as const);
const links: Record<string, LinkCondition | Scenario> = {
  perfect: { latencyMs: 0, jitterMs: 0 },
  '100 +- 20 ms': { latencyMs: 40, jitterMs: 20 },
  '100 +- 20 ms with stalls of 300 ms': { latencyMs: 40, jitterMs: 20, stallEveryMs: 4_000, stallMs: 300 },
  '200 ms with stalls of 500 ms': { latencyMs: 100, jitterMs: 10, stallEveryMs: 5_000, stallMs: 500 },
  ...Object.fromEntries(scenarios),
};

function wanderer(seed: number): Brain & { sent: number } {
  const random = seedRandom(seed);
  let move = 0;
  return {
    sent: 0,
    sample(_world, _seat) {
      this.sent++;
      if (nextInt(random, 10) === 0) move = nextInt(random, 64) - 31;
      return { move, aim: nextInt(random, 65536) };
    },
  };
}

describe.each(Object.entries(links))('over a link of %s', (_name, condition) => {
  test('a minute of play has no correction, and every input is simulated once', () => {
    const match = new VirtualMatch(toyRoom, {}, SEED);
    const brains = [wanderer(SEED), wanderer(SEED + 1)];
    const clients = brains.map((brain, i) => match.join(condition, brain, SEED + i));
    match.run(60_000);
    clients.forEach(({ client, seat }, i) => {
      const stats = client.stats(match.nowMs);
      expect(stats.correctionsPx.filter((px) => px > 0.5)).toEqual([]);
      expect(brains[i]!.sent).toBeGreaterThan(58 * 60);
      expect(brains[i]!.sent).toBeLessThan(61 * 60);
      const counts = match.gate.verdicts(seat.id);
      expect(counts['over-budget'] + counts.malformed).toBe(0);
      expect(brains[i]!.sent - counts.accepted - counts.clamped).toBeLessThan(60);
    });
  });

  test('the others are drawn smoothly: never backwards in time', () => {
    const match = new VirtualMatch(toyRoom, {}, SEED);
    const ticks: number[] = [];
    const watcher: Brain = { sample: () => ({ move: 0, aim: 0 }), watch: (client, _drawn, nowMs) => ticks.push(client.viewTick(nowMs)) };
    match.join(condition, watcher, SEED);
    match.join(condition, wanderer(SEED), SEED + 1);
    match.run(20_000);
    expect(ticks.length).toBeGreaterThan(1_000);
    expect(ticks.filter((tick, i) => i > 0 && tick < ticks[i - 1]! - 0.01)).toEqual([]);
  });
});

test('what the server does to a player is a correction, smoothed and counted', () => {
  const match = new VirtualMatch(toyRoom, {}, SEED);
  const { client } = match.join(links['100 +- 20 ms']!, { sample: () => ({ move: 16, aim: 0 }) }, SEED);
  match.run(3_000);
  (match.world.players[0] as ToyPlayer).y += 40;
  const seen: number[] = [];
  match.clients[0]!.brain.watch = (_c, drawn: World) => seen.push((drawn.players[0] as ToyPlayer).y);
  match.run(2_000);
  expect(client.stats(match.nowMs).corrections).toBe(1);
  expect(client.stats(match.nowMs).correctionPxMax).toBeCloseTo(40, 3);
  const jumps = seen.map((y, i) => (i === 0 ? 0 : y - seen[i - 1]!));
  expect(Math.max(...jumps)).toBeLessThan(12);
  expect(seen.at(-1)).toBeCloseTo(140, 0);
});

test('own events show at once and once; those of others when the view reaches them', () => {
  const match = new VirtualMatch(toyRoom, {}, SEED);
  let moving = 16;
  const played: { seat: number; predicted: boolean }[] = [];
  const watch: Brain['watch'] = (client, _drawn, nowMs) => {
    for (const { event, predicted } of client.takeEvents(nowMs)) played.push({ seat: (event as unknown as { seat: number }).seat, predicted });
  };
  match.join(links['100 +- 20 ms']!, { sample: () => ({ move: moving, aim: 0 }), watch }, SEED);
  match.join(links['perfect']!, { sample: () => ({ move: moving, aim: 0 }) }, SEED + 1);
  match.run(5_000);
  moving = 0;
  match.run(1_000);
  const own = played.filter(({ seat }) => seat === 0);
  expect(own.every(({ predicted }) => predicted)).toBe(true);
  const sentMoving = match.gate.verdicts(0).accepted + match.gate.verdicts(0).clamped - own.length;
  expect(Math.abs(sentMoving - 60)).toBeLessThan(12);
  expect(played.some(({ seat }) => seat === 1)).toBe(true);
});

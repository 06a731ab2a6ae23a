// In: scenarios, real and made up, and seeds. Out: proof that the network model behaves as TCP over such a link does. Run by: vitest.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NetModel, type NetEvent } from '../../shared/netcode/net-model.ts';
import { SCENARIO_NAMES, scenarioNamed } from '../../shared/netcode/scenarios/index.ts';
import type { Scenario, ScenarioEvent, Way } from '../../shared/netcode/scenarios/scenario.ts';

/** Every repair of a lost segment is done by then: fifteen tries, two minutes apart at most. */
const REPAIRED_MS = 15 * 120_000;

const GOOD: Way = { latencyMs: 50, jitterMs: 0, kbps: 0, queueBytes: 256 * 1024, loss: 0, lossRun: 1 };

function scenarioOf(way: Partial<Way>, events: readonly ScenarioEvent[] = []): Scenario {
  return { name: 'made-up', title: 'Made up', source: 'Made up for a test.', up: { ...GOOD, ...way }, down: { ...GOOD, ...way }, events };
}

interface Arrival { readonly n: number; readonly sentMs: number; readonly atMs: number; readonly bytes: number }
type Packet = { readonly n: number; readonly sentMs: number; readonly bytes: number };

/** Sends a message every `everyMs` for `forMs`, then waits; what arrived the given way and what happened. */
function drive(scenario: Scenario, seed: number, options: { everyMs?: number; forMs?: number; waitMs?: number; bytes?: number; way?: 'up' | 'down' } = {}) {
  const { everyMs = 16, forMs = 20_000, waitMs = 200_000, bytes = 40, way = 'up' } = options;
  const model = new NetModel<Packet, Packet>(scenario, seed, { up: (p) => p.bytes, down: (p) => p.bytes });
  const arrivals: Arrival[] = [];
  const events: NetEvent[] = [];
  let sent = 0;
  let queuedMax = 0;
  for (let nowMs = 0; nowMs < forMs + waitMs; nowMs = nowMs < forMs ? nowMs + 1 : Math.max(nowMs + 1, Math.min(model.nextMs(), forMs + waitMs))) {
    events.push(...model.eventsUntil(nowMs));
    if (nowMs < forMs && nowMs % everyMs === 0) model[way].send(nowMs, { n: sent++, sentMs: nowMs, bytes });
    queuedMax = Math.max(queuedMax, model[way].queuedBytes(nowMs));
    for (const packet of model[way].receive(nowMs)) arrivals.push({ ...packet, atMs: nowMs });
  }
  return { arrivals, events, sent, queuedMax, model };
}

const aSeed = fc.integer({ min: 0, max: 1_000_000 });
const aWay = fc.record<Way>({
  latencyMs: fc.nat(300), jitterMs: fc.nat(60), kbps: fc.constantFrom(0, 200, 2_000), queueBytes: fc.integer({ min: 1_500, max: 30_000 }),
  loss: fc.constantFrom(0, 0.01, 0.05, 0.3), lossRun: fc.constantFrom(1, 3),
});
const lasting = (kind: 'stall' | 'tunnel') => fc.tuple(fc.nat(4_000), fc.integer({ min: 1, max: 3_000 })).map(([first, length]): ScenarioEvent => (
  { kind, firstMs: [first, first + 500], pauseMs: [3_000, 6_000], forMs: [length, length + 500] }
));
const aScenario = fc.tuple(aWay, fc.array(fc.oneof(lasting('stall'), lasting('tunnel')), { maxLength: 2 })).map(([way, events]) => scenarioOf(way, events));
const anyScenario = fc.oneof(aScenario, fc.constantFrom(...SCENARIO_NAMES.map((name) => scenarioNamed(name)!)));

describe('over any scenario', () => {
  test('order is kept, nothing is early, nothing is lost but by a reset or a half-open link', () => {
    fc.assert(fc.property(anyScenario, aSeed, fc.constantFrom<'up' | 'down'>('up', 'down'), (scenario, seed, way) => {
      const { arrivals, events, sent } = drive(scenario, seed, { forMs: 12_000, waitMs: REPAIRED_MS, way });
      const numbers = arrivals.map(({ n }) => n);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      for (const { sentMs, atMs } of arrivals) expect(atMs - sentMs).toBeGreaterThanOrEqual(scenario[way].latencyMs);
      if (!events.some(({ kind }) => kind === 'reset' || kind === 'half-open')) expect(arrivals).toHaveLength(sent);
    }), { numRuns: 60 });
  });

  test('the same seed gives the same times, another one others', () => {
    fc.assert(fc.property(anyScenario, aSeed, (scenario, seed) => {
      const first = drive(scenario, seed, { forMs: 4_000 });
      const again = drive(scenario, seed, { forMs: 4_000 });
      expect(again.arrivals).toEqual(first.arrivals);
      expect(again.events).toEqual(first.events);
    }), { numRuns: 25 });
    const train = scenarioNamed('train')!;
    expect(drive(train, 1, { forMs: 4_000 }).arrivals).not.toEqual(drive(train, 2, { forMs: 4_000 }).arrivals);
  });

  test('no stretch of time carries more than the bandwidth allows, and the queue keeps its cap', () => {
    const anOverload = fc.record({ kbps: fc.constantFrom(100, 400), loss: fc.constantFrom(0, 0.05), queueBytes: fc.integer({ min: 1_500, max: 8_000 }) });
    fc.assert(fc.property(anOverload, aSeed, (way, seed) => {
      const { arrivals, queuedMax } = drive(scenarioOf(way), seed, { forMs: 3_000, bytes: 900 });
      expect(queuedMax).toBeLessThanOrEqual(way.queueBytes);
      for (let from = 0; from < arrivals.length; from++) {
        let bytes = 0;
        for (let to = from + 1; to < Math.min(arrivals.length, from + 60); to++) {
          bytes += arrivals[to]!.bytes;
          // The driver reads the clock once a millisecond.
          expect(bytes * 8).toBeLessThanOrEqual(way.kbps * (arrivals[to]!.atMs - arrivals[from]!.atMs + 1));
        }
      }
    }), { numRuns: 25 });
  });
});

describe('TCP', () => {
  /** Delays beyond the latency, of the messages that something held up. */
  const heldMs = (arrivals: readonly Arrival[], latencyMs: number) => arrivals.map(({ sentMs, atMs }) => atMs - sentMs - latencyMs).filter((ms) => ms > 1);

  test('a lost segment in a stream is repaired a round trip later, and what waited behind it comes in one burst', () => {
    const { arrivals, sent } = drive(scenarioOf({ loss: 0.002 }), 7, { forMs: 60_000 });
    const held = heldMs(arrivals, 50);
    const longest = Math.max(...held);
    expect(longest).toBeGreaterThanOrEqual(100);
    expect(longest).toBeLessThan(450);
    // Each of the seven or so losses holds the message itself and those of the round trip after it.
    expect(held.length / (sent * 0.002)).toBeGreaterThan(4);
    const bursts = Map.groupBy(arrivals, ({ atMs }) => atMs);
    expect(Math.max(...[...bursts.values()].map((burst) => burst.length))).toBeGreaterThanOrEqual(6);
  });

  test('the last segment, with nothing after it, waits for the timer', () => {
    const waits = Array.from({ length: 400 }, (_, seed) => drive(scenarioOf({ loss: 0.3 }), seed, { forMs: 1, waitMs: 20_000 }).arrivals[0]!.atMs - 50);
    const kinds = new Set(waits.map((ms) => Math.round(ms)));
    // Round trip 100 and 200 more, then twice that, then twice again.
    expect([...kinds].toSorted((a, b) => a - b).slice(0, 4)).toEqual([0, 300, 900, 2_100]);
    expect(waits.filter((ms) => ms > 1).length / waits.length).toBeCloseTo(0.3, 1);
  });

  test('losses come in runs as long as asked, at the share asked', () => {
    for (const lossRun of [1, 4]) {
      const { arrivals } = drive(scenarioOf({ latencyMs: 0, loss: 0.02, lossRun }), 11, { everyMs: 1_000, forMs: 4_000_000, waitMs: 10_000 });
      const late = arrivals.map(({ sentMs, atMs }) => atMs - sentMs > 1);
      const share = late.filter(Boolean).length / late.length;
      const runs = late.filter((isLate, n) => isLate && late[n - 1] !== true).length;
      expect(share).toBeGreaterThan(0.013);
      expect(share).toBeLessThan(0.028);
      expect(Math.abs(late.filter(Boolean).length / runs - lossRun)).toBeLessThan(0.25 * lossRun);
    }
  });

  test('out of a tunnel all comes at the first retry after its end, later than the end', () => {
    const tunnel: ScenarioEvent = { kind: 'tunnel', firstMs: [5_000, 5_000], forMs: [3_000, 3_000] };
    const { arrivals } = drive(scenarioOf({}, [tunnel]), 3, { forMs: 16_000 });
    const during = arrivals.filter(({ atMs }) => atMs > 5_060 && atMs < 8_000);
    expect(during).toEqual([]);
    const first = arrivals.find(({ atMs }) => atMs >= 8_000)!;
    // Retries 0.3, 0.9, 2.1 and 4.5 s after the first loss: the fourth is the first to get through.
    expect(first.atMs).toBeGreaterThan(9_400);
    expect(first.atMs).toBeLessThan(9_800);
    expect(arrivals.at(-1)!.atMs - arrivals.at(-1)!.sentMs).toBe(50);
  });
});

describe('events', () => {
  test('a stall holds both ways and lets all of it go at its end', () => {
    const stall: ScenarioEvent = { kind: 'stall', firstMs: [1_000, 1_000], forMs: [400, 400] };
    for (const way of ['up', 'down'] as const) {
      const { arrivals } = drive(scenarioOf({}, [stall]), 1, { forMs: 3_000, way });
      expect(arrivals.filter(({ atMs }) => atMs >= 1_000 && atMs < 1_400)).toEqual([]);
      expect(arrivals.filter(({ atMs }) => atMs === 1_400)).toHaveLength(25);
    }
  });

  test('after a handover the way is longer until the next', () => {
    const handover: ScenarioEvent = { kind: 'handover', firstMs: [1_000, 1_000], pauseMs: [2_000, 2_000], forMs: [100, 100], stepMs: [30, 30] };
    const { arrivals } = drive(scenarioOf({}, [handover]), 1, { forMs: 4_000 });
    const delayOf = (ms: number) => arrivals.find(({ sentMs }) => sentMs >= ms)!;
    expect(delayOf(500).atMs - delayOf(500).sentMs).toBe(50);
    expect(delayOf(1_500).atMs - delayOf(1_500).sentMs).toBe(80);
  });

  test('somebody else\'s transfer fills the queue and leaves it again', () => {
    const bloat: ScenarioEvent = { kind: 'bloat', way: 'up', queueMs: 400, firstMs: [1_000, 1_000], forMs: [5_000, 5_000] };
    const up = drive(scenarioOf({}, [bloat]), 1, { forMs: 9_000 }).arrivals.map(({ sentMs, atMs }) => ({ sentMs, waitMs: atMs - sentMs }));
    expect(Math.max(...up.map(({ waitMs }) => waitMs))).toBeGreaterThan(400);
    expect(Math.max(...up.map(({ waitMs }) => waitMs))).toBeLessThanOrEqual(451);
    expect(up.find(({ sentMs }) => sentMs > 3_000)!.waitMs).toBeGreaterThan(300);
    expect(up.at(-1)!.waitMs).toBe(50);
    const down = drive(scenarioOf({}, [bloat]), 1, { forMs: 9_000, way: 'down' }).arrivals;
    expect(Math.max(...down.map(({ sentMs, atMs }) => atMs - sentMs))).toBe(50);
  });

  test('a half-open link swallows all, and a new connection is whole', () => {
    const { arrivals, events, model } = drive(scenarioOf({}, [{ kind: 'half-open', firstMs: [1_000, 1_000] }]), 1, { forMs: 3_000 });
    expect(events).toEqual([{ kind: 'half-open', atMs: 1_000 }]);
    expect(arrivals.at(-1)!.atMs).toBeLessThan(1_000);
    expect(model.nextMs()).toBe(Infinity);
    const openMs = model.connect(300_000);
    expect(openMs).toBe(300_200);
    model.up.send(openMs, { n: 0, sentMs: openMs, bytes: 10 });
    expect(model.up.receive(openMs + 50)).toHaveLength(1);
  });

  test('a reset loses what is in flight and is told; a hidden tab is told both ways', () => {
    const { arrivals, events } = drive(scenarioOf({}, [
      { kind: 'reset', firstMs: [1_000, 1_000] }, { kind: 'hidden', firstMs: [500, 500], pauseMs: [700, 700], forMs: [300, 300] },
    ]), 1, { forMs: 2_000, waitMs: 100 });
    expect(events).toEqual([
      { kind: 'hidden', atMs: 500 }, { kind: 'shown', atMs: 800 }, { kind: 'reset', atMs: 1_000 }, { kind: 'hidden', atMs: 1_500 }, { kind: 'shown', atMs: 1_800 },
    ]);
    expect(arrivals.some(({ sentMs }) => sentMs === 960)).toBe(false);
    expect(arrivals.some(({ sentMs }) => sentMs === 1_008)).toBe(true);
  });

  test('a connection asked for in a tunnel opens at a retry after it', () => {
    const model = new NetModel(scenarioOf({}, [{ kind: 'tunnel', firstMs: [0, 0], forMs: [2_500, 2_500] }]), 1);
    // SYN at 0, 1 and 3 s; then a round trip for the handshake and one for the WebSocket's.
    expect(model.connect(0)).toBe(3_200);
  });
});

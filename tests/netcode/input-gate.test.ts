// In: inputs pushed at the gate in honest and hostile ways. Out: proof of the time bank and its verdicts. Run by: vitest.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputGate } from '../../server/netcode/input-gate.ts';
import { viewToWire, type WireInput } from '../../shared/netcode/input-codec.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';

interface Input { readonly n: number }
const HZ = 60;

function opened() {
  const gate = new InputGate<Input>({ seatsMax: 4, tickHz: HZ });
  gate.open(0);
  return gate;
}

const inputs = (from: number, count: number, view = 0): WireInput<Input>[] =>
  Array.from({ length: count }, (_, i) => ({ input: { n: from + i }, view: viewToWire(view + i) }));

/** Runs `ticks` ticks; `arrive` says how many inputs come in before each. */
function play(gate: InputGate<Input>, ticks: number, arrive: (tick: number) => number) {
  const taken: number[] = [];
  let sent = 0;
  for (let tick = 0; tick < ticks; tick++) {
    const count = arrive(tick);
    if (count > 0) gate.push(0, inputs(sent, count, tick));
    sent += count;
    for (const t of gate.take(0, tick, 50)) taken.push(t.input.n);
  }
  return { taken, sent };
}

describe('input gate', () => {
  test.each([[1, 1], [2, 2]])('an honest player with %i inputs every %i ticks has every one simulated, in order', (batch, every) => {
    const gate = opened();
    const { taken, sent } = play(gate, 600, (tick) => (tick % every === 0 ? batch : 0));
    expect(taken).toEqual(Array.from({ length: taken.length }, (_, i) => i));
    expect(sent - taken.length).toBeLessThanOrEqual(2);
    expect(gate.verdicts(0)['over-budget']).toBe(0);
  });

  test.each([10, 40])('a flood of %i inputs a tick is simulated at most 1.05 times as often as an honest player', (times) => {
    const ticks = 60 * HZ;
    const { taken } = play(opened(), ticks, () => times);
    expect(taken.length).toBeLessThanOrEqual(1.05 * ticks);
    expect(taken.length).toBeGreaterThanOrEqual(0.99 * ticks);
  });

  test('stalls of 500 ms every four seconds lose no input', () => {
    const gate = opened();
    const stall = HZ / 2;
    const { taken, sent } = play(gate, 60 * HZ, (tick) => {
      const phase = tick % (4 * HZ);
      if (phase < stall) return 0;
      return phase === stall ? stall + 1 : 1;
    });
    expect(taken).toEqual(Array.from({ length: taken.length }, (_, i) => i));
    expect(sent - taken.length).toBeLessThanOrEqual(LIMITS.backlogTarget + 1);
    expect(gate.verdicts(0)['over-budget']).toBe(0);
  });

  test('after a stall the backlog is worked off, a few inputs a tick, until the standing queue is small again', () => {
    const gate = opened();
    for (let tick = 0; tick < 30; tick++) gate.take(0, tick, 50);
    gate.push(0, inputs(0, 30));
    const perTick: number[] = [];
    for (let tick = 30; tick < 45; tick++) perTick.push(gate.take(0, tick, 50).length);
    expect(Math.max(...perTick)).toBe(LIMITS.inputsPerTickMax);
    expect(gate.takeBacklog(0).max).toBeLessThanOrEqual(30);
    expect(perTick.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(30 - LIMITS.backlogTarget - 1);
  });

  test('idle time beyond the bank is not saved up', () => {
    const gate = opened();
    for (let tick = 0; tick < 3600; tick++) gate.take(0, tick, 50);
    let taken = 0;
    for (let tick = 3600; tick < 3620; tick++) {
      gate.push(0, inputs(0, 40));
      taken += gate.take(0, tick, 50).length;
    }
    expect(taken).toBeLessThanOrEqual((LIMITS.bankMsMax * HZ) / 1000 + 20);
  });

  test('time that the server lost is credited, so nobody loses inputs to our own stall', () => {
    const withCredit = opened();
    const without = opened();
    for (const [gate, lost] of [[withCredit, 20], [without, 0]] as const) {
      play(gate, 60, () => 1);
      gate.creditLost(lost);
      gate.push(0, inputs(60, 24));
      for (let tick = 60; tick < 90; tick++) {
        gate.push(0, inputs(84 + tick, 1));
        gate.take(0, tick, 50);
      }
    }
    expect(withCredit.verdicts(0)['over-budget']).toBe(0);
    expect(without.verdicts(0)['over-budget']).toBeGreaterThan(5);
  });

  test('the acknowledgement passes every input once, whatever becomes of it', () => {
    fc.assert(fc.property(fc.array(fc.record({ push: fc.nat(30), refuse: fc.nat(5) }), { maxLength: 200 }), (ticks) => {
      const gate = opened();
      let received = 0;
      let last = 0;
      ticks.forEach(({ push, refuse }, tick) => {
        if (push > 0) gate.push(0, inputs(received, push));
        if (refuse > 0) gate.refuse(0, refuse);
        received += push + refuse;
        gate.take(0, tick, 50);
        expect(gate.acked(0)).toBeGreaterThanOrEqual(last);
        last = gate.acked(0);
      });
      for (let tick = 0; tick < LIMITS.inputBacklogMax + 5; tick++) gate.take(0, ticks.length + tick, 50);
      expect(gate.acked(0)).toBe(received);
      const v = gate.verdicts(0);
      expect(v.accepted + v.clamped + v['over-budget']).toBe(received);
      expect(gate.skipped(0)).toBe(v['over-budget']);
    }));
  });

  test('the view tick is believed within what the link explains, and clamped beyond', () => {
    const view = (claimed: number, rttMs: number) => {
      const gate = opened();
      gate.take(0, 999, rttMs);
      gate.push(0, [{ input: { n: 0 }, view: viewToWire(claimed) }]);
      return { view: gate.take(0, 1000, rttMs)[0]!.viewTick, clamped: gate.verdicts(0).clamped };
    };
    const oldest = (ms: number) => 1000 - Math.ceil((ms * HZ) / 1000 * 16) / 16;
    expect(view(990.5, 50)).toEqual({ view: 990.5, clamped: 0 });
    expect(view(1003, 50)).toEqual({ view: 1000, clamped: 1 });
    expect(view(900, 50)).toEqual({ view: oldest(50 + LIMITS.rewindSlackMs + LIMITS.interpMsMax), clamped: 1 });
    expect(view(900, 5_000)).toEqual({ view: oldest(LIMITS.rewindMsMax + LIMITS.interpMsMax), clamped: 1 });
  });

  test('what an input waited in the queue is not the link\'s, and buys no more than the queue that is kept', () => {
    const gate = opened();
    for (let tick = 940; tick < 1000; tick++) gate.take(0, tick, 50);
    gate.push(0, Array.from({ length: 60 }, () => ({ input: { n: 0 }, view: viewToWire(900) })));
    const oldest = (tick: number) => tick - ((50 + LIMITS.rewindSlackMs + LIMITS.interpMsMax) * HZ) / 1000;
    const views = Array.from({ length: 12 }, (_, n) => oldest(1000 + n) - gate.take(0, 1000 + n, 50)[0]!.viewTick);
    expect(views.map(Math.floor)).toEqual([0, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4]);
  });

  test('a seat driven by somebody else takes no inputs and saves no time', () => {
    const gate = opened();
    gate.push(0, inputs(0, 3));
    gate.suspend(0);
    expect(gate.acked(0)).toBe(3);
    gate.push(0, inputs(3, 5));
    expect(gate.verdicts(0).away).toBe(8);
    expect(gate.own(0, { n: 99 }, 7)).toEqual({ input: { n: 99 }, viewTick: 7, clock: 0 });
    gate.resume(0);
    gate.push(0, inputs(0, 1));
    expect(gate.take(0, 8, 50)[0]?.clock).toBe(1);
    expect(gate.acked(0)).toBe(5);
  });

  test('an unopened seat is a broken invariant', () => {
    expect(() => opened().take(1, 0, 0)).toThrow(/not open/);
  });
});

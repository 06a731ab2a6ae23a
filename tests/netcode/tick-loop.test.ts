// In: a tick loop on a hand-driven clock. Out: proof of its deadlines, its bounds and its counting. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { EndlessStepError, stepGuard } from '../../server/netcode/step-guard.ts';
import { TickLoop, type LoopClock } from '../../server/netcode/tick-loop.ts';

/** A clock whose time moves only when a test says so. */
class HandClock implements LoopClock {
  nowMs = 0;
  #timers: { atMs: number; fn: () => void }[] = [];

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, fn: () => void): () => void {
    const timer = { atMs: this.nowMs + delayMs, fn };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((t) => t !== timer);
    };
  }

  /** Runs every timer up to `untilMs`, each at its own time. */
  run(untilMs: number): void {
    for (;;) {
      const next = this.#timers.reduce<{ atMs: number; fn: () => void } | undefined>((a, b) => (a && a.atMs <= b.atMs ? a : b), undefined);
      if (next === undefined || next.atMs > untilMs) break;
      this.#timers = this.#timers.filter((t) => t !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.fn();
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  /** The process is blocked: time passes, timers do not run. */
  block(forMs: number): void {
    this.nowMs += forMs;
  }
}

function loopWith(clock: HandClock) {
  return new TickLoop({ catchUpTicksMax: 5, clock });
}

function counter(tickHz: number) {
  const seen = { steps: 0, lost: 0, errors: [] as unknown[] };
  return {
    seen,
    task: { tickHz, step: () => void seen.steps++, onLost: (n: number) => void (seen.lost += n), onError: (e: unknown) => void seen.errors.push(e) },
  };
}

describe('tick loop', () => {
  test.each([20, 30, 60])('at %i Hz runs exactly that many ticks a second, for a minute, on millisecond timers', (hz) => {
    const clock = new HandClock();
    const loop = loopWith(clock);
    const { seen, task } = counter(hz);
    loop.add(task);
    clock.run(60_000 - 1);
    expect(seen.steps).toBe(60 * hz);
    expect(loop.stats().lost).toBe(0);
    expect(loop.stats().lateMsMax).toBeLessThanOrEqual(1);
  });

  test('a block of 300 ms is made up by 5 ticks and the rest is counted as lost', () => {
    const clock = new HandClock();
    const loop = loopWith(clock);
    const { seen, task } = counter(60);
    loop.add(task);
    clock.run(1_000);
    const before = seen.steps;
    clock.block(300);
    clock.run(1_310);
    expect(seen.steps - before + seen.lost).toBeGreaterThanOrEqual(18);
    expect(seen.lost).toBe(loop.stats().lost);
    expect(seen.lost).toBeGreaterThanOrEqual(13);
    clock.run(2_310);
    expect(seen.steps + seen.lost).toBeGreaterThanOrEqual(138);
    expect(seen.lost).toBe(loop.stats().lost);
  });

  test('a task that throws leaves the loop and is told; the others go on', () => {
    const clock = new HandClock();
    const loop = loopWith(clock);
    const good = counter(60);
    const bad = counter(60);
    loop.add({ ...bad.task, step: () => { throw new Error('planted'); } });
    loop.add(good.task);
    clock.run(999);
    expect(bad.seen.errors).toHaveLength(1);
    expect(good.seen.steps).toBeGreaterThanOrEqual(59);
    expect(loop.stats().tasks).toBe(1);
  });

  test('a task may remove itself or another during a step', () => {
    const clock = new HandClock();
    const loop = loopWith(clock);
    const first = counter(60);
    const second = counter(60);
    const removeSecond = loop.add(second.task);
    const removeFirst = loop.add({ ...first.task, step: () => { removeFirst(); removeSecond(); } });
    clock.run(500);
    expect(loop.stats().tasks).toBe(0);
    expect(second.seen.steps).toBeLessThanOrEqual(1);
  });

  test('rooms are spread evenly over four moments of the tick', () => {
    const clock = new HandClock();
    const loop = loopWith(clock);
    const at: number[] = [];
    for (let room = 0; room < 8; room++) {
      let first = true;
      loop.add({ tickHz: 60, onLost: () => {}, onError: () => {}, step: () => { if (first) at.push(clock.nowMs); first = false; } });
    }
    clock.run(100);
    const each = new Map<number, number>();
    for (const ms of at) each.set(ms, (each.get(ms) ?? 0) + 1);
    expect([...each.values()]).toEqual([2, 2, 2, 2]);
  });

  test('at half the pace every room ticks half as often, evenly, and back at full pace as often as ever', () => {
    const clock = new HandClock();
    const loop = loopWith(clock);
    const rooms = [60, 60, 30, 20].map(counter);
    const at: number[] = [];
    loop.add({ ...rooms[0]!.task, step: () => { rooms[0]!.seen.steps++; at.push(clock.nowMs); } });
    for (const { task } of rooms.slice(1)) loop.add(task);
    const run = (pace: number) => {
      loop.setPace(pace);
      const before = rooms.map(({ seen }) => seen.steps);
      at.length = 0;
      clock.run(clock.nowMs + 9_999);
      const gaps = at.slice(1).map((ms, i) => ms - at[i]!);
      return { steps: rooms.map(({ seen }, i) => Math.round((seen.steps - before[i]!) / 10)), gaps: [Math.min(...gaps), Math.max(...gaps)] };
    };
    expect(run(1)).toEqual({ steps: [60, 60, 30, 20], gaps: [16, 17] });
    expect(run(0.5)).toEqual({ steps: [30, 30, 15, 10], gaps: [33, 34] });
    expect(run(1)).toEqual({ steps: [60, 60, 30, 20], gaps: [16, 17] });
    expect(loop.stats()).toMatchObject({ lost: 0, caughtUp: 0 });
    expect(loop.stats().lateMsMax).toBeLessThanOrEqual(1);
  });

  test('a step that never ends is ended; the other rooms of the same wake-up go on, whichever side of it they are', () => {
    const clock = new HandClock();
    const loop = new TickLoop({ catchUpTicksMax: 5, clock, guard: stepGuard(60) });
    const rooms = Array.from({ length: 12 }, () => counter(60));
    for (const [i, { task, seen }] of rooms.entries()) {
      loop.add(i === 4 ? { ...task, step: () => { if (seen.steps++ === 9) for (;;) { /* until it is ended */ } } } : task);
    }
    clock.run(999);
    for (const [i, { seen }] of rooms.entries()) {
      expect(seen.steps).toBe(i === 4 ? 10 : 60);
      expect(seen.errors).toEqual(i === 4 ? [new EndlessStepError(60)] : []);
    }
    expect(loop.stats().tasks).toBe(11);
  });

  test('time that is up between two steps ends no room and no process: the others go on', () => {
    const clock = new HandClock();
    let isUp = false;
    // The loop looks at its clock before each room, when no step runs.
    const now = () => {
      if (!isUp) return clock.now();
      isUp = false;
      throw new EndlessStepError(1);
    };
    const loop = new TickLoop({ catchUpTicksMax: 5, clock: { now, after: (ms, fn) => clock.after(ms, fn) } });
    const rooms = Array.from({ length: 12 }, () => counter(60));
    for (const [i, { task, seen }] of rooms.entries()) loop.add(i === 4 ? { ...task, step: () => { isUp = ++seen.steps === 10; } } : task);
    clock.run(999);
    for (const { seen } of rooms) expect(seen).toMatchObject({ steps: 60, errors: [] });
  });

  test('through the guard a throwing step is its own error', () => {
    const clock = new HandClock();
    const loop = new TickLoop({ catchUpTicksMax: 5, clock, guard: stepGuard(1_000) });
    const { task, seen } = counter(60);
    const planted = new Error('planted');
    loop.add({ ...task, step: () => { throw planted; } });
    clock.run(100);
    expect(seen.errors).toEqual([planted]);
    expect(seen.errors[0]).toBe(planted);
  });

  test('the age of the last tick is what a health check needs: unknown without rooms, growing when stuck', () => {
    const clock = new HandClock();
    const loop = loopWith(clock);
    expect(loop.stats().tickAgeMs).toBeUndefined();
    loop.add(counter(60).task);
    clock.run(500);
    expect(loop.stats().tickAgeMs).toBeLessThan(20);
    clock.block(5_000);
    expect(loop.stats().tickAgeMs).toBeGreaterThan(4_900);
  });
});

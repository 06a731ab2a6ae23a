// In: pings and pongs in virtual time. Out: proof of round trip and silence. Run by: vitest.
import { expect, test } from 'vitest';
import { LinkWatch } from '../../server/netcode/link-watch.ts';

test('measures the round trip, smooths it and remembers the smallest', () => {
  const watch = new LinkWatch();
  expect([watch.rttMs, watch.rttMinMs]).toEqual([-1, -1]);
  watch.ping(7, 0);
  expect(watch.pong(7, 100)).toBe(true);
  expect([watch.rttMs, watch.rttMinMs]).toEqual([100, 100]);
  watch.ping(8, 1000);
  watch.pong(8, 1060);
  expect([watch.rttMs, watch.rttMinMs]).toEqual([90, 60]);
  for (let n = 0; n < 10; n++) {
    watch.ping(n, 0);
    watch.pong(n, 200);
  }
  expect(watch.rttMinMs).toBe(200);
  expect(watch.rttMs).toBeGreaterThan(180);
});

test('a pong proves nothing without the nonce of an open ping, and each nonce counts once', () => {
  const watch = new LinkWatch();
  watch.ping(1, 0);
  expect(watch.pong(2, 10)).toBe(false);
  expect(watch.pong(1, 20)).toBe(true);
  expect(watch.pong(1, 5_000)).toBe(false);
  expect(watch.rttMs).toBe(20);
});

test('two unanswered pings are silence; an answer to the later one forgives the earlier', () => {
  const watch = new LinkWatch();
  expect([watch.ping(1, 0), watch.ping(2, 1000), watch.ping(3, 2000)]).toEqual([true, true, false]);
  expect(watch.pong(2, 2100)).toBe(true);
  expect([watch.ping(4, 3000), watch.ping(5, 4000), watch.ping(6, 5000)]).toEqual([true, true, false]);
});

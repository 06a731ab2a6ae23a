// In: links that fall behind, in virtual time. Out: proof of what they are sent, and when they are given up. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { PatchValve, type ValveVerdict } from '../../server/netcode/patch-valve.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';

const PATCH_MS = 50;
const PATCH_BYTES = 340;
const STATE_BYTES = 3_000;

/** A link that takes `bytesPerSec`; pings wait behind what was sent before them. */
function run(bytesPerSec: number, seconds: number) {
  const valve = new PatchValve();
  const verdicts: Record<ValveVerdict, number> = { send: 0, hold: 0, resync: 0, end: 0 };
  let queued = 0;
  let most = 0;
  for (let nowMs = 0; nowMs < seconds * 1000; nowMs += PATCH_MS) {
    queued = Math.max(0, queued - (bytesPerSec * PATCH_MS) / 1000);
    const verdict = valve.judge({ bufferedBytes: queued, lateMs: (queued / bytesPerSec) * 1000 }, nowMs);
    verdicts[verdict]++;
    if (verdict === 'send') queued += PATCH_BYTES;
    if (verdict === 'resync') queued += STATE_BYTES;
    if (verdict === 'end') break;
    most = Math.max(most, queued);
  }
  return { verdicts, most, held: valve.held };
}

describe('patch valve', () => {
  test('a link that takes all of it gets all of it', () => {
    const { verdicts } = run(8_000, 60);
    expect(verdicts).toEqual({ send: 1200, hold: 0, resync: 0, end: 0 });
  });

  test.each([0.9, 0.5, 0.25, 0.1])('a link that takes %f of it gets what it can take, the newest whole, and little waits', (share) => {
    const bytesPerSec = share * PATCH_BYTES * (1000 / PATCH_MS);
    const { verdicts, most } = run(bytesPerSec, 60);
    expect(verdicts.end).toBe(0);
    expect(verdicts.resync).toBeGreaterThan(3);
    expect(verdicts.send * PATCH_BYTES + verdicts.resync * STATE_BYTES).toBeLessThan(bytesPerSec * 60 + LIMITS.behindBytesMax);
    expect(most).toBeLessThan(LIMITS.behindBytesMax + STATE_BYTES);
  });

  test('a link that takes nothing is given up', () => {
    const { verdicts, most, held } = run(0.001, 60);
    expect(verdicts.end).toBe(1);
    expect(held).toBeLessThanOrEqual(LIMITS.heldMsMax / PATCH_MS + 2);
    expect(most).toBeLessThan(LIMITS.behindBytesMax);
  });

  test('a stall of 300 ms, as a lost packet makes, holds nothing back', () => {
    const valve = new PatchValve();
    for (let lateMs = 0; lateMs <= 300; lateMs += PATCH_MS) expect(valve.judge({ bufferedBytes: 2_000, lateMs }, lateMs)).toBe('send');
  });
});

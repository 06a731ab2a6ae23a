// In: loads over time. Out: proof of how rooms are slowed, how they recover, and that they do not swing. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { LoadGovernor } from '../../server/netcode/load-governor.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { nextFloat, seedRandom } from '../../shared/sim/random.ts';

/** A process whose rooms would keep it busy `demand` of the time at full pace, for so many windows of a quarter of a second. */
function run(governor: LoadGovernor, demand: number, windows: number, noise = () => 0): number[] {
  return Array.from({ length: windows }, () => {
    const wanted = demand * governor.pace + noise();
    return governor.sample(Math.min(1, wanted), wanted > 1 ? 3 : 0);
  });
}

describe('load governor', () => {
  test('a process within its budget runs at full pace and takes rooms', () => {
    const governor = new LoadGovernor();
    expect(new Set(run(governor, 0.7, 100))).toEqual(new Set([1]));
    expect(governor.hasRoom).toBe(true);
  });

  test('at 150 % load rooms are slowed until it fits within two seconds, and take no new ones', () => {
    const governor = new LoadGovernor();
    const paces = run(governor, 1.5, 40);
    expect(paces[7]! * 1.5).toBeLessThanOrEqual(1);
    expect(new Set(paces.slice(8)).size).toBe(1);
    expect(governor.hasRoom).toBe(false);
    expect(run(governor, 0.6, 8).at(-1)).toBe(1);
  });

  test('at ten times the load the floor holds', () => {
    const governor = new LoadGovernor();
    expect(run(governor, 10, 40).at(-1)).toBe(LIMITS.paceMin);
  });

  test('new rooms are refused before the old ones are slowed', () => {
    const governor = new LoadGovernor();
    run(governor, 0.9, 40);
    expect(governor.pace).toBe(1);
    expect(governor.hasRoom).toBe(false);
    run(governor, 0.5, 20);
    expect(governor.hasRoom).toBe(true);
  });

  test('one long pause of the machine changes nothing', () => {
    const governor = new LoadGovernor();
    run(governor, 0.3, 20);
    expect(governor.sample(1, 60)).toBe(1);
    expect(run(governor, 0.3, 20).at(-1)).toBe(1);
  });

  test.each([1, 2, 3, 4, 5])('a noisy load does not make the pace swing (seed %i)', (seed) => {
    const random = seedRandom(seed);
    const governor = new LoadGovernor();
    const paces = run(governor, 1.25, 400, () => (nextFloat(random) - 0.5) * 0.1).slice(12);
    const changes = paces.filter((pace, i) => i > 0 && pace !== paces[i - 1]).length;
    expect(changes).toBeLessThan(8);
  });
});

// In: a process that is busy, or short of memory. Out: proof that it slows its rooms, speeds up again, and takes no new ones. Run by: vitest.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { TickLoop } from '../../server/netcode/tick-loop.ts';
import { createLogger } from '../../server/platform/logger.ts';
import { UNWATCHED, watchLoad } from '../../server/platform/load-watch.ts';
import { until } from '../support/until.ts';

const log = createLogger({ level: 'silent', format: 'json' });

test('rooms with more to do than time for it are slowed, and run at full pace once it fits', async () => {
  const counts: string[] = [];
  const loop = new TickLoop({ catchUpTicksMax: 5 });
  const load = { msPerTick: 30 };
  const busy = (): void => {
    for (const endMs = performance.now() + load.msPerTick; performance.now() < endMs;) { /* the step of a heavy room */ }
  };
  const watch = watchLoad(loop, log, (name) => counts.push(name));
  const leave = loop.add({ tickHz: 60, step: busy, onLost: () => {}, onError: () => {} });
  expect(watch.hasRoom()).toBe(true);
  await until('the rooms are slow', () => loop.pace <= 0.6);
  expect(watch.hasRoom()).toBe(false);
  load.msPerTick = 0;
  await until('they are fast', () => loop.pace === 1);
  expect(new Set(counts)).toEqual(new Set(['load.slowed', 'load.sped-up']));
  await until('there is room again', () => watch.hasRoom());
  leave();
  watch.stop();
  expect(UNWATCHED.hasRoom()).toBe(true);
});

test('a process whose heap is nearly full takes no new rooms', async () => {
  const script = `
    import { TickLoop } from '${resolve('server/netcode/tick-loop.ts')}';
    import { watchLoad } from '${resolve('server/platform/load-watch.ts')}';
    const watch = watchLoad(new TickLoop({ catchUpTicksMax: 5 }), { warn() {} }, () => {});
    const before = watch.hasRoom();
    const kept = [];
    for (let n = 0; watch.hasRoom() && n < 200; n++) kept.push(Array.from({ length: 100_000 }, (_, i) => i + 0.5));
    console.log(JSON.stringify([before, watch.hasRoom(), kept.length < 200]));`;
  const args = ['--max-old-space-size=100', '--max-semi-space-size=1', '--input-type=module-typescript', '-e', script];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(JSON.parse(stdout)).toEqual([true, false, true]);
});

// In: finished captures. Out: proof that the newest are kept whole and a broken folder costs nobody anything. Run by: vitest.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCaptureFolder } from '../../server/platform/capture-folder.ts';
import { createLogger } from '../../server/platform/logger.ts';

let dataDir: string;
const log = createLogger({ level: 'silent', format: 'json' });
beforeEach(async () => { dataDir = await mkdtemp(join(tmpdir(), 'arbiter-captures-')); });
afterEach(() => rm(dataDir, { recursive: true }));

test('keeps captures whole, and only the newest', async () => {
  const counts: string[] = [];
  const folder = openCaptureFolder({ dataDir, log, count: (name) => counts.push(name), filesMax: 3 });
  for (let n = 0; n < 5; n++) {
    folder.keep('arena', `room${n}`, Uint8Array.of(n, n, n));
    await folder.idle();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const names = (await readdir(join(dataDir, 'captures'))).sort();
  expect(names.map((name) => name.replace(/^[\dTZ-]+/, ''))).toEqual(['arena-room2.capture.gz', 'arena-room3.capture.gz', 'arena-room4.capture.gz']);
  expect([...gunzipSync(await readFile(join(dataDir, 'captures', names[0]!)))]).toEqual([2, 2, 2]);
  expect(counts).toEqual(Array(5).fill('captures.kept'));
});

test('a folder that cannot be written is counted, nothing is thrown', async () => {
  await writeFile(join(dataDir, 'captures'), 'a file where the folder should be');
  const counts: string[] = [];
  const folder = openCaptureFolder({ dataDir, log, count: (name) => counts.push(name) });
  folder.keep('arena', 'x', Uint8Array.of(1));
  await folder.idle();
  expect(counts).toEqual(['captures.failed']);
});

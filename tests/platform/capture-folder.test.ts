// In: finished captures. Out: proof that the newest are kept whole and a broken folder costs nobody anything. Run by: vitest.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
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

test('a disk that is too slow costs captures, not memory', async () => {
  const counts: string[] = [];
  const folder = openCaptureFolder({ dataDir, log, count: (name) => counts.push(name), queueBytesMax: 250 });
  for (let n = 0; n < 5; n++) folder.keep('arena', `room${n}`, new Uint8Array(100));
  await folder.idle();
  expect(counts.sort()).toEqual(['captures.dropped', 'captures.dropped', 'captures.dropped', 'captures.kept', 'captures.kept']);
  folder.keep('arena', 'later', new Uint8Array(100));
  await folder.idle();
  expect(counts.filter((name) => name === 'captures.kept')).toHaveLength(3);
});

test('a disk that is full costs captures, and what did not fit is removed from it', async () => {
  // A process that may write no file longer than 4 KB gets the same answers from its system as one on a full disk.
  const script = `
    import { randomBytes } from 'node:crypto';
    import { openCaptureFolder } from '${resolve('server/platform/capture-folder.ts')}';
    const counts = [];
    const log = { info() {}, error() {} };
    const folder = openCaptureFolder({ dataDir: process.argv[1], log, count: (name) => counts.push(name) });
    for (const bytes of [100, 100_000, 100]) folder.keep('arena', 'r' + bytes + counts.length, randomBytes(bytes));
    await folder.idle();
    console.log(JSON.stringify(counts));`;
  const command = 'ulimit -f 4; exec "$0" --input-type=module-typescript -e "$1" "$2"';
  const { stdout } = await promisify(execFile)('bash', ['-c', command, process.execPath, script, dataDir]);
  expect(JSON.parse(stdout)).toEqual(['captures.kept', 'captures.failed', 'captures.kept']);
  expect((await readdir(join(dataDir, 'captures'))).filter((name) => !name.endsWith('.capture.gz'))).toEqual([]);
});

test('a folder that cannot be written is counted, nothing is thrown', async () => {
  await writeFile(join(dataDir, 'captures'), 'a file where the folder should be');
  const counts: string[] = [];
  const folder = openCaptureFolder({ dataDir, log, count: (name) => counts.push(name) });
  folder.keep('arena', 'x', Uint8Array.of(1));
  await folder.idle();
  expect(counts).toEqual(['captures.failed']);
});

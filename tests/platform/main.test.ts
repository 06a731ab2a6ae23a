// In: the server's own process, started right and wrong. Out: proof of the one line and the exit code. Run by: vitest.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, '../../server/main.ts');
let dir: string;
beforeAll(async () => { dir = await mkdtemp(join(tmpdir(), 'arbiter-main-')); });
afterAll(() => rm(dir, { recursive: true }));

interface Ended { readonly code: number | null; readonly out: string; readonly err: string }

/** Runs the server until it ends; `onOut` sees what it has printed so far and may signal it. */
function run(settings: Record<string, string>, onOut: (out: string, kill: (signal: NodeJS.Signals) => void) => void = () => {}): Promise<Ended> {
  const env = { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', ARBITER_CLIENT: 'off', ARBITER_DATA: join(dir, 'data'), ...settings };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
    onOut(out, (signal) => child.kill(signal));
  });
  child.stderr.on('data', (data: Buffer) => { err += data.toString(); });
  return new Promise((resolve) => { child.once('close', (code) => resolve({ code, out, err })); });
}

test.each(['SIGTERM', 'SIGINT'] as const)('prints where it runs, and %s ends it with 0', async (signal) => {
  const { code, out, err } = await run({}, (printed, kill) => { if (printed.includes('is running')) kill(signal); });
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^Arbiter is running: http:\/\/localhost:\d+$/m);
  expect(out).toMatch(/ warn  tokens are signed with a key made at this start/);
});

test('a port that is taken, a folder that cannot be written, a page that is not built, a wrong setting: one line, exit 1', async () => {
  const busy = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => { busy.once('listening', resolve); });
  await writeFile(join(dir, 'file'), '');
  const { port } = busy.address() as AddressInfo;
  const ends = await Promise.all([
    run({ PORT: String(port) }), run({ ARBITER_DATA: join(dir, 'file') }), run({ ARBITER_CLIENT: join(dir, 'none') }), run({ LOG_LEVEL: 'loud' }),
  ]);
  busy.close();
  const reasons = [/port \d+ is already in use/, /data folder .* cannot be written/, /run npm run build/, /LOG_LEVEL="loud": must be one of/];
  for (const [n, { code, out, err }] of ends.entries()) {
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^Arbiter cannot start: [^\n]+\n$/);
    expect(err).toMatch(reasons[n]!);
  }
});

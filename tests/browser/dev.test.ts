// In: a copy of the project that is edited. Out: proof that `npm run dev` brings each change to a player. Run by: vitest.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { until } from '../support/until.ts';

const PATIENCE_MS = 60_000;
const COPIED = ['client', 'server', 'shared', 'tools', 'package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.base.json', 'tsconfig.json'];

let folder: string;
let dev: ChildProcess;
let browser: Browser;
let printed = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arbiter-dev-'));
  for (const path of COPIED) await cp(path, join(folder, path), { recursive: true });
  // Links to each package and not to their folder, so that Vite's cache is not that of a developer at work.
  await mkdir(join(folder, 'node_modules'));
  const packages = (await readdir('node_modules')).filter((name) => name === '.bin' || !name.startsWith('.'));
  for (const name of packages) await symlink(resolve('node_modules', name), join(folder, 'node_modules', name));
  dev = spawn(process.execPath, ['tools/dev.ts'], {
    cwd: folder, stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PORT: String(await freePort()), HOST: '127.0.0.1', ARBITER_DATA: join(folder, 'data'), NO_COLOR: '1' },
  });
  for (const stream of [dev.stdout!, dev.stderr!]) stream.on('data', (bytes: Buffer) => { printed += bytes.toString(); });
  browser = await launchBrowser();
}, PATIENCE_MS);

afterAll(async () => {
  await browser?.close();
  if (dev !== undefined && dev.exitCode === null) {
    dev.kill('SIGTERM');
    await once(dev, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

interface Playing { readonly roomId: string; readonly firstControlMs: number }
const roomId = (page: Page) => page.evaluate(() => (window as never as { arbiter: Playing }).arbiter.roomId);
const inMatch = (page: Page, not: string) => page.waitForFunction((other) => {
  const { arbiter } = window as never as { arbiter?: Playing };
  return document.body.dataset['screen'] === 'playing' && arbiter !== undefined && arbiter.firstControlMs >= 0 && arbiter.roomId !== other;
}, not, { timeout: PATIENCE_MS });

test('a change of the rooms or of the page, and the player is in a match again', { timeout: 240_000 }, async () => {
  await until('the address of the page', () => /Local:\s+http\S+/.test(printed), PATIENCE_MS);
  const page = await browser.newPage({ viewport: { width: 640, height: 360 } });
  await page.goto(/Local:\s+(http\S+)/.exec(printed)![1]!);
  await page.getByTestId('play').click();
  await inMatch(page, '');
  const first = await roomId(page);

  await appendFile(join(folder, 'server/start.ts'), '\n// changed\n');
  await inMatch(page, first);
  expect(printed).toContain('start.ts changed');
  const second = await roomId(page);

  await page.evaluate(() => { (window as never as { before: boolean }).before = true; });
  await appendFile(join(folder, 'client/main.ts'), '\nexport const changed = true;\n');
  await page.waitForFunction(() => (window as never as { before?: boolean }).before === undefined, undefined, { timeout: PATIENCE_MS });
  await inMatch(page, '');
  expect(await roomId(page)).toBe(second);
});

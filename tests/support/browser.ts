// In: nothing, or CHROMIUM_PATH. Out: a real browser with WebGL, whatever the machine has. Run by: browser tests, benchmarks.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import Packed, { inflate, setupLambdaEnvironment } from '@sparticuz/chromium';

const INSTALLED = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const FLAGS = [
  // Software WebGL: no test machine has a graphics card.
  '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
  '--no-sandbox', '--mute-audio', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required',
  // Two pages share the machine: the one behind must keep playing.
  '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows',
];

/** The browser to test with: CHROMIUM_PATH, else one on the machine, else the one inside the npm package. */
export async function browserPath(): Promise<string> {
  const asked = process.env['CHROMIUM_PATH'];
  if (asked !== undefined && asked !== '') {
    if (!existsSync(asked)) throw new Error(`CHROMIUM_PATH=${asked}: there is no such file`);
    return asked;
  }
  return installedPath() ?? packedPath();
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await browserPath(), headless: true, args: FLAGS });
}

function installedPath(): string | undefined {
  for (const name of INSTALLED) {
    for (const folder of (process.env['PATH'] ?? '').split(':')) {
      const path = join(folder, name);
      if (existsSync(path) && starts(path)) return path;
    }
  }
  return undefined;
}

async function packedPath(): Promise<string> {
  const path = await Packed.executablePath();
  if (starts(path)) return path;
  // A bare machine lacks libnss3 and its kin; the package brings them, for another cloud.
  await inflate(join(import.meta.dirname, '../../node_modules/@sparticuz/chromium/bin/al2023.tar.br'));
  setupLambdaEnvironment(join(tmpdir(), 'al2023', 'lib'));
  if (!starts(path)) throw new Error(`${path} does not start: install Chromium, or name one in CHROMIUM_PATH`);
  return path;
}

function starts(path: string): boolean {
  try {
    execFileSync(path, ['--version', '--no-sandbox'], { stdio: 'pipe', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

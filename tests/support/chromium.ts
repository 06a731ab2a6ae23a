// In: CHROMIUM_PATH, the machine, or the npm package. Out: a Chromium that starts, and what it needs to. Run by: browser.ts.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export interface Chromium {
  readonly path: string;
  /** Environment to start it with: this process's own, and where its libraries and fonts are. */
  readonly env: Record<string, string>;
}

const MODULES = join(import.meta.dirname, '../../node_modules');
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ELSEWHERE = [
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

let found: Promise<Chromium> | undefined;

/**
 * The browser to test with: CHROMIUM_PATH, else one on the machine, else the one inside the npm package.
 * @throws Error saying what to do where none starts.
 */
export function findChromium(): Promise<Chromium> {
  return (found ??= find());
}

async function find(): Promise<Chromium> {
  const asked = process.env['CHROMIUM_PATH'];
  if (asked !== undefined && asked !== '') {
    if (!existsSync(asked)) throw new Error(`CHROMIUM_PATH=${asked}: there is no such file`);
    return { path: asked, env: environment() };
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...ELSEWHERE];
  const path = candidates.find((candidate) => existsSync(candidate) && starts(candidate, environment()));
  return path === undefined ? packedChromium() : { path, env: environment() };
}

/**
 * The package's own browser, unpacked once a version into node_modules. The package would unpack into the temporary
 * folder, under names that other versions, other users and an unpacking that was cut short share for ever.
 */
export async function packedChromium(cache = join(MODULES, '.cache')): Promise<Chromium> {
  const { version } = JSON.parse(await readFile(join(MODULES, '@sparticuz/chromium/package.json'), 'utf8')) as { version: string };
  const folder = join(cache, `chromium-${version}`);
  if (!existsSync(folder)) await unpackInto(folder, cache);
  const chromium = { path: join(folder, 'chromium'), env: environment(folder) };
  if (starts(chromium.path, chromium.env)) return chromium;
  throw new Error(`${chromium.path} does not start here: install Chromium, or name one in CHROMIUM_PATH`);
}

/** Whole or not at all: unpacked beside its place, then renamed. Who comes second throws its own away. */
async function unpackInto(folder: string, cache: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const staging = await mkdtemp(`${folder}-`);
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'unpack-chromium.ts')], { env: { ...process.env, TMPDIR: staging } });
  await rename(staging, folder).catch(async (error: unknown) => {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
}

/** The machine's own libraries come first: the package's are for machines that have none. */
function environment(unpacked?: string): Record<string, string> {
  const own = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  if (unpacked === undefined) return own;
  const bare = !starts(join(unpacked, 'chromium'), own);
  return {
    ...own,
    ...(bare ? { LD_LIBRARY_PATH: [join(unpacked, 'al2023/lib'), own['LD_LIBRARY_PATH'] ?? ''].filter(Boolean).join(':') } : {}),
    ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(unpacked, 'fonts') }),
  };
}

function starts(path: string, env: Record<string, string>): boolean {
  try {
    execFileSync(path, ['--version', '--no-sandbox'], { stdio: 'pipe', timeout: 20_000, env });
    return true;
  } catch {
    return false;
  }
}

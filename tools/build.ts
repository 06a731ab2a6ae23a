// In: client/ and shared/. Out: dist/client, built only when a source is newer than it. Run by: npm start, test set-up.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type * as Vite from 'vite';

const ROOT = join(import.meta.dirname, '..');
const BUILT = join(ROOT, 'dist/client');
/** Not the lock: npm writes it at every installation. */
const SOURCES = ['client', 'shared', 'package.json', 'vite.config.ts', 'tools/phaser-parts.ts'];

/** Builds the client if it is missing or stale; answers whether it did. @throws Error with a sentence where it cannot. */
export async function buildClient(): Promise<boolean> {
  const index = join(BUILT, 'index.html');
  const sources = SOURCES.map((path) => newestMs(join(ROOT, path)));
  if (existsSync(index) && statSync(index).mtimeMs > Math.max(...sources)) return false;
  const { build } = await loadVite();
  // Built beside its place: a server that runs meanwhile, or a build that is cut short, never has half a page.
  const next = `${BUILT}-${process.pid}`;
  try {
    await build({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn', build: { outDir: next } });
    await rm(BUILT, { recursive: true, force: true });
    await rename(next, BUILT);
  } finally {
    await rm(next, { recursive: true, force: true });
  }
  return true;
}

function newestMs(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

/** Only when there is something to build: an installation without development packages runs a page that was built before. */
function loadVite(): Promise<typeof Vite> {
  return import('vite').catch((error: unknown) => {
    throw new Error('development packages are missing: run "npm install --include=dev"', { cause: error });
  });
}

if (import.meta.main) {
  try {
    if (await buildClient()) console.log('The client is built.');
  } catch (error) {
    console.error(`The client cannot be built: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

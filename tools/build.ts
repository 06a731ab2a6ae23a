// In: client/ and shared/. Out: dist/client, built only when a source is newer than it. Run by: npm start, test set-up.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '..');
const BUILT = join(ROOT, 'dist/client/index.html');

/** Builds the client if it is missing or stale; answers whether it did. */
export async function buildClient(): Promise<boolean> {
  const sources = ['client', 'shared', 'package-lock.json', 'vite.config.ts'].map((path) => newestMs(join(ROOT, path)));
  if (existsSync(BUILT) && statSync(BUILT).mtimeMs > Math.max(...sources)) return false;
  await build({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn' });
  return true;
}

function newestMs(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

if (import.meta.main) {
  if (await buildClient()) console.log('The client is built.');
}

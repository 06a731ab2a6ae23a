// In: the sources. Out: the rooms, restarted on every change of server or shared, and Vite's page in front. Run by: npm run dev.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createServer } from 'vite';

// Node's own watcher and Vite's proxy, not Colyseus' Vite plugin: the plugin ignores a transport of one's own, and the
// frame guard must be there when developing too. A page whose room went away joins again by itself.
const root = join(import.meta.dirname, '..');
const rooms = spawn(
  process.execPath, ['--watch-preserve-output', '--watch-path=server', '--watch-path=shared', 'server/main.ts'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ARBITER_CLIENT: 'off' } },
);
const page = await createServer({ configFile: join(root, 'vite.config.ts') });
await page.listen();
page.printUrls();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    rooms.kill();
    void page.close().then(() => process.exit(0));
  });
}

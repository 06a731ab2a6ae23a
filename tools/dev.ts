// In: the sources. Out: the rooms, restarted on every change of server or shared, and Vite's page in front. Run by: npm run dev.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer, type Plugin } from 'vite';

// Not Colyseus' Vite plugin: it ignores a transport of one's own, and the frame guard must be there when developing too.
const ROOT = join(import.meta.dirname, '..');
const PORT = process.env['PORT'] ?? '2567';
const SOURCES = ['server', 'shared'].map((folder) => join(ROOT, folder));
/** Editors write a file in several steps, and several files at once. */
const SETTLE_MS = 80;
const END_MS_MAX = 5_000;
const HEALTH_MS = 100;

let rooms: ChildProcess | undefined;
let up = false;
let changed: NodeJS.Timeout | undefined;
let restarting = Promise.resolve();

/** Tells pages that the rooms are back, and puts the script into them that then joins again. */
const rejoin: Plugin = {
  name: 'arbiter-rejoin',
  transformIndexHtml: () => [{ tag: 'script', attrs: { type: 'module', src: '/dev-rejoin.ts' }, injectTo: 'body' }],
  configureServer: ({ middlewares }) => {
    middlewares.use('/dev-rooms', (_req, res) => { res.writeHead(up ? 204 : 503).end(); });
  },
};

if (await answers()) {
  console.error(`Arbiter cannot start: another server runs on port ${PORT}; end it, or set PORT`);
  process.exit(1);
}
const page = await createServer({ configFile: join(ROOT, 'vite.config.ts'), plugins: [rejoin] });
if (!await startRooms()) process.exit(1);
await page.listen();
page.printUrls();

page.watcher.add(SOURCES);
page.watcher.on('all', (_event, path) => {
  if (!SOURCES.some((folder) => path.startsWith(folder))) return;
  clearTimeout(changed);
  changed = setTimeout(() => { restarting = restarting.then(() => restartRooms(path)); }, SETTLE_MS);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => { void endRooms().then(() => page.close()).then(() => process.exit(0)); });
}

/** Answers whether the rooms answer; where they do not, they have said why. */
async function startRooms(): Promise<boolean> {
  const started = spawn(process.execPath, ['server/main.ts'], { cwd: ROOT, stdio: 'inherit', env: { ...process.env, PORT, ARBITER_CLIENT: 'off' } });
  rooms = started;
  started.once('exit', () => {
    if (rooms === started) up = false;
  });
  while (started.exitCode === null && started.signalCode === null) {
    // A server that cannot start ends by itself; one that is slow is waited for.
    up = await answers();
    if (up) return true;
    await sleep(HEALTH_MS);
  }
  return false;
}

function answers(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${PORT}/healthz`).then((answer) => answer.ok, () => false);
}

async function restartRooms(path: string): Promise<void> {
  console.log(`${path.slice(ROOT.length + 1)} changed: the rooms start again`);
  await endRooms();
  if (await startRooms()) page.ws.send('arbiter:rooms');
  else console.error('The rooms are down until the next change.');
}

async function endRooms(): Promise<void> {
  up = false;
  const ending = rooms;
  rooms = undefined;
  if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
  const ended = once(ending, 'exit');
  // The signal that does not let matches finish first.
  ending.kill('SIGINT');
  const late = setTimeout(() => ending.kill('SIGKILL'), END_MS_MAX);
  await ended;
  clearTimeout(late);
}

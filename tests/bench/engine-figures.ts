// In: nothing. Out: the hashes of the same captures in Node and Chromium, as Markdown; exit code 1 where they differ. Run by: npm run bench:engines.
import { replayCapture } from '../../shared/netcode/capture-replay.ts';
import { MAP_NAMES } from '../../shared/maps/index.ts';
import { roomTypeNamed } from '../../shared/rooms/index.ts';
import { launchBrowser } from '../support/browser.ts';
import type { TimedReplay } from '../support/replay-page.ts';
import { captureBots } from './bot-captures.ts';
import { buildReplayScript, replayInPage } from './replay-in-browser.ts';

const SEEDS = [1, 2, 3, 4];
const TICKS_A_SEED = 25_000;
const TICK_HZ = roomTypeNamed('arena')!.tickHz;

function replayInNode(file: Uint8Array): TimedReplay {
  const startMs = performance.now();
  const result = replayCapture(file, roomTypeNamed);
  return { result, elapsedMs: performance.now() - startMs };
}

const said = ({ result }: TimedReplay) => {
  if (result.kind === 'same') return result.hash.toString(16).padStart(8, '0');
  return result.kind === 'differs' ? `differs at tick ${result.tick} in ${result.field}` : result.reason;
};
const speed = (ticks: number, elapsedMs: number) => `${(ticks / TICK_HZ / (elapsedMs / 1000)).toFixed(0)} x`;

const browser = await launchBrowser();
let different = 0;
try {
  const page = await browser.newPage();
  await page.addScriptTag({ content: await buildReplayScript() });
  console.log(`Node ${process.version} (V8 ${process.versions.v8}), Chromium ${browser.version()}; 16 bots\n`);
  console.log('| seed | map, mode | match | KB | ticks | hash in Node | hash in Chromium | same? | Node, of real time | Chromium, of real time |');
  console.log('|---|---|---|---|---|---|---|---|---|---|');
  const sum = { ticks: 0, nodeMs: 0, pageMs: 0 };
  for (const seed of SEEDS) {
    const options = { map: MAP_NAMES[seed % MAP_NAMES.length], mode: seed % 2 === 0 ? 'teams' : 'ffa' };
    for (const [match, file] of captureBots(seed, TICKS_A_SEED, options).entries()) {
      const inNode = replayInNode(file);
      const inPage = await replayInPage(page, file);
      const same = inNode.result.kind === 'same' && JSON.stringify(inNode.result) === JSON.stringify(inPage.result);
      if (!same) different++;
      const ticks = inNode.result.kind === 'unreadable' ? 0 : inNode.result.ticks;
      if (same) sum.ticks += ticks;
      sum.nodeMs += inNode.elapsedMs;
      sum.pageMs += inPage.elapsedMs;
      console.log(`| ${seed} | ${options.map}, ${options.mode} | ${match + 1} | ${(file.length / 1024).toFixed(0)} | ${ticks} | ${said(inNode)} `
        + `| ${said(inPage)} | ${same ? 'yes' : 'NO'} | ${speed(ticks, inNode.elapsedMs)} | ${speed(ticks, inPage.elapsedMs)} |`);
    }
  }
  console.log(`| all | | | | ${sum.ticks} | | | ${different === 0 ? 'yes' : `${different} NOT`} `
    + `| ${speed(sum.ticks, sum.nodeMs)} | ${speed(sum.ticks, sum.pageMs)} |`);
} finally {
  await browser.close();
}
process.exit(different === 0 ? 0 : 1);

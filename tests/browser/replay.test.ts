// In: bots' matches recorded in Node. Out: proof that a browser re-runs them to the same bits, and names a fault. Run by: vitest.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { replayCapture } from '../../shared/netcode/capture-replay.ts';
import { roomTypeNamed } from '../../shared/rooms/index.ts';
import { captureBots } from '../bench/bot-captures.ts';
import { buildReplayScript, replayInPage } from '../bench/replay-in-browser.ts';
import { launchBrowser } from '../support/browser.ts';
import { withFaultAt } from '../support/planted-fault.ts';

const TICKS = 3_000;
const FAULT_TICK = 1_234;
const SEED = 7;

let browser: Browser;
let page: Page;
const [file] = captureBots(SEED, TICKS, { matchSec: 300 });

beforeAll(async () => {
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.addScriptTag({ content: await buildReplayScript() });
});
afterAll(async () => {
  await browser?.close();
});

test(`the match of seed ${SEED} is the same in Node and in the browser, to the last bit`, async () => {
  const inNode = replayCapture(file!, roomTypeNamed);
  expect(inNode).toMatchObject({ kind: 'same', ticks: TICKS });
  expect((await replayInPage(page, file!)).result).toEqual(inNode);
});

test('a player moved by a sixteenth in one step is named by the browser too', async () => {
  const inNode = replayCapture(file!, withFaultAt(FAULT_TICK));
  expect(inNode).toMatchObject({ kind: 'differs', tick: FAULT_TICK, field: 'players[0].x' });
  expect((await replayInPage(page, file!, FAULT_TICK)).result).toEqual(inNode);
});

// In: the built page with ?net=, the whole server, a real browser. Out: proof that a player can feel a bad network, change it,
// and is told of one that does not exist. Run by: vitest.
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { serverUnderTest, type ServerUnderTest } from '../support/server.ts';

const ARTEFACTS = 'artefacts';
/** Software WebGL on a shared machine draws a few frames a second: conditions are awaited this long. */
const PATIENCE_MS = 45_000;

let under: ServerUnderTest;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(ARTEFACTS, { recursive: true });
  under = await serverUnderTest();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await under?.close();
});

async function open(query: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
  await page.goto(`${under.url}/${query}`);
  await page.getByTestId('name').fill('Ann');
  await page.getByTestId('play').click();
  return page;
}

async function rttIs(page: Page, wanted: 'over' | 'under', ms: number): Promise<void> {
  await page.waitForFunction(([way, limit]) => {
    const { arbiter } = window as never as { arbiter?: { stats(): { rttMs: number } } };
    const rttMs = arbiter?.stats().rttMs ?? -1;
    return rttMs >= 0 && (way === 'over' ? rttMs > Number(limit) : rttMs < Number(limit));
  }, [wanted, ms] as const, { timeout: PATIENCE_MS });
}

test('?net= is felt, shows in the net graph, stays in the address, and can be changed while one plays', { timeout: 150_000 }, async () => {
  const page = await open('?net=geostationary&netseed=3');
  await rttIs(page, 'over', 550);
  await page.keyboard.press('n');
  await page.getByTestId('net-graph').waitFor({ timeout: PATIENCE_MS });
  const select = page.getByTestId('network');
  await page.waitForFunction(() => (document.querySelector<HTMLSelectElement>('[data-testid=network]')?.value ?? '') === 'geostationary', undefined, { timeout: PATIENCE_MS });
  expect(await select.locator('option').count()).toBeGreaterThan(8);
  expect(page.url()).toMatch(/\?room=.+&net=geostationary&netseed=3$/);
  await page.screenshot({ path: `${ARTEFACTS}/net-graph.png`, timeout: PATIENCE_MS });
  await select.selectOption('');
  await rttIs(page, 'under', 300);
  await select.selectOption('satellite');
  await page.waitForFunction(() => (window as never as { arbiter: { link: { kind: string } } }).arbiter.link.kind === 'playing', undefined, { timeout: PATIENCE_MS });
  await page.close();
});

test('a network nobody knows is refused with the known ones', { timeout: 90_000 }, async () => {
  const page = await open('?net=moon');
  await page.getByTestId('error').waitFor({ timeout: PATIENCE_MS });
  expect(await page.getByTestId('error').textContent()).toMatch(/no network scenario "moon"; the known ones are lan, .*train/);
  await page.close();
});

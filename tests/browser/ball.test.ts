// In: the built page, the whole server, two real browser pages. Out: proof that people can play ball, and screenshots. Run by: vitest.
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { serverUnderTest, type ServerUnderTest } from '../support/server.ts';

const ARTEFACTS = 'artefacts';
/** Software WebGL on a shared machine draws a few frames a second: conditions are awaited this long. */
const PATIENCE_MS = 45_000;

interface Seen { readonly x: number; readonly y: number; readonly team: number; readonly name: string; readonly energy: number }
type Arbiter = { seat: number; roomId: string; view(): { phase: number; players: (Seen | null)[]; balls: { x: number; y: number }[] } | undefined; stats(): { compared: number } };

let under: ServerUnderTest;
const browsers: Browser[] = [];

beforeAll(async () => {
  mkdirSync(ARTEFACTS, { recursive: true });
  under = await serverUnderTest();
}, 60_000);
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await under?.close();
}, 60_000);

async function open(path: string, size: { width: number; height: number; touch?: boolean }): Promise<{ page: Page; errors: string[] }> {
  const { touch = false, ...viewport } = size;
  // A browser each: two pages that draw share one software renderer, which then misses screenshots.
  const browser = await launchBrowser();
  browsers.push(browser);
  const context = await browser.newContext({ viewport, hasTouch: touch, isMobile: touch, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  await page.goto(`${under.url}/${path}`);
  return { page, errors };
}

async function playAs(page: Page, name: string): Promise<void> {
  await page.getByTestId('name').fill(name);
  await page.getByTestId('play').click();
  await page.waitForFunction(() => ((window as never as { arbiter?: { firstControlMs: number } }).arbiter?.firstControlMs ?? -1) >= 0, undefined, { timeout: PATIENCE_MS });
}

const own = (page: Page) => page.evaluate(() => {
  const { seat, roomId, view } = (window as never as { arbiter: Arbiter }).arbiter;
  return { seat, roomId, player: view()!.players[seat]! };
});

test('two meet on one pitch: the menu offers the game, a link invites to it, one runs and boosts, the other sees it', { timeout: 150_000 }, async () => {
  const ann = await open('', { width: 1280, height: 720 });
  await ann.page.getByTestId('game-ball').check({ force: true });
  await ann.page.getByTestId('botLevel-easy').check({ force: true });
  await playAs(ann.page, 'Ann');
  const { seat, roomId, player } = await own(ann.page);
  expect(ann.page.url()).toContain(`?room=${roomId}&game=ball`);
  const bob = await open(`?room=${roomId}&game=ball`, { width: 390, height: 844, touch: true });
  await playAs(bob.page, 'Bob');
  const other = await own(bob.page);
  expect(other).toMatchObject({ roomId });
  expect(other.seat).not.toBe(seat);

  await ann.page.waitForFunction(() => (window as never as { arbiter: Arbiter }).arbiter.view()!.phase === 1, undefined, { timeout: PATIENCE_MS });
  await ann.page.keyboard.down('Shift');
  await ann.page.keyboard.down(player.y < 520 ? 's' : 'w');
  await bob.page.waitForFunction(([id, x, y]) => {
    const seen = (window as never as { arbiter: Arbiter }).arbiter.view()?.players[id!];
    return seen?.name === 'Ann' && Math.abs(seen.x - x!) + Math.abs(seen.y - y!) > 60;
  }, [seat, player.x, player.y], { timeout: PATIENCE_MS });
  await ann.page.screenshot({ path: `${ARTEFACTS}/ball-desktop.png` });
  await bob.page.screenshot({ path: `${ARTEFACTS}/ball-phone.png` });
  expect(await ann.page.evaluate(() => (window as never as { arbiter: Arbiter }).arbiter.stats().compared)).toBeGreaterThan(10);
  expect([...ann.errors, ...bob.errors]).toEqual([]);
});

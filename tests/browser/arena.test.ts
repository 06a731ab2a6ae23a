// In: the built page, the whole server, two real browser pages. Out: proof that people can play, and screenshots. Run by: vitest.
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { serverUnderTest, type ServerUnderTest } from '../support/server.ts';

const ARTEFACTS = 'artefacts';
/** Software WebGL on a shared machine draws a few frames a second: conditions are awaited this long. */
const PATIENCE_MS = 45_000;

interface Seen { readonly x: number; readonly y: number; readonly alive: boolean; readonly magRifle: number; readonly name: string }
type Arbiter = { seat: number; roomId: string; frames: number; firstControlMs: number; link: { kind: string }; view(): { tick: number; players: (Seen | null)[] } | undefined };

let under: ServerUnderTest;
const browsers: Browser[] = [];

beforeAll(async () => {
  mkdirSync(ARTEFACTS, { recursive: true });
  under = await serverUnderTest();
});
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await under?.close();
});

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

/** A page that draws all the time is at times too busy for a picture: asked again, it gives one. */
async function keep(page: Page, name: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await page.screenshot({ path: `${ARTEFACTS}/${name}.png` });
      return;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

async function playAs(page: Page, name: string): Promise<void> {
  await page.getByTestId('name').fill(name);
  await page.getByTestId('play').click();
  await page.waitForFunction(() => ((window as never as { arbiter?: Arbiter }).arbiter?.firstControlMs ?? -1) >= 0, undefined, { timeout: PATIENCE_MS });
}

const own = (page: Page) => page.evaluate(() => {
  const { seat, roomId, view } = (window as never as { arbiter: Arbiter }).arbiter;
  return { seat, roomId, player: view()?.players[seat] ?? null };
});

describe('two browsers', () => {
  test('meet in one room; one moves and fires, the other sees it', { timeout: 150_000 }, async () => {
    const ann = await open('', { width: 1280, height: 720 });
    await keep(ann.page, 'menu-desktop');
    await playAs(ann.page, 'Ann');
    const { seat, roomId, player } = await own(ann.page);
    const bob = await open(`?room=${roomId}`, { width: 390, height: 844, touch: true });
    await keep(bob.page, 'menu-phone');
    await playAs(bob.page, 'Bob');
    expect(await own(bob.page)).toMatchObject({ roomId });

    await ann.page.keyboard.down(player!.x < 800 ? 'd' : 'a');
    await ann.page.mouse.move(900, 300);
    await ann.page.mouse.down();
    await bob.page.waitForFunction(([id, x, y]) => {
      const seen = (window as never as { arbiter: Arbiter }).arbiter.view()?.players[id!];
      return seen?.name === 'Ann' && Math.abs(seen.x - x!) + Math.abs(seen.y - y!) > 40;
    }, [seat, player!.x, player!.y], { timeout: PATIENCE_MS });
    await bob.page.waitForFunction((id) => {
      const seen = (window as never as { arbiter: Arbiter }).arbiter.view()?.players[id!];
      return (seen?.magRifle ?? 24) < 24;
    }, seat, { timeout: PATIENCE_MS });
    await keep(ann.page, 'play-desktop');
    await keep(bob.page, 'play-phone');
    await ann.page.mouse.up();
    await ann.page.keyboard.press('n');
    await ann.page.getByTestId('net-graph').waitFor({ timeout: PATIENCE_MS });
    expect([...ann.errors, ...bob.errors]).toEqual([]);
  });
});

test('a room that is gone is said in words, and the player may go on', { timeout: 90_000 }, async () => {
  const { page } = await open('?room=nowhere99', { width: 1280, height: 720 });
  await page.getByTestId('name').fill('Ann');
  await page.getByTestId('play').click();
  await page.getByTestId('error').waitFor({ timeout: PATIENCE_MS });
  expect(await page.getByTestId('error').textContent()).toMatch(/does not exist/);
});

// In: a server's address. Out: real browsers with its page open, what went wrong in them, and pictures. Run by: browser tests.
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';

/** Software WebGL on a shared machine draws a few frames a second: conditions are awaited this long. */
export const PATIENCE_MS = 45_000;
const ARTEFACTS = 'artefacts';
const SHOTS_MAX = 5;

export interface PageSize {
  readonly width: number;
  readonly height: number;
  readonly touch?: boolean;
}

/** Opens pages, a browser each: two that draw share one software renderer, which then misses screenshots. */
export class PlayerPages {
  readonly #browsers: Browser[] = [];

  async open(url: string, { touch = false, ...viewport }: PageSize): Promise<{ readonly page: Page; readonly errors: string[] }> {
    const browser = await launchBrowser();
    this.#browsers.push(browser);
    const context = await browser.newContext({ viewport, hasTouch: touch, isMobile: touch, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
    await page.goto(url);
    return { page, errors };
  }

  async close(): Promise<void> {
    for (const browser of this.#browsers) await browser.close();
  }
}

/** A page that draws all the time is at times too busy for a picture: asked again, it gives one. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(ARTEFACTS, { recursive: true });
  for (let tries = 1; ; tries++) {
    try {
      await page.screenshot({ path: `${ARTEFACTS}/${name}.png` });
      return;
    } catch (error) {
      if (tries === SHOTS_MAX) throw error;
    }
  }
}

/** Resolves once the own player can be moved. */
export async function playAs(page: Page, name: string): Promise<void> {
  await page.getByTestId('name').fill(name);
  await page.getByTestId('play').click();
  await page.waitForFunction(() => ((window as never as { arbiter?: { firstControlMs: number } }).arbiter?.firstControlMs ?? -1) >= 0, undefined, { timeout: PATIENCE_MS });
}

// In: the built page, the whole server, one browser. Out: proof that gamepads play, settings last, matches end with results,
// and a player who was cut off is back in the same seat; screenshots of it. Run by: vitest.
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectMatch } from '../../client/netcode/connection.ts';
import { arena } from '../../shared/rooms/arena/definition.ts';
import { ArenaState } from '../../shared/rooms/arena/state.ts';
import { launchBrowser } from '../support/browser.ts';
import { serverUnderTest, type ServerUnderTest } from '../support/server.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';

const ARTEFACTS = 'artefacts';
/** Software WebGL on a shared machine draws a few frames a second: conditions are awaited this long. */
const PATIENCE = { timeout: 45_000 };
/** Small, so that a machine without a graphics card draws it soon. */
const VIEWPORT = { width: 640, height: 360 };

interface Pad { axes: number[]; buttons: { value: number; pressed: boolean }[] }
interface Seen { readonly x: number; readonly y: number; readonly alive: boolean; readonly shots: number }
type Playing = Window & {
  pad: Pad;
  arbiter?: { seat: number; roomId: string; firstControlMs: number; view(): { players: (Seen | null)[] } | undefined };
};

let under: ServerUnderTest;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(ARTEFACTS, { recursive: true });
  under = await serverUnderTest();
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await under?.close();
});

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT, reducedMotion: 'reduce', ...options });
  return context.newPage();
}

async function play(page: Page): Promise<void> {
  await page.getByTestId('play').click();
  await page.waitForFunction(() => ((window as never as Playing).arbiter?.firstControlMs ?? -1) >= 0, undefined, PATIENCE);
}

const seatOf = (page: Page) => page.evaluate(() => (window as never as Playing).arbiter!.seat);
const ownOf = (page: Page) => page.evaluate(() => {
  const { arbiter } = window as never as Playing;
  return arbiter?.view()?.players[arbiter.seat];
});

test('a gamepad moves, fires and opens the menu; the match ends with results', { timeout: 150_000 }, async () => {
  const host = await connectMatch({
    url: under.url, roomType: arena, rootState: ArenaState as never, name: 'Host', options: { botsMin: 4, matchSec: 10, warmupSec: 0, map: 'foundry' },
  });
  const page = await open();
  await page.addInitScript(() => {
    const pad = { mapping: 'standard', connected: true, axes: [0, 0, 0, 0], buttons: Array.from({ length: 17 }, () => ({ value: 0, pressed: false })) };
    (window as never as Playing).pad = pad;
    navigator.getGamepads = () => [pad as never];
  });
  await page.goto(`${under.url}/?room=${host.roomId}`);
  await play(page);
  await host.leave();
  const before = (await ownOf(page))!;
  await page.evaluate((towards) => {
    const { pad } = window as never as Playing;
    [pad.axes[0], pad.axes[2], pad.buttons[7]!.value] = [towards, towards, 1];
  }, before.x < 800 ? 1 : -1);
  await page.waitForFunction(({ x, shots }) => {
    const { arbiter } = window as never as Playing;
    const own = arbiter?.view()?.players[arbiter.seat];
    return own !== null && own !== undefined && Math.abs(own.x - x) > 40 && own.shots !== shots;
  }, before, PATIENCE);
  await page.evaluate(() => { (window as never as Playing).pad.buttons[9]!.value = 1; });
  await page.getByTestId('pause').waitFor(PATIENCE);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('resume');
  await page.keyboard.press('Escape');
  await page.getByTestId('pause').waitFor({ state: 'detached', ...PATIENCE });
  await page.getByTestId('results').waitFor(PATIENCE);
  expect(await page.getByTestId('results').locator('tbody tr').count()).toBeGreaterThanOrEqual(4);
  await page.screenshot({ path: `${ARTEFACTS}/results-desktop.png` }).catch(() => {});
  await page.context().close();
});

test('settings last over a reload and hold in the match', { timeout: 90_000 }, async () => {
  const page = await open({ hasTouch: true, isMobile: true });
  await page.goto(under.url);
  await page.getByTestId('settings-fold').locator('summary').click();
  expect(await page.getByTestId('reduced-motion').isChecked()).toBe(true);
  expect(await page.getByTestId('shake').isDisabled()).toBe(true);
  await page.getByTestId('left-handed').check();
  await page.getByTestId('colour-safe').uncheck();
  await page.getByTestId('volume').fill('0.2');
  await page.reload();
  await page.getByTestId('settings-fold').locator('summary').click();
  expect(await page.getByTestId('left-handed').isChecked()).toBe(true);
  expect(await page.getByTestId('colour-safe').isChecked()).toBe(false);
  expect(await page.getByTestId('volume').inputValue()).toBe('0.2');
  expect(await page.locator('html.is-calm').count()).toBe(1);
  await play(page);
  await page.locator('#hud.is-left-handed.has-touch').waitFor(PATIENCE);
  await page.context().close();
});

test('a cut link is said, tried again, and leads back to the same seat', { timeout: 120_000 }, async () => {
  const proxy = await tcpProxy(Number(new URL(under.url).port));
  const page = await open();
  await page.goto(`http://127.0.0.1:${proxy.port}`);
  await play(page);
  const seat = await seatOf(page);
  proxy.blackHole(true);
  proxy.reset();
  await page.getByTestId('link-notice').waitFor(PATIENCE);
  expect(await page.getByTestId('link-notice').textContent()).toMatch(/Connection lost.*Your seat is kept for \d+ s/);
  await page.screenshot({ path: `${ARTEFACTS}/connection-lost.png` }).catch(() => {});
  proxy.blackHole(false);
  await page.getByTestId('link-notice').waitFor({ state: 'hidden', ...PATIENCE });
  expect(await seatOf(page)).toBe(seat);
  await page.context().close();
  await proxy.close();
});

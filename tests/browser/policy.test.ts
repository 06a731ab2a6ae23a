// In: the built page in a real browser, under the policy it is served with. Out: proof that the game runs without breaking
// it, that what others put into a page does not run, and that no token is in any address. Run by: vitest.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { serverUnderTest, type ServerUnderTest } from '../support/server.ts';

const PATIENCE_MS = 45_000;
let under: ServerUnderTest;
let browser: Browser;

beforeAll(async () => {
  under = await serverUnderTest();
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await under?.close();
});

type Watched = Window & { violations: string[]; injected?: boolean; arbiter?: { firstControlMs: number } };

async function play(page: Page): Promise<void> {
  await page.getByTestId('name').fill('Ann');
  await page.getByTestId('play').click();
  await page.waitForFunction(() => ((window as never as Watched).arbiter?.firstControlMs ?? -1) >= 0, undefined, { timeout: PATIENCE_MS });
}

const violations = (page: Page): Promise<string[]> => page.evaluate(() => (window as never as Watched).violations);

test('menu, match, settings and a reload break no rule of the policy; a script put into the page does', { timeout: 150_000 }, async () => {
  const page = await (await browser.newContext({ viewport: { width: 960, height: 600 } })).newPage();
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  page.on('websocket', (socket) => addresses.push(socket.url()));
  await page.addInitScript(() => {
    const watched = window as never as Watched;
    watched.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => watched.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
  });
  const answer = await page.goto(under.url);
  expect(answer?.headers()['content-security-policy']).toMatch(/^default-src 'self'/);
  await play(page);
  await page.keyboard.down('d');
  await page.mouse.move(700, 200);
  await page.mouse.down();
  await page.keyboard.press('n');
  await page.getByTestId('net-graph').waitFor({ timeout: PATIENCE_MS });
  await page.keyboard.press('Escape');
  expect(await violations(page)).toEqual([]);

  const token = await page.evaluate(() => sessionStorage.getItem('arbiter.token'));
  await page.reload();
  await play(page);
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => sessionStorage.getItem('arbiter.token'))).toBe(token);

  expect(addresses.filter((address) => address.startsWith('ws')).length).toBeGreaterThanOrEqual(2);
  for (const address of addresses) expect(address).not.toMatch(/eyJ|_authToken/);

  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.head.append(script);
  });
  expect(await page.evaluate(() => (window as never as Watched).injected)).toBeUndefined();
  expect(await violations(page)).toEqual([expect.stringMatching(/^script-src-elem inline/)]);
});

// In: the built page, the whole server, two real browser pages. Out: proof that people can play, and screenshots. Run by: vitest.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepPicture, PATIENCE_MS, PlayerPages, playAs, type PageSize } from '../support/player-pages.ts';
import { serverUnderTest, type ServerUnderTest } from '../support/server.ts';

interface Seen { readonly x: number; readonly y: number; readonly alive: boolean; readonly magRifle: number; readonly name: string }
type Arbiter = { seat: number; roomId: string; frames: number; firstControlMs: number; link: { kind: string }; view(): { tick: number; players: (Seen | null)[] } | undefined };

let under: ServerUnderTest;
const pages = new PlayerPages();

beforeAll(async () => {
  under = await serverUnderTest();
});
afterAll(async () => {
  await pages.close();
  await under?.close();
});

const open = (path: string, size: PageSize) => pages.open(`${under.url}/${path}`, size);

const own = (page: Page) => page.evaluate(() => {
  const { seat, roomId, view } = (window as never as { arbiter: Arbiter }).arbiter;
  return { seat, roomId, player: view()?.players[seat] ?? null };
});

describe('two browsers', () => {
  test('meet in one room; one moves and fires, the other sees it', { timeout: 150_000 }, async () => {
    const ann = await open('', { width: 1280, height: 720 });
    await keepPicture(ann.page, 'menu-desktop');
    await playAs(ann.page, 'Ann');
    const { seat, roomId, player } = await own(ann.page);
    const bob = await open(`?room=${roomId}`, { width: 390, height: 844, touch: true });
    await keepPicture(bob.page, 'menu-phone');
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
    await keepPicture(ann.page, 'play-desktop');
    await keepPicture(bob.page, 'play-phone');
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

// In: the built page, the whole server, two real browser pages. Out: proof that people can play ball, and screenshots. Run by: vitest.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepPicture, PATIENCE_MS, PlayerPages, playAs, type PageSize } from '../support/player-pages.ts';
import { serverUnderTest, type ServerUnderTest } from '../support/server.ts';

interface Seen { readonly x: number; readonly y: number; readonly team: number; readonly name: string; readonly energy: number }
type Arbiter = { seat: number; roomId: string; view(): { phase: number; players: (Seen | null)[]; balls: { x: number; y: number }[] } | undefined; stats(): { compared: number } };

let under: ServerUnderTest;
const pages = new PlayerPages();

beforeAll(async () => {
  under = await serverUnderTest();
}, 60_000);
afterAll(async () => {
  await pages.close();
  await under?.close();
}, 60_000);

const open = (path: string, size: PageSize) => pages.open(`${under.url}/${path}`, size);

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
  await keepPicture(ann.page, 'ball-desktop');
  await keepPicture(bob.page, 'ball-phone');
  expect(await ann.page.evaluate(() => (window as never as { arbiter: Arbiter }).arbiter.stats().compared)).toBeGreaterThan(10);
  expect([...ann.errors, ...bob.errors]).toEqual([]);
});

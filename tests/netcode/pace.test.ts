// In: the whole server at half its pace, and a player. Out: proof that everything is slower and nothing else. Run by: vitest.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectMatch } from '../../client/netcode/connection.ts';
import { arena } from '../../shared/rooms/arena/definition.ts';
import { NEUTRAL_INPUT } from '../../shared/rooms/arena/input.ts';
import { ArenaState } from '../../shared/rooms/arena/state.ts';
import { serverUnderTest, type ServerUnderTest } from '../support/server.ts';
import { until } from '../support/until.ts';

let under: ServerUnderTest;
beforeAll(async () => { under = await serverUnderTest({ ARBITER_CLIENT: 'off' }); });
afterAll(() => under.close());

const join = (name: string) => connectMatch({
  url: under.url, roomType: arena, rootState: ArenaState as never, name, options: { botsMin: 0, warmupSec: 0 },
});

test('rooms that are slowed say so; players follow without a correction or a lost input, and join at the slow pace too', async () => {
  const ann = await join('Ann');
  const timer = setInterval(() => {
    ann.advance(performance.now(), () => ({ ...NEUTRAL_INPUT, moveX: 127 }));
    ann.view(performance.now());
  }, 8);
  const stats = () => ann.stats(performance.now());
  const { loop } = under.server.services;
  await until('Ann plays', () => stats().verdicts.accepted > 30 && stats().tickHz > 55);
  loop.setPace(0.5);
  await until('Ann is told', () => stats().pace === 0.5);
  await until('her inputs come half as often', () => stats().tickHz < 33 && stats().tickHz > 27);
  const { accepted } = stats().verdicts;
  await until('they are taken', () => stats().verdicts.accepted > accepted + 60);
  const bob = await join('Bob');
  expect(bob.stats(performance.now()).pace).toBe(0.5);
  await bob.leave();
  loop.setPace(1);
  await until('all is fast again', () => stats().pace === 1 && stats().tickHz > 55);
  expect(stats()).toMatchObject({ corrections: 0, verdicts: { 'over-budget': 0, away: 0 } });
  expect(stats().pendingInputs).toBeLessThan(60);
  clearInterval(timer);
  await ann.leave();
});

// In: the whole server and real clients over real sockets. Out: proof that players join, play, drop and return. Run by: vitest.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type WebSocket from 'ws';
import { connectMatch } from '../../../client/netcode/connection.ts';
import { arena } from '../../../shared/rooms/arena/definition.ts';
import { NEUTRAL_INPUT, type ArenaInput } from '../../../shared/rooms/arena/input.ts';
import { ArenaState } from '../../../shared/rooms/arena/state.ts';
import { serverUnderTest, type ServerUnderTest } from '../../support/server.ts';
import { until } from '../../support/until.ts';

type Match = Awaited<ReturnType<typeof join_>>;
let under: ServerUnderTest;
const open: { match: Match; stop: () => void }[] = [];

beforeAll(async () => { under = await serverUnderTest({ ARBITER_CLIENT: 'off' }); });
afterAll(() => under.close());
afterEach(async () => {
  for (const { match, stop } of open.splice(0)) {
    stop();
    await Promise.race([match.leave().catch(() => {}), new Promise((resolve) => { setTimeout(resolve, 500); })]);
  }
});

const join_ = (name: string, options: Record<string, unknown> = {}, roomId?: string) =>
  connectMatch({ url: under.url, roomType: arena, rootState: ArenaState as never, name, options, ...(roomId === undefined ? {} : { roomId }) });

/** Joins and plays `input` sixty times a second until the test ends. */
async function play(name: string, options: Record<string, unknown> = {}, roomId?: string) {
  const match = await join_(name, options, roomId);
  const hand: { input: ArenaInput } = { input: NEUTRAL_INPUT };
  const timer = setInterval(() => {
    match.advance(performance.now(), () => hand.input);
    match.view(performance.now());
  }, 8);
  open.push({ match, stop: () => clearInterval(timer) });
  return {
    match, hand,
    own: () => match.view(performance.now())?.players[match.seat] ?? null,
    seen: (other: { match: Match }) => match.view(performance.now())?.players[other.match.seat] ?? null,
  };
}

const alone = { botsMin: 0 };

describe('playing', () => {
  test('a player joins, moves as predicted, and the other sees it', async () => {
    const ann = await play('Ann', alone);
    const bob = await play('Bob', alone, ann.match.roomId);
    expect(bob.match.seat).not.toBe(ann.match.seat);
    await until('Ann lives', () => ann.own()?.alive === true);
    await until('Bob sees Ann', () => bob.match.view(performance.now())?.players[ann.match.seat]?.alive === true);
    const { x, y } = ann.own()!;
    ann.hand.input = { ...NEUTRAL_INPUT, moveX: x < 800 ? 127 : -127, moveY: y < 600 ? 127 : -127 };
    await until('Bob sees Ann move', () => {
      const seen = bob.match.view(performance.now())!.players[ann.match.seat]!;
      return Math.abs(seen.x - x) + Math.abs(seen.y - y) > 60;
    });
    expect(ann.match.stats(performance.now()).correctionPxMax).toBeLessThan(0.5);
    expect(bob.match.view(performance.now())!.players[ann.match.seat]!.name).toBe('Ann');
  });

  test('every patch carries the same number of ticks', async () => {
    const ann = await play('Ann', alone);
    const ticks: number[] = [];
    const onState = ann.match.onState.bind(ann.match);
    ann.match.onState = (state, nowMs) => {
      ticks.push(state.tick);
      onState(state, nowMs);
    };
    await until('forty patches', () => ticks.length >= 40);
    const steps = ticks.slice(1).map((tick, i) => tick - ticks[i]!);
    expect(new Set(steps)).toEqual(new Set([arena.patchTicks]));
  });
});

describe('refusals lose nothing and say why', () => {
  test.each([
    ['an empty name', '', {}, /name/],
    ['a name of control characters', 'a\u0007b', {}, /visible/],
    ['a name too long', 'x'.repeat(17), {}, /longer/],
    ['an unknown map', 'Ann', { map: 'atlantis' }, /map/],
    ['a wrong type', 'Ann', { botsMin: 'many' }, /botsMin/],
    ['an unknown option', 'Ann', { godMode: true }, /godMode/],
    ['options too long', 'Ann', { map: 'x'.repeat(3_000) }, /longer|map/],
  ])('%s', async (_what, name, options, reason) => {
    await expect(join_(name, options)).rejects.toThrow(reason);
  });

  test('a room that does not exist', async () => {
    await expect(join_('Ann', {}, 'nowhere99')).rejects.toThrow(/does not exist/);
  });

  test('a full room refuses the next player, who is told', async () => {
    const first = await play('P0', alone);
    const rest = await Promise.all(Array.from({ length: arena.seatsMax - 1 }, (_, i) => play(`P${i + 1}`, alone, first.match.roomId)));
    expect(new Set([first, ...rest].map(({ match }) => match.seat)).size).toBe(arena.seatsMax);
    await expect(join_('Late', {}, first.match.roomId)).rejects.toThrow(/full/);
  });
});

describe('absence', () => {
  test('a dropped connection comes back to the same seat, and play goes on', async () => {
    const ann = await play('Ann', alone);
    await until('Ann lives', () => ann.own()?.alive === true);
    const seat = ann.match.seat;
    for (const room of under.server.services.rooms) {
      for (const client of (room as { clients: { ref: WebSocket }[] }).clients) client.ref.terminate();
    }
    await until('the loss is noticed', () => ann.match.link.kind === 'reconnecting');
    await until('Ann plays again', () => ann.match.link.kind === 'playing');
    expect(ann.match.seat).toBe(seat);
    const { x, y } = ann.own()!;
    ann.hand.input = { ...NEUTRAL_INPUT, moveX: x < 800 ? 127 : -127, moveY: y < 600 ? 127 : -127 };
    await until('Ann moves', () => Math.abs(ann.own()!.x - x) + Math.abs(ann.own()!.y - y) > 30);
    await until('the server has acknowledged it', () => ann.match.stats(performance.now()).pendingInputs < 12);
  });

  test('a hidden tab idles and comes back without fast-forward', async () => {
    const ann = await play('Ann', alone);
    const bob = await play('Bob', alone, ann.match.roomId);
    await until('Ann lives', () => ann.own()?.alive === true);
    await until('Ann stands still', () => bob.seen(ann)?.vx === 0 && bob.seen(ann)?.alive === true);
    const { x, y } = bob.seen(ann)!;
    ann.match.setAway(true);
    ann.hand.input = { ...NEUTRAL_INPUT, moveX: x < 800 ? 127 : -127, moveY: y < 600 ? 127 : -127 };
    const tick = bob.match.view(performance.now())!.tick;
    await until('a second has passed', () => bob.match.view(performance.now())!.tick > tick + 60);
    expect(bob.seen(ann)!.x).toBe(x);
    ann.match.setAway(false);
    await until('Ann moves again', () => Math.abs(ann.own()!.x - x) + Math.abs(ann.own()!.y - y) > 30);
    expect(ann.match.stats(performance.now()).correctionPxMax).toBeLessThan(0.5);
  });
});

const loopForEver = (): never => {
  for (;;) { /* until it is ended */ }
};
const throwPlanted = (): never => {
  throw new Error('planted');
};

test.each([['throws', throwPlanted], ['never ends', loopForEver]])('a room whose step %s is closed with a word to its players; the others play on', async (_what, fail) => {
  const doomed = await play('Ann', { ...alone, map: 'foundry' });
  const other = await play('Bob', { ...alone, map: 'garden' });
  const room = [...under.server.services.rooms].find((r) => (r as { roomId: string }).roomId === doomed.match.roomId);
  const step = arena.step;
  let planted = false;
  const world = (doomed.match.view(performance.now()) as { map: string }).map;
  expect(room).toBeDefined();
  Object.assign(arena, {
    step: (...args: Parameters<typeof step>) => {
      if (args[0].map === world && !planted) {
        planted = true;
        fail();
      }
      step(...args);
    },
  });
  await until('Ann is told', () => doomed.match.link.kind === 'closed');
  Object.assign(arena, { step });
  expect(doomed.match.link).toMatchObject({ kind: 'closed', text: expect.stringMatching(/error/), mayRejoin: true });
  const tick = other.match.view(performance.now())!.tick;
  await until('Bob plays on', () => other.match.view(performance.now())!.tick > tick + 30);
  const health = await (await fetch(`${under.url}/healthz`)).json() as { ok: boolean };
  expect(health.ok).toBe(true);
});

test('the match is captured, and the capture re-runs to the same world', async () => {
  const ann = await play('Ann', { botsMin: 4, map: 'canal' });
  ann.hand.input = { ...NEUTRAL_INPUT, moveX: 127, aim: 9_000, buttons: 1 };
  await until('some fighting', () => ann.match.stats(performance.now()).verdicts.accepted > 120);
  await ann.match.leave();
  const folder = join(under.dataDir, 'captures');
  let file: string | undefined;
  await until('the capture is written', async () => {
    file = (await readdir(folder).catch(() => [])).find((name) => name.includes(ann.match.roomId) && name.endsWith('.capture.gz'));
    return file !== undefined;
  });
  const { stdout } = await promisify(execFile)(process.execPath, ['server/replay.ts', 'verify', join(folder, file!)]);
  expect(stdout).toMatch(/same, \d+ ticks/);
});

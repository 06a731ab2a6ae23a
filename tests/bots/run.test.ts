// In: the whole server, whole and broken, and the bots' command beside it. Out: proof of its verdicts. Run by: vitest.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BEHAVIOURS } from '../../client/bots/behaviours/index.ts';
import { InputGate } from '../../server/netcode/input-gate.ts';
import { arena } from '../../shared/rooms/arena/definition.ts';
import { runBots } from '../support/bots-command.ts';
import { serverUnderTest, type ServerUnderTest } from '../support/server.ts';

const SEED = 7;
let under: ServerUnderTest;
beforeAll(async () => { under = await serverUnderTest({ ARBITER_CLIENT: 'off' }); });
afterAll(() => under.close());

const play = (options: Readonly<Record<string, string | number>>, expectations: readonly string[]) =>
  runBots({ url: under.url, seed: SEED, ramp: 1, workers: 1, ...options }, expectations);

describe(`a build that is whole (seed ${SEED})`, () => {
  test('holds: exit 0, and figures of play', async () => {
    const run = await play({ count: 6, duration: 8, mix: 'honest=3,churn=1,storm=1,hidden-tab=1' }, ['correction.px.p99<0.2', 'players>=4', 'errors<=0']);
    expect(run, run.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(run.files.toSorted()).toEqual(['junit.xml', 'report.html', 'report.json']);
    const { client } = run.result!.totals;
    expect(client.compared).toBeGreaterThan(100);
    expect(client.inputToAckMs.count).toBeGreaterThan(200);
    expect(client.verdicts['accepted']).toBeGreaterThan(200);
    expect(client.reconnects).toBeGreaterThanOrEqual(1);
    expect(run.result!.bytesByField.map(({ field }) => field)).toContain('ArenaPlayerState.x');
    expect(run.result!.captures).toHaveLength(1);
  });

  test('Ctrl-C ends the run, and what was measured is reported', async () => {
    const run = await runBots({ url: under.url, count: 2, ramp: 0, duration: 600 }, ['players>=2'], /5 s +players 2/);
    expect(run.code, run.stderr).toBe(0);
    expect(run.result!.ended).toBe('interrupted');
    expect(run.result!.totals.client.compared).toBeGreaterThan(20);
    expect(run.result!.durationSec).toBeLessThan(60);
  });

  test('gives no cheat more than an honest player has', async () => {
    const cheats = BEHAVIOURS.filter(({ cheat }) => cheat).map(({ kind }) => kind);
    const mix = ['honest=3', ...cheats].join(',');
    const run = await play({ count: cheats.length + 3, duration: 10, mix, option: 'botsMin=0' }, ['cheat.advantage<=1']);
    expect(run, run.stderr).toMatchObject({ code: 0, stderr: '' });
    const seen = Object.fromEntries(run.result!.cheats.map((cheat) => [cheat.kind, cheat]));
    expect(Object.keys(seen).sort()).toEqual(cheats.sort());
    for (const kind of cheats) expect(seen[kind]!.advantagePercent, kind).toBeLessThanOrEqual(1);
    const refusals = { speed: 'over-budget', flood: 'over-budget', teleport: 'illegal', 'stale-view': 'clamped', 'future-view': 'clamped', malformed: 'malformed' };
    for (const [kind, verdict] of Object.entries(refusals)) expect(seen[kind]!.refusedBy[verdict], kind).toBeGreaterThan(0);
    expect(Object.keys(seen['slow-reader']!.refusedBy).join()).toContain('removed');
  });
});

describe(`a build that is broken (seed ${SEED})`, () => {
  test('a step that drifts by a tenth of a pixel on the server only: exit 1, and the figure is named', async () => {
    const { step } = arena;
    Object.assign(arena, {
      step: (...[world, inputs, emit]: Parameters<typeof step>) => {
        step(world, inputs, emit);
        // On the wire's grid of a sixteenth.
        for (const player of world.players) if (player?.alive === true) player.x += 2 / 16;
      },
    });
    const run = await play({ count: 4, duration: 3 }, ['correction.px.p99<0.2', 'players>=4']).finally(() => Object.assign(arena, { step }));
    expect(run.code, run.stderr).toBe(1);
    expect(run.stdout).toMatch(/fell short: correction\.px\.p99 < 0\.2 px: it was 0\.\d+ px; first in second/);
    expect(run.stdout).not.toMatch(/fell short: players/);
    expect(run.stdout).toMatch(new RegExp(`captures of the rooms.*arena-${run.result!.captures[0]!.roomId}`));
  });

  test('a gate that lets twice the inputs through: exit 1, and the figure is named', async () => {
    const { take } = InputGate.prototype;
    InputGate.prototype.take = function (this: InputGate<unknown>, ...args) {
      this.creditLost(1);
      return take.apply(this, args) as never;
    };
    const run = await play({ count: 3, duration: 5, mix: 'honest=2,speed=1' }, ['cheat.speed.advantage<=1', 'correction.px.p99<0.2'])
      .finally(() => { InputGate.prototype.take = take; });
    expect(run.code, run.stderr).toBe(1);
    expect(run.stdout).toMatch(/fell short: cheat\.speed\.advantage <= 1 %/);
    // All of 100 where the machine leaves the bots their time; 71 were seen beside other work.
    expect(run.result!.cheats[0]!.advantagePercent).toBeGreaterThan(30);
  });
});

describe('a run that cannot be made: exit 2, and one line that says what to do', () => {
  let refusing: Server;
  const stand = (status: number, body: string) => new Promise<string>((resolve) => {
    refusing = createServer((req, res) => {
      res.writeHead(req.method === 'GET' ? 200 : status, { 'Content-Type': 'application/json' });
      res.end(body);
    }).listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(refusing.address() as AddressInfo).port}`));
  });

  test.each([
    ['nobody listens', 'http://127.0.0.1:9', /no server answers.*npm start.*--url/],
    ['no address', 'nowhere', /--url nowhere.*http:/],
  ])('%s', async (_what, url, sentence) => {
    const run = await runBots({ url });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(sentence);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(run.files).toEqual([]);
  });

  test('a server that lets nobody join so fast', async () => {
    const url = await stand(429, JSON.stringify({ code: 429, error: 'too many join requests from your address: wait a moment and try again' }));
    const run = await runBots({ url, count: 1, ramp: 0, duration: 6 });
    refusing.close();
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/too many join requests.*ARBITER_JOINS_PER_MIN/);
  });
});

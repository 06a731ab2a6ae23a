// In: a whole server with a player on it, and requests for its metrics. Out: proof of what is told, in which forms, and to whom. Run by: vitest.
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectMatch } from '../../client/netcode/connection.ts';
import { ServerWatch, readAnswer } from '../../client/bots/report/server-figures.ts';
import { DURATION_MS, Histogram } from '../../server/platform/histogram.ts';
import type { MetricFamily } from '../../server/platform/metric-families.ts';
import { metricsRefusal } from '../../server/platform/metrics-door.ts';
import { mountMetrics } from '../../server/platform/metrics-route.ts';
import { prometheusText } from '../../server/platform/metrics-text.ts';
import { Meters } from '../../server/platform/meters.ts';
import { watchProcess } from '../../server/platform/process-watch.ts';
import { arena } from '../../shared/rooms/arena/definition.ts';
import { NEUTRAL_INPUT } from '../../shared/rooms/arena/input.ts';
import { ArenaState } from '../../shared/rooms/arena/state.ts';
import { emptyVerdicts } from '../../shared/netcode/verdicts.ts';
import { serverUnderTest, type ServerUnderTest } from '../support/server.ts';
import { until } from '../support/until.ts';

const TOKEN = 'a-token-for-the-tests';

let under: ServerUnderTest;
let guarded: Server;
let guardedPort: number;
const watch = watchProcess();

beforeAll(async () => {
  under = await serverUnderTest({ ARBITER_CLIENT: 'off' });
  const app = express();
  const stats = { tasks: 0, ticks: 0, caughtUp: 0, lost: 0, lateMsP50: 0, lateMsP99: 0, lateMsMax: 0, tickAgeMs: undefined, pace: 1 };
  mountMetrics(app, { meters: new Meters(), watch, token: TOKEN, loop: () => stats, counts: () => ({}), captureFiles: () => [] });
  guarded = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => { guarded.once('listening', resolve); });
  guardedPort = (guarded.address() as AddressInfo).port;
});

afterAll(async () => {
  watch.stop();
  guarded.close();
  await under.close();
});

interface Answer { readonly status: number; readonly type: string; readonly text: string }

function ask(path: string, headers: Record<string, string> = {}, port = under.server.port): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers, agent: false }, (res) => {
      let text = '';
      res.on('data', (chunk: Buffer) => { text += chunk.toString(); });
      res.on('end', () => resolve({ status: res.statusCode!, type: res.headers['content-type'] ?? '', text }));
    }).on('error', reject).end();
  });
}

async function aPlayer(): Promise<{ readonly roomId: string; leave(): Promise<void> }> {
  const match = await connectMatch({ url: under.url, roomType: arena, rootState: ArenaState as never, name: 'Ann', options: { botsMin: 3 } });
  const timer = setInterval(() => match.advance(performance.now(), () => NEUTRAL_INPUT), 8);
  return {
    roomId: match.roomId,
    leave: async () => {
      clearInterval(timer);
      await match.leave();
    },
  };
}

interface Line { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly value: number }

/** The text format of Prometheus, strictly. */
function readText(text: string): { readonly types: ReadonlyMap<string, string>; readonly lines: readonly Line[] } {
  const types = new Map<string, string>();
  const lines: Line[] = [];
  expect(text.endsWith('\n')).toBe(true);
  for (const row of text.slice(0, -1).split('\n')) {
    const comment = /^# (HELP|TYPE) ([a-z_]+) (.+)$/.exec(row);
    if (comment !== null) {
      if (comment[1] === 'TYPE') types.set(comment[2]!, comment[3]!);
      continue;
    }
    const [, name, labels = '', value] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(row) ?? [];
    expect(name, row).toBeDefined();
    expect(types.has(name!.replace(/_(bucket|sum|count)$/, '')) || types.has(name!), row).toBe(true);
    expect(Number.isFinite(Number(value)), row).toBe(true);
    expect(labels.replace(/[a-z]+="(?:[^"\\]|\\["\\n])*"/g, '').replaceAll(',', ''), row).toBe('');
    lines.push({ name: name!, labels: Object.fromEntries([...labels.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key, text_]) => [key!, text_!])), value: Number(value) });
  }
  return { types, lines };
}

describe('what is told', () => {
  test('players, ticks, steps, patches and verdicts, in the text format of Prometheus', async () => {
    const ann = await aPlayer();
    const value = (lines: readonly Line[], name: string, labels: Record<string, string>): number | undefined =>
      lines.find((line) => line.name === name && Object.entries(labels).every(([key, text]) => line.labels[key] === text))?.value;
    await until('inputs are simulated and the event loop was watched for a second', async () => {
      const { lines } = readText((await ask('/metrics')).text);
      return (value(lines, 'arbiter_inputs_total', { verdict: 'accepted' }) ?? 0) > 20 && (value(lines, 'arbiter_loop_delay_seconds_count', {}) ?? 0) > 0;
    });
    const { status, type, text } = await ask('/metrics');
    expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    const { types, lines } = readText(text);
    expect(value(lines, 'arbiter_seats', { room: 'arena', driver: 'player' })).toBe(1);
    expect(value(lines, 'arbiter_seats', { room: 'arena', driver: 'bot' })).toBe(2);
    expect([value(lines, 'arbiter_clients', { room: 'arena' }), value(lines, 'arbiter_rooms', { room: 'arena' })]).toEqual([1, 1]);
    const ticks = value(lines, 'arbiter_ticks_total', {})!;
    expect(value(lines, 'arbiter_tick_late_seconds_count', {})).toBe(ticks);
    expect(value(lines, 'arbiter_step_seconds_count', { room: 'arena' })).toBe(ticks);
    const patches = value(lines, 'arbiter_patch_bytes_count', { room: 'arena' })!;
    expect(patches).toBeGreaterThan(5);
    expect(patches).toBeLessThanOrEqual(ticks / arena.patchTicks + 1);
    expect(value(lines, 'arbiter_patch_encode_seconds_count', { room: 'arena' })).toBe(patches);
    for (const [name, kind] of types) {
      if (kind !== 'histogram') continue;
      for (const { labels, value: count } of lines.filter((line) => line.name === `${name}_count`)) {
        const buckets = lines.filter((line) => line.name === `${name}_bucket` && Object.entries(labels).every(([key, text_]) => line.labels[key] === text_));
        const bounds = buckets.map((line) => Number(line.labels['le']!.replace('+Inf', 'Infinity')));
        expect(bounds, name).toEqual(bounds.toSorted((a, b) => a - b));
        expect(buckets.map((line) => line.value), name).toEqual(buckets.map((line) => line.value).toSorted((a, b) => a - b));
        expect(buckets.at(-1)!.value, name).toBe(count);
      }
    }
    await ann.leave();
    await until('the verdicts of a room that is gone are kept', async () => {
      const after = readText((await ask('/metrics')).text).lines;
      return value(after, 'arbiter_rooms', { room: 'arena' }) === 0 && value(after, 'arbiter_inputs_total', { verdict: 'accepted' })! > 20;
    });
  });

  test('the same families as JSON, by path or by the Accept header, and never to be stored', async () => {
    const json = JSON.parse((await ask('/metrics.json')).text) as { readonly formatVersion: number; readonly families: readonly MetricFamily[] };
    const accepted = await ask('/metrics', { accept: 'application/json' });
    expect(accepted.type).toContain('application/json');
    const { types } = readText((await ask('/metrics', { accept: 'text/plain, */*' })).text);
    expect(json.families.map(({ name, type }) => [name, type])).toEqual([...types]);
    expect(prometheusText(json.families).split('\n').filter((line) => line.startsWith('#'))).toEqual(prometheusText((JSON.parse(accepted.text) as typeof json).families).split('\n').filter((line) => line.startsWith('#')));
    expect((await fetch(`${under.url}/metrics`)).headers.get('cache-control')).toBe('no-store');
  });
});

describe('to whom', () => {
  test.each([
    ['another host name', { host: 'game.example:2567' }], ['a proxy\'s header', { 'x-forwarded-for': '203.0.113.9' }],
    ['a proxy\'s other header', { via: '1.1 proxy' }], ['a token where none is set', { 'x-forwarded-for': '203.0.113.9', authorization: `Bearer ${TOKEN}` }],
  ])('%s is refused with a reason', async (_what, headers) => {
    for (const path of ['/metrics', '/metrics.json']) {
      const { status, text } = await ask(path, headers as unknown as Record<string, string>);
      expect(status).toBe(403);
      expect(JSON.parse(text)).toEqual({ code: 403, error: 'metrics are for this machine only: set ARBITER_METRICS_TOKEN on the server to ask from elsewhere' });
    }
  });

  test.each(['10.0.0.7', '::ffff:10.0.0.7', '2001:db8::1', '127.0.0.1.example', undefined])('the address %s is not this machine', (remoteAddress) => {
    const req = { socket: { remoteAddress }, headers: { host: 'localhost:2567' }, rawHeaders: [] } as unknown as IncomingMessage;
    expect(metricsRefusal(req, undefined)).toContain('this machine only');
  });

  test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('the address %s is', (remoteAddress) => {
    const req = { socket: { remoteAddress }, headers: { host: '[::1]:2567' }, rawHeaders: ['Host', '[::1]:2567'] } as unknown as IncomingMessage;
    expect(metricsRefusal(req, undefined)).toBeUndefined();
  });

  test('with a token set, whoever has it may ask from anywhere, and nobody else from nowhere', async () => {
    const from = (authorization?: string): Promise<Answer> => ask('/metrics', { host: 'game.example', via: '1.1 proxy', ...(authorization === undefined ? {} : { authorization }) }, guardedPort);
    expect((await from(`Bearer ${TOKEN}`)).status).toBe(200);
    for (const wrong of [undefined, '', `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(0, -1)}`, 'Bearer ', TOKEN, `Basic ${TOKEN}`, `Bearer ${'x'.repeat(600)}`]) {
      const { status, text } = await from(wrong);
      expect([wrong, status]).toEqual([wrong, 403]);
      expect(text).not.toContain(TOKEN);
    }
    expect((await ask('/metrics', {}, guardedPort)).status).toBe(403);
  });
});

describe('the bots\' side', () => {
  test('reads what happened in each second and in the whole run, and the captures of its rooms', async () => {
    const server = new ServerWatch({ url: under.url });
    expect(server.absent).toContain('was not asked');
    const ann = await aPlayer();
    await server.poll(0);
    server.markStart();
    let second = 0;
    await until('two polls with ticks and patches between them', async () => {
      await server.poll(++second);
      return second >= 2 && server.total()!.ticks > 30;
    });
    expect(server.absent).toBeUndefined();
    const total = server.total()!;
    expect(total).toMatchObject({ rooms: 1, clients: 1, seats: { player: 1, bot: 2, away: 0 }, pace: 1, roomsFailed: 0 });
    expect(total.tickLateMs.count).toBe(total.ticks);
    expect(total.tickMs.p50).toBeGreaterThanOrEqual(total.stepMs.p50);
    expect(total.patchBytes.p50).toBeGreaterThan(16);
    expect([total.cpuPercent > 0, total.memoryMB > 10, server.at(99)]).toEqual([true, true, undefined]);
    const seconds = Array.from({ length: second }, (_, n) => server.at(n + 1)!);
    expect(seconds.reduce((sum, { ticks }) => sum + ticks, 0)).toBe(total.ticks);
    await ann.leave();
    await until('the capture is named', async () => {
      await server.poll(-1);
      return server.capturesOf(ann.roomId).length === 1;
    });
    expect(server.capturesOf(ann.roomId)[0]).toMatch(new RegExp(`-arena-${ann.roomId}\\.capture\\.gz$`));
    expect(server.total()).toEqual(total);
  });

  test('a server that does not tell is no end of the run: why is said, and which setting helps', async () => {
    const said = async (url: string, token?: string): Promise<string> => {
      const server = new ServerWatch({ url, token });
      await server.poll(0);
      expect(server.total()).toBeUndefined();
      return server.absent!;
    };
    expect(await said(`http://127.0.0.1:${guardedPort}`)).toMatch(/metrics\.json answered 403: .*ARBITER_METRICS_TOKEN for both/);
    expect(await said(`http://127.0.0.1:${guardedPort}`, 'wrong')).toContain('403');
    expect(await said('http://127.0.0.1:1')).toContain('bad port');
    const gone = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => { gone.once('listening', resolve); });
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => { gone.close(resolve); });
    expect(await said(`http://127.0.0.1:${port}`)).toContain('ECONNREFUSED');
    const withToken = new ServerWatch({ url: `http://127.0.0.1:${guardedPort}`, token: TOKEN });
    await withToken.poll(0);
    expect(withToken.absent).toBeUndefined();
  });

  test.each([['', 'not JSON'], ['[]', 'format undefined'], ['{"formatVersion":2}', 'format 2, and these bots read 1'], ['{"formatVersion":1}', 'no families'], ['null', 'format undefined']])('%j is refused', (text, reason) => {
    expect(() => readAnswer(text)).toThrow(reason);
  });
});

describe('parts', () => {
  test('a value is counted in the first bucket whose bound it does not exceed; what is above all bounds is kept as well', () => {
    const histogram = new Histogram({ first: 1, ratio: 2, bounds: 4 });
    for (const value of [0, 1, 1.01, 8, 8.01, 1e9]) histogram.add(value);
    expect(histogram.data()).toEqual({ first: 1, ratio: 2, bounds: 4, count: 6, sum: 0 + 1 + 1.01 + 8 + 8.01 + 1e9, buckets: [[0, 2], [1, 1], [3, 1], [4, 2]] });
    expect(new Histogram(DURATION_MS).data().buckets).toEqual([]);
  });

  test('rooms of one type add up, and a room that is closed twice counts once', () => {
    const meters = new Meters();
    const look = (accepted: number) => () => ({ clients: 1, seats: { player: 1, bot: 0, away: 0 }, verdicts: { ...emptyVerdicts(), accepted } });
    const first = meters.open('arena', look(3));
    meters.open('arena', look(4));
    expect(meters.verdicts().accepted).toBe(7);
    first.close();
    first.close();
    expect([meters.verdicts().accepted, meters.types.get('arena')!.rooms.size]).toEqual([7, 1]);
  });
});

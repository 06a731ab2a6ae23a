// In: results of runs, good and bad, with hostile names. Out: proof of the three report files: whole, valid, harmless. Run by: vitest.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHARTS, chartsOf, timeLineOf } from '../../client/bots/report/charts.ts';
import { evaluate, parseExpectation } from '../../client/bots/report/expectations.ts';
import { FIGURES } from '../../client/bots/report/figure-table.ts';
import type { RunResult } from '../../client/bots/report/format.ts';
import { roundUp, shown } from '../../client/bots/report/numbers.ts';
import { writeReport, type ReportJson } from '../../client/bots/report/write-report.ts';
import { launchBrowser } from '../support/browser.ts';
import { HOSTILE, runResult } from './report-fixture.ts';

const EXPECTATIONS = ['correction.px.p99<0.5', 'tick.late.p99<3', 'cheat.advantage<=1', 'players>=40'].map(parseExpectation);

let dir: string;
let browser: Browser;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'arbiter-report-'));
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await rm(dir, { recursive: true, force: true });
});

async function write(name: string, result: RunResult): Promise<string> {
  const to = join(dir, name);
  await writeReport(result, evaluate(EXPECTATIONS, result), to);
  return to;
}

/** Opens the page without a network; what it complains of, or asks for, is in `faults`. */
async function open(folder: string, width = 1280): Promise<{ readonly page: Page; readonly faults: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, offline: true });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => { if (message.type() !== 'log') faults.push(message.text()); });
  page.on('pageerror', (error) => faults.push(String(error)));
  const url = pathToFileURL(join(folder, 'report.html')).href;
  page.on('request', (request) => { if (request.url() !== url && !request.url().startsWith('data:')) faults.push(`asked for ${request.url()}`); });
  await page.goto(url);
  return { page, faults };
}

const hostile = (): RunResult => runResult({
  brokenFrom: 21, options: { room: HOSTILE, url: HOSTILE, scenario: HOSTILE, [HOSTILE]: HOSTILE }, errors: { [HOSTILE]: 3, __proto__: 1 } as unknown as RunResult['errors'],
  bytesByField: [{ field: HOSTILE, bytes: 10 }], captures: [{ roomId: HOSTILE, room: HOSTILE, files: [HOSTILE] }],
  cheats: [{ kind: HOSTILE, count: 1, advantagePercent: 5, advantageIn: HOSTILE, refusedBy: { [HOSTILE]: 2 } }], serverAbsent: HOSTILE,
});

describe('report.html', () => {
  test('says in one glance what fell short and where first, and draws every chart; nothing is fetched and nothing complains', async () => {
    const { page, faults } = await open(await write('broken', runResult({ brokenFrom: 21 })));
    expect(await page.textContent('h1')).toBe('Fell short');
    expect(await page.textContent('.lead')).toBe('1 of 4 expectations fell short. First broke correction.px.p99, from second 21 on.');
    expect(await page.textContent('.next')).toContain('-arena-k3Jd9sQx.capture.gz');
    expect(await page.locator('.chart').count()).toBe(CHARTS.length);
    expect(await page.locator('.chart.is-broken h3').allTextContents()).toEqual(['Corrections px']);
    const lines = await page.locator('.chart path.line').evaluateAll((paths) => paths.map((path) => (path as unknown as SVGPathElement).getTotalLength()));
    expect(lines.length).toBeGreaterThan(40);
    expect(Math.min(...lines)).toBeGreaterThan(0);
    for (const [id, rows] of [['fields', 5], ['cheats', 3], ['captures', 1]] as const) {
      expect(await page.locator(`#${id} li, #${id} tbody tr`).count(), id).toBe(rows);
    }
    const table = await page.textContent('#figures');
    for (const { stem } of FIGURES) expect(table).toContain(stem.about);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('one cross-hair over all charts shows the values of its second, by pointer and by keys', async () => {
    const { page, faults } = await open(await write('pointed', runResult({ brokenFrom: 21 })));
    const plot = page.locator('#chart-reconnects .plot');
    const values = (id: string): Promise<string[]> => page.locator(`#chart-${id} .legend b`).allTextContents();
    expect((await values('players'))[0]).toBe('48');
    await plot.hover({ position: { x: (22.5 / 40) * (await plot.boundingBox())!.width, y: 20 } });
    expect(await page.textContent('#moment')).toBe('second 22');
    expect(await values('reconnects')).toEqual(['6', '0', '0']);
    expect(await page.locator('.cross:visible').count()).toBe(CHARTS.length);
    await plot.focus();
    await page.keyboard.press('ArrowRight');
    expect(await values('reconnects')).toEqual(['0', '6', '0']);
    await page.keyboard.press('Home');
    expect((await values('players'))[0]).toBe('5');
    await page.keyboard.press('Escape');
    expect([(await values('players'))[0], await page.textContent('#moment')]).toEqual(['48', '']);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('is all there where scripts may not run, as build servers show artefacts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(await write('scriptless', runResult({ brokenFrom: 21 })), 'report.html')).href);
    expect(await page.locator('.chart svg:visible').count()).toBe(CHARTS.length);
    expect((await page.locator('#chart-players .legend b').allTextContents())[0]).toBe('48');
    await context.close();
  });

  test('is nothing but text where names are hostile', async () => {
    const { page, faults } = await open(await write('hostile', hostile()));
    expect(await page.evaluate(() => (window as unknown as { hacked?: number }).hacked)).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    expect(await page.textContent('#captures b')).toBe(`${HOSTILE} ${HOSTILE}`);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test.each([1280, 390])('is as wide as the window at %i px, with and without a server, long and short', async (width) => {
    const runs = {
      whole: runResult(), absent: runResult({ withServer: false }), long: runResult({ seconds: 5_000 }), empty: runResult({ seconds: 0, cheats: [], captures: [], bytesByField: [] }), hostile: hostile(),
    };
    for (const [name, result] of Object.entries(runs)) {
      const { page, faults } = await open(await write(`${name}-${width}`, result), width);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBe(width);
      expect(faults, name).toEqual([]);
      await page.context().close();
    }
  });

  test('says that a run does not count, and where there are no figures of the server, why', async () => {
    const { page } = await open(await write('void', runResult({ withServer: false, harness: { loopLateMsP99: 80, saturated: true, reason: 'the bots were slow' } })));
    expect(await page.textContent('h1')).toBe('Does not count');
    expect(await page.textContent('.lead')).toBe('The bots were slow.');
    expect(await page.textContent('.absent')).toContain('ARBITER_METRICS_TOKEN');
    await page.context().close();
  });
});

describe('report.json and junit.xml', () => {
  test('the JSON is the run itself, its verdicts and every figure with its meaning', async () => {
    const result = runResult({ brokenFrom: 21 });
    const json = JSON.parse(await readFile(join(await write('json', result), 'report.json'), 'utf8')) as ReportJson;
    expect(json).toMatchObject({ formatVersion: 1, seed: 7, outcome: 'fell short', samples: result.samples });
    expect(json.verdicts[0]).toMatchObject({ figure: 'correction.px.p99', comparison: '<', threshold: 0.5, held: false, value: 0.9, first: { second: 21 } });
    expect(json.figures.map(({ name }) => name)).toEqual(FIGURES.map(({ name }) => name));
  });

  test.each([
    ['broken', (): RunResult => runResult({ brokenFrom: 21 }), { tests: '5', failures: '1', errors: '0', skipped: 0 }],
    ['hostile', hostile, { tests: '5', failures: '2', errors: '0', skipped: 0 }],
    ['void', (): RunResult => runResult({ harness: { loopLateMsP99: 80, saturated: true, reason: '\u0001<&>' } }), { tests: '5', failures: '0', errors: '1', skipped: 4 }],
  ])('the XML of a %s run is well-formed, and its sums are those of its test cases', async (name, make, sums) => {
    const xml = await readFile(join(await write(`xml-${name}`, make()), 'junit.xml'), 'utf8');
    const page = await browser.newPage();
    const read = await page.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, 'application/xml');
      const count = (selector: string): number => root.querySelectorAll(selector).length;
      const suite = root.querySelector('testsuite');
      return {
        fault: root.querySelector('parsererror')?.textContent ?? '', cases: count('testcase'), failures: count('failure'), errors: count('error'), skipped: count('skipped'),
        sums: { tests: suite?.getAttribute('tests'), failures: suite?.getAttribute('failures'), errors: suite?.getAttribute('errors') }, message: root.querySelector('failure')?.getAttribute('message'),
      };
    }, xml);
    await page.close();
    expect(read.fault).toBe('');
    const { skipped, ...attributes } = sums;
    expect(read.sums).toEqual(attributes);
    expect([read.cases, read.failures, read.errors, read.skipped].map(String)).toEqual([sums.tests, sums.failures, sums.errors, String(skipped)]);
    if (name === 'broken') expect(read.message).toBe('correction.px.p99 < 0.5 px: fell short at 0.9 px, first in second 21 (0.897 px)');
  });
});

describe('writing', () => {
  test('replaces what was there, and leaves nothing else behind', async () => {
    const to = await write('again', runResult());
    const before = await readFile(join(to, 'report.json'), 'utf8');
    await write('again', runResult({ seed: 8 }));
    expect(await readFile(join(to, 'report.json'), 'utf8')).not.toBe(before);
    expect((await readdir(to)).sort()).toEqual(['junit.xml', 'report.html', 'report.json']);
  });

  test('a folder that cannot be written is one sentence, and nothing half-written stays', async () => {
    const file = join(dir, 'a-file');
    await writeFile(file, '');
    await expect(write('a-file/inside', runResult())).rejects.toThrow(/the report cannot be written to .*a-file.inside \(ENOTDIR\): give another folder with --report/);
    const taken = join(dir, 'taken');
    await mkdir(join(taken, 'report.json'), { recursive: true });
    await writeFile(join(taken, 'report.json', 'x'), '');
    await expect(write('taken', runResult())).rejects.toThrow(/cannot be written/);
    expect(await readdir(taken)).toEqual(['report.json']);
  });
});

describe('parts', () => {
  test('numbers have three digits or so, and scales end on round ones', () => {
    expect([0, 0.07216, 1.5, 12.34, 999.6, 6995, 1_234_567, -3.5, undefined].map((value) => shown(value))).toEqual(
      ['0', '0.072', '1.5', '12.3', '1\u00a0000', '6\u00a0995', '1\u00a0234\u00a0567', '-3.5', '-'],
    );
    expect([0, 0.013, 1, 1.01, 50.9, 97, 101].map(roundUp)).toEqual([1, 0.016, 1, 1.2, 60, 100, 120]);
  });

  test('a long run has a bounded number of points, and the worst second of each shows', () => {
    const result = runResult({ seconds: 5_000, brokenFrom: 4_999 });
    const line = timeLineOf(result);
    expect([line.stride, line.seconds.length]).toEqual([9, 556]);
    const corrections = chartsOf(result, line).find(({ spec }) => spec.id === 'corrections')!;
    expect(corrections.lines[2]!.at(-1)).toBeGreaterThan(2);
    expect(corrections.lines[2]!.at(-2)).toBe(0);
  });

  test('every figure but those of whole runs has a chart that shows it', () => {
    const shown_ = new Set(CHARTS.flatMap(({ shows }) => shows));
    const without = FIGURES.filter(({ name, stem }) => !shown_.has(name) && !CHARTS.some(({ shows }) => shows.some((each) => each.startsWith(`${stem.name}.`))));
    expect(without.map(({ name }) => name)).toEqual(['cheat.advantage']);
  });

  test('what was never measured has no chart', () => {
    const charts = chartsOf(runResult({ withServer: false }), timeLineOf(runResult()));
    expect(charts.map(({ spec }) => spec.side)).not.toContain('server');
  });
});

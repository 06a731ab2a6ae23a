// In: expectations as testers type them, well and badly. Out: proof of what is read, refused and judged. Run by: vitest.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMPARISONS, evaluate, firstBroken, holds, nearNames, parseExpectation, parseExpectFile } from '../../client/bots/report/expectations.ts';
import { FIGURES, figureNamed, readTotal } from '../../client/bots/report/figure-table.ts';
import { UsageError } from '../../client/bots/usage-error.ts';
import { runResult } from './report-fixture.ts';

const spaces = fc.stringMatching(/^ {0,3}$/);
const number = fc.oneof(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.double({ min: -1000, max: 1000, noNaN: true }).map((n) => Number(n.toFixed(3))));

describe('grammar', () => {
  test('every figure, comparison and number is read back, with any spaces and with its unit or without', () => {
    fc.assert(fc.property(fc.constantFrom(...FIGURES), fc.constantFrom(...COMPARISONS), number, spaces, fc.boolean(), (figure, comparison, n, space, hasUnit) => {
      const typed = String(n).includes('e') ? '0' : String(n);
      const read = parseExpectation(`${space}${figure.name}${space}${comparison}${space}${typed}${hasUnit ? figure.unit : ''}${space}`);
      expect([read.figure.name, read.comparison, read.threshold]).toEqual([figure.name, comparison, Number(typed)]);
      const again = parseExpectation(read.text);
      expect([again.text, again.threshold]).toEqual([read.text, read.threshold]);
    }));
  });

  test('whatever else is typed is refused with a sentence, never anything but a usage error', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z.]{0,12}[<>=!]{0,3}[0-9.e%-]{0,6}$/)), (text) => {
      try {
        const { figure, threshold } = parseExpectation(text);
        expect(figureNamed(figure.name)).toBe(figure);
        expect(Number.isFinite(threshold)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        expect((error as Error).message).not.toContain('\n');
      }
    }));
  });

  test.each([
    ['correction.px.p9<0.5', /there is no figure correction\.px\.p9; near it are correction\.px\.p99/],
    ['tick.late.p99', /must be a figure, one of <= >= < > =, and a number/],
    ['tick.late.p99<<3', /must be a figure/],
    ['tick.late.p99==3', /must be a figure/],
    ['tick.late.p99<3 s', /tick\.late\.p99 is in ms, not s/],
    ['', /must be a figure/],
  ])('%j', (text, reason) => {
    expect(() => parseExpectation(text)).toThrow(reason);
  });

  test('names one letter off find the right one', () => {
    for (const { name } of FIGURES) expect(nearNames(`${name.slice(0, -1)}x`)).toContain(name);
  });

  test('a file has one a line, comments and empty lines; a wrong line is named', () => {
    const read = parseExpectFile('# netcode\ncorrection.px.p99<0.5 # half a pixel\r\n\n  tick.late.p99 <= 3 ms\n');
    expect(read.map(({ text }) => text)).toEqual(['correction.px.p99 < 0.5 px', 'tick.late.p99 <= 3 ms']);
    expect(() => parseExpectFile('errors=0\n\nnonsense')).toThrow(/--expect-file, line 3: "nonsense": must be a figure/);
    expect(() => parseExpectFile('errors=0\n'.repeat(257))).toThrow(/at most 256/);
  });
});

describe('the table of figures', () => {
  test('names are unlike each other, units and sentences are there, and every figure of a full run has a value', () => {
    expect(new Set(FIGURES.map(({ name }) => name)).size).toBe(FIGURES.length);
    const result = runResult();
    for (const figure of FIGURES) {
      expect(figure.name).toMatch(/^[a-z][\w.-]*$/);
      expect(figure.about).toMatch(/^[A-Z].*\.$/);
      if (!figure.name.startsWith('reconnect.')) expect(readTotal(figure, result), figure.name).toBeTypeOf('number');
    }
  });
});

describe('judging', () => {
  const judge = (texts: readonly string[], result = runResult({ brokenFrom: 21 })) => evaluate(texts.map(parseExpectation), result);

  test('a comparison is the one of numbers', () => {
    fc.assert(fc.property(number, number, (value, threshold) => {
      const held = COMPARISONS.filter((comparison) => holds({ ...parseExpectation('errors=0'), comparison, threshold }, value));
      expect(held).toEqual(value < threshold ? ['<=', '<'] : value > threshold ? ['>=', '>'] : ['<=', '>=', '=']);
    }));
  });

  test('what fell short says its value and the second in which it first did', () => {
    const [corrections, late] = judge(['correction.px.p99<0.5', 'tick.late.p99<3']);
    expect(corrections).toMatchObject({ held: false, value: 0.9, first: { second: 21, seconds: 19 } });
    expect(late).toMatchObject({ held: true, value: 2.4 });
  });

  test('the ramp does not count', () => {
    const [players] = judge(['players>=40'], runResult());
    expect(players).toEqual({ expectation: expect.anything() as unknown, held: true, value: 48 });
  });

  test('what was not measured is not held, and why is said', () => {
    const [tick, reconnect, cheats] = judge(['tick.late.p99<3', 'reconnect.ms.p99<500', 'cheat.advantage<=1'], runResult({ withServer: false, cheats: [] }));
    expect(tick).toMatchObject({ held: false, reason: expect.stringContaining('ARBITER_METRICS_TOKEN') as unknown });
    expect(reconnect).toMatchObject({ held: false, reason: expect.stringContaining('did not happen') as unknown });
    expect(cheats).toMatchObject({ held: false, reason: expect.stringContaining('--mix') as unknown });
  });

  test('of several that fell short, the one whose figure broke first comes first', () => {
    const verdicts = judge(['cheat.advantage<0.1', 'correction.px.p99<0.5', 'patch.age.ms.max<1']);
    expect(verdicts.map(({ held }) => held)).toEqual([false, false, false]);
    expect(firstBroken(verdicts)?.expectation.figure.name).toBe('patch.age.ms.max');
    expect(firstBroken(judge(['errors=0']))).toBeUndefined();
  });
});

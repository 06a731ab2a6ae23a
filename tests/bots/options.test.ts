// In: command lines. Out: proof that a wrong one is refused with a sentence, and --help names everything. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { BEHAVIOURS } from '../../client/bots/behaviours/index.ts';
import { helpText, OPTIONS, parseOptions } from '../../client/bots/options.ts';

test('without options everything has a default', () => {
  expect(parseOptions([])).toMatchObject({
    url: 'http://127.0.0.1:2567', room: 'arena', count: 20, rampSec: 5, durationSec: 30, seed: 1, mix: { honest: 1 }, scenario: undefined,
  });
});

test('options are read', () => {
  const argv = '--url http://10.0.0.1:99/ --count 7 --ramp 0.5 --mix honest=8,idle --option map=garden --option botsMin=0 --scenario lte --expect players>1 --expect errors<2';
  expect(parseOptions(argv.split(' '))).toMatchObject({
    url: 'http://10.0.0.1:99', count: 7, rampSec: 0.5, mix: { honest: 8, idle: 1 }, roomOptions: { map: 'garden', botsMin: 0 },
    scenario: 'lte', expectations: [{ threshold: 1, comparison: '>' }, { threshold: 2, comparison: '<' }],
  });
});

describe('refused with a sentence that helps', () => {
  test.each([
    ['--godmode', /godmode.*--help/],
    ['surplus', /surplus.*--help/],
    ['--count', /count.*--help/],
    ['--count many', /whole number from 1 to/],
    ['--count 0', /from 1/],
    ['--count 2.5', /whole/],
    ['--duration 0', /from 1/],
    ['--seed -1', /seed/],
    ['--room atlantis', /atlantis.*arena/],
    ['--scenario mars', /mars.*wifi-bad/],
    ['--mix wallhack=1', /wallhack.*speed/],
    ['--mix honest=0', /above 0/],
    ['--mix honest=some', /KIND=WEIGHT/],
    ['--option botsMin=many', /botsMin/],
    ['--option godMode=true', /godMode/],
    ['--option map', /KEY=VALUE/],
    ['--url localhost:2567', /address such as/],
    ['--expect wisdom>1', /wisdom/],
    ['--expect-file no/such/file', /ENOENT/],
  ])('%s', (line, sentence) => {
    expect(() => parseOptions(line.split(' '))).toThrow(expect.objectContaining({ name: 'UsageError', message: expect.stringMatching(sentence) }));
    expect(() => parseOptions(line.split(' '))).toThrow(/^[^\n]*$/);
  });
});

test('the help names every option and every kind of bot', () => {
  expect(parseOptions(['--help'])).toBe('help');
  const help = helpText();
  for (const name of Object.keys(OPTIONS)) expect(help).toContain(`--${name}`);
  for (const { kind, does } of BEHAVIOURS) expect(help).toMatch(new RegExp(`${kind} .*${does.slice(0, 20)}`));
});

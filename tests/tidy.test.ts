// In: the tracked files. Out: proof of the layout rules that no linter knows. Run by: vitest.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n').filter((file) => file !== '' && existsSync(file));
const sources = tracked.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));

/** What a file of shared/rooms/<room> may be called, so that a path alone says what a file does. */
const SHARED_WORDS = [
  'constants', 'input', 'events', 'world', 'state', 'step', 'rules', 'bot', 'definition',
  'movement', 'weapons', 'rockets', 'rewind', 'spawn', 'pickups', 'hits', 'match', 'navigation',
];
const rooms = readdirSync('shared/rooms', { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name);

describe.each(rooms)('room %s', (room) => {
  test('has its shared files, and only known names', () => {
    const names = readdirSync(`shared/rooms/${room}`).map((file) => file.replace(/\.ts$/, ''));
    expect(names).toEqual(expect.arrayContaining(['constants', 'input', 'world', 'state', 'step', 'definition']));
    expect(names.filter((name) => !SHARED_WORDS.includes(name))).toEqual([]);
  });

  test('exists on every side', () => {
    expect(existsSync(`server/rooms/${room}/room.ts`)).toBe(true);
    expect(existsSync(`client/rooms/${room}/scene.ts`)).toBe(true);
    expect(existsSync(`tests/rooms/${room}`)).toBe(true);
  });
});

test('the first line of every source says what goes in, what comes out and who runs it', () => {
  expect(sources.length).toBeGreaterThan(40);
  const silent = sources.filter((file) => !/^(\/\/|\/\*\*?) In: .*/.test(readFileSync(file, 'utf8')));
  expect(silent).toEqual([]);
});

test('no source is longer than 400 lines', () => {
  const long = sources.filter((file) => readFileSync(file, 'utf8').split('\n').length > 401);
  expect(long).toEqual([]);
});

test('versions are exact and there is one copy of the schema', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  expect(loose).toEqual([]);
  const lock = readFileSync('package-lock.json', 'utf8');
  expect(lock.match(/node_modules\/@colyseus\/schema"/g)).toHaveLength(1);
  expect(lock).not.toMatch(/"resolved": "http/);
});

test('no half-done work, narrowed test or path of somebody\'s machine is committed', () => {
  const words = new RegExp(['TO' + 'DO', 'FIX' + 'ME', '\\b(describe|test|it)\\.(on' + 'ly|sk' + 'ip)\\(', '/ho' + 'me/', '/wo' + 'rk/'].join('|'));
  expect(sources.filter((file) => words.test(readFileSync(file, 'utf8')))).toEqual([]);
});

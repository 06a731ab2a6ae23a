// In: the tracked files. Out: proof that they keep the layout rules. Run by: vitest.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packageFaults, placeFaults, roomFaults, roomsOf, sourceFaults } from './support/tidy-rules.ts';

const paths = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n').filter((path) => path !== '' && existsSync(path));
const read = (path: string) => ({ path, text: readFileSync(path, 'utf8') });
const sources = paths.filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'));

test('every room type has the same files under the same names, on every side', () => {
  const rooms = roomsOf(paths);
  expect(rooms).toContain('arena');
  expect(rooms.flatMap((room) => roomFaults(paths, room))).toEqual([]);
});

test('every source says in its first lines what goes in and out, is short, and is done', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.flatMap((path) => sourceFaults(read(path)))).toEqual([]);
});

test('nothing tracked names a machine or a registry', () => {
  const texts = paths.filter((path) => !/\.(png|jpg|gif|gz|ico|woff2)$/.test(path)).map(read);
  expect(texts.flatMap(placeFaults)).toEqual([]);
});

test('versions are exact and there is one copy of the schema', () => {
  expect(packageFaults(readFileSync('package.json', 'utf8'), readFileSync('package-lock.json', 'utf8'))).toEqual([]);
});

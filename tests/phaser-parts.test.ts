// In: the client's sources. Out: proof that a build holds every part of Phaser they draw with. Run by: vitest.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PARTS } from '../tools/phaser-parts.ts';

const sources = readdirSync('client', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name)).map((name) => readFileSync(join('client', name), 'utf8'))
  .filter((text) => text.includes("'phaser'"));

const matches = (pattern: RegExp) => new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map((found) => found[1]!)));

test('every kind of object that a scene adds has its factory in the build', () => {
  const added = matches(/\badd\.([a-z]\w*)\(/g);
  expect(added).toContain('image');
  const built = PARTS.map((part) => /(\w+)Factory$/.exec(part)?.[1]?.toLowerCase());
  for (const kind of added) expect(built).toContain(kind.toLowerCase());
});

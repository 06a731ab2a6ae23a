// In: the maps and copies with one planted fault. Out: proof that each fault is named. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { checkMap } from '../../shared/maps/map-check.ts';
import { MAP_NAMES, mapNamed } from '../../shared/maps/index.ts';
import type { GameMap } from '../../shared/maps/map-format.ts';

type Loose = Record<string, any>;

function good(): Loose {
  const { solidGrid: _s, wallGrid: _w, ...map } = mapNamed('foundry')!;
  return structuredClone(map) as GameMap as Loose;
}

test('three maps are there, each the same seen from either side', () => {
  expect(MAP_NAMES).toHaveLength(3);
  for (const name of MAP_NAMES) {
    const map = mapNamed(name)!;
    const key = (r: { x: number; y: number; w: number; h: number }) => [r.x, r.y, r.w, r.h].join();
    for (const rects of [map.walls, map.cover]) {
      const turned = rects.map((r) => key({ ...r, x: map.width - r.x - r.w, y: map.height - r.y - r.h }));
      expect(new Set(turned)).toEqual(new Set(rects.map(key)));
    }
    const places = [...map.spawns.map((s) => ({ ...s, kind: s.team })), ...map.pickups];
    const other = (kind: string | number) => [0, 2, 1][kind as number] ?? kind;
    const turned = places.map((p) => [map.width - p.x, map.height - p.y, other(p.kind)].join());
    expect(new Set(turned)).toEqual(new Set(places.map((p) => [p.x, p.y, p.kind].join())));
  }
  expect(mapNamed('nowhere')).toBeUndefined();
});

const faults: [string, (map: Loose) => void, RegExp][] = [
  ['a missing field', (m) => { delete m['title']; }, /^title:/],
  ['an unknown field', (m) => { m['extra'] = 1; }, /extra/],
  ['a bad name', (m) => { m['name'] = '../etc'; }, /^name:/],
  ['too large', (m) => { m['width'] = 4096; }, /^width:/],
  ['a fraction', (m) => { m['walls'][2].x = 1.5; }, /^walls\[2\]\.x:/],
  ['a wall beyond the map', (m) => { m['walls'][1].w = 1600; }, /^walls\[1\]: reaches/],
  ['cover beyond the map', (m) => { m['cover'][0].h = 1200; }, /^cover\[0\]: reaches/],
  ['an unknown pick-up', (m) => { m['pickups'][0].kind = 'gold'; }, /^pickups\[0\]\.kind:/],
  ['too few spawns', (m) => { m['spawns'].length = 7; }, /^spawns:/],
  ['a team without spawns', (m) => { for (const s of m['spawns']) s.team = 1; }, /^spawns: team 2 has 0/],
  ['a spawn in a wall', (m) => { Object.assign(m['spawns'][3], { x: 800, y: 600 }); }, /^spawns\[3\]: lies in/],
  ['a spawn at the very edge', (m) => { m['spawns'][3].x = 5; }, /^spawns\[3\]: lies in/],
  ['a pick-up in a wall', (m) => { Object.assign(m['pickups'][2], { x: 800, y: 600 }); }, /^pickups\[2\]: lies in/],
  ['two pick-ups on one spot', (m) => { m['pickups'][4] = { ...m['pickups'][1], kind: 'ammo' }; }, /^pickups\[4\]: overlaps pickups\[1\]/],
  ['too many pick-ups', (m) => { m['pickups'] = Array(65).fill(m['pickups'][0]); }, /^pickups:/],
  ['too many walls', (m) => { m['walls'] = Array.from({ length: 513 }, () => m['walls'][0]); }, /^walls:/],
  ['a spawn walled in', (m) => { m['walls'].push({ x: 0, y: 160, w: 160, h: 20 }, { x: 140, y: 0, w: 20, h: 160 }); }, /cannot be reached/],
];

describe('a map with a fault is refused by the name of the field', () => {
  test.each(faults)('%s', (_name, plant, reason) => {
    const map = good();
    expect(checkMap(map).ok).toBe(true);
    plant(map);
    const checked = checkMap(map);
    expect(checked.ok ? 'accepted' : checked.reason).toMatch(reason);
  });

  test.each([null, 1, 'x', [], {}])('%j is no map', (json) => {
    expect(checkMap(json).ok).toBe(false);
  });
});

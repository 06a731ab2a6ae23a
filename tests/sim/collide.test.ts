// In: bodies and rays among rectangles. Out: proof that nothing ends in a wall and rays stop where they should. Run by: vitest.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { castRay, hasLineOfSight, isBlocked, moveSliding, rayToCircle, rayToRect, toGrid } from '../../shared/sim/collide.ts';
import { buildGrid, type Rect } from '../../shared/sim/grid.ts';

const wall: Rect = { x: 400, y: 200, w: 20, h: 400 };
const grid = buildGrid([wall], 1000, 800);

describe('sliding', () => {
  test('stops at a wall and keeps the speed along it', () => {
    const body = { x: 370, y: 300, vx: 600, vy: 120 };
    for (let i = 0; i < 10; i++) moveSliding(grid, body, 18, 1 / 60);
    expect(body).toEqual({ x: 382, y: 320, vx: 0, vy: 120 });
  });

  test('40 px a tick do not pass a wall of 20 px', () => {
    const body = { x: 375, y: 400, vx: 2400 - 400, vy: 0 };
    for (let i = 0; i < 5; i++) { body.vx = 2000; moveSliding(grid, body, 18, 1 / 50); }
    expect(body.x).toBe(382);
  });

  test('the edge of the area is solid', () => {
    const body = { x: 30, y: 30, vx: -900, vy: -900 };
    moveSliding(grid, body, 18, 1 / 10);
    expect(body).toEqual({ x: 18, y: 18, vx: 0, vy: 0 });
  });

  test('from anywhere free, any way: free and on the grid', () => {
    const number = (min: number, max: number) => fc.integer({ min: min * 16, max: max * 16 }).map((n) => n / 16);
    const rects = fc.array(fc.record({
      x: fc.integer({ min: 0, max: 560 }), y: fc.integer({ min: 0, max: 560 }),
      w: fc.integer({ min: 16, max: 240 }), h: fc.integer({ min: 16, max: 240 }),
    }), { maxLength: 12 });
    fc.assert(fc.property(rects, number(18, 782), number(18, 782), fc.array(fc.tuple(number(-2040, 2040), number(-2040, 2040)), { maxLength: 30 }), (walls, x, y, pushes) => {
      const area = buildGrid(walls, 800, 800);
      fc.pre(!isBlocked(area, x, y, 18));
      const body = { x, y, vx: 0, vy: 0 };
      for (const [vx, vy] of pushes) {
        Object.assign(body, { vx, vy });
        moveSliding(area, body, 18, 1 / 50);
        expect(isBlocked(area, body.x, body.y, 18)).toBe(false);
        for (const value of Object.values(body)) expect(Object.is(toGrid(value), value)).toBe(true);
      }
    }), { numRuns: 400 });
  });
});

describe('rays', () => {
  test('meet rectangles and circles at the right distance', () => {
    expect(rayToRect(300, 300, 1, 0, wall)).toBe(100);
    expect(rayToRect(300, 100, 1, 0, wall)).toBe(Infinity);
    expect(rayToCircle(0, 0, 1, 0, { x: 100, y: 0, radius: 18 })).toBe(82);
    expect(rayToCircle(0, 0, -1, 0, { x: 100, y: 0, radius: 18 })).toBe(Infinity);
    expect(rayToCircle(0, 0, 1, 0, { x: 100, y: 19, radius: 18 })).toBe(Infinity);
  });

  test('end at walls, the range and the edge', () => {
    expect(castRay(grid, { x: 300, y: 300, dx: 1, dy: 0 }, 1000)).toBe(100);
    expect(castRay(grid, { x: 300, y: 300, dx: 1, dy: 0 }, 50)).toBe(50);
    expect(castRay(grid, { x: 300, y: 100, dx: 1, dy: 0 }, 5000)).toBe(700);
    expect(hasLineOfSight(grid, 300, 300, 500, 300)).toBe(false);
    expect(hasLineOfSight(grid, 300, 100, 500, 100)).toBe(true);
  });

  test('through the grid they meet what a search of all rectangles finds', () => {
    const rect = fc.record({
      x: fc.integer({ min: 0, max: 900 }), y: fc.integer({ min: 0, max: 900 }),
      w: fc.integer({ min: 1, max: 99 }), h: fc.integer({ min: 1, max: 99 }),
    });
    const at = fc.integer({ min: 1, max: 998 });
    fc.assert(fc.property(fc.array(rect, { maxLength: 20 }), at, at, at, at, (rects, ax, ay, bx, by) => {
      fc.pre(ax !== bx || ay !== by);
      const area = buildGrid(rects, 1000, 1000);
      const length = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
      const [dx, dy] = [(bx - ax) / length, (by - ay) / length];
      const all = Math.min(length, ...rects.map((r) => rayToRect(ax, ay, dx, dy, r)));
      expect(castRay(area, { x: ax, y: ay, dx, dy }, length)).toBe(all);
    }), { numRuns: 500 });
  });
});

// In: discs, walls and posts anywhere. Out: proof of what impulses keep and that nothing gets out. Run by: vitest.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bounceOffPosts, bounceOffWalls, capSpeed, collideDiscs, wallsAround, type Matter } from '../../shared/sim/discs.ts';

const heavy: Matter = { radiusPx: 20, lightness: 1 };
const light: Matter = { radiusPx: 13, lightness: 3 };
const speed = fc.double({ min: -600, max: 600, noNaN: true });
const near = fc.double({ min: -32, max: 32, noNaN: true });
const disc = fc.record({ x: near, y: near, vx: speed, vy: speed });
const energyOf = (a: { vx: number; vy: number }, { lightness }: Matter) => (a.vx * a.vx + a.vy * a.vy) / lightness / 2;

test('an impulse keeps momentum, never adds energy, and keeps all of it where nothing is lost', () => {
  fc.assert(fc.property(disc, disc, fc.constantFrom(0, 0.25, 0.7, 1), (a, b, bounce) => {
    const px = a.vx / heavy.lightness + b.vx / light.lightness;
    const py = a.vy / heavy.lightness + b.vy / light.lightness;
    const before = energyOf(a, heavy) + energyOf(b, light);
    const approach = collideDiscs(a, heavy, b, light, bounce);
    expect(a.vx / heavy.lightness + b.vx / light.lightness).toBeCloseTo(px, 6);
    expect(a.vy / heavy.lightness + b.vy / light.lightness).toBeCloseTo(py, 6);
    const after = energyOf(a, heavy) + energyOf(b, light);
    expect(after).toBeLessThanOrEqual(before + 1e-6 * before + 1e-6);
    if (bounce === 1 || approach <= 0) expect(after).toBeCloseTo(before, 3);
  }), { numRuns: 500 });
});

test('discs that overlapped touch, and go apart no slower than `bounce` of their approach', () => {
  fc.assert(fc.property(disc, disc, (a, b) => {
    const approach = collideDiscs(a, heavy, b, light, 0.5);
    const distance = Math.hypot(b.x - a.x, b.y - a.y);
    if (approach < 0) return;
    expect(distance).toBeCloseTo(33, 6);
    const parting = ((b.vx - a.vx) * (b.x - a.x) + (b.vy - a.vy) * (b.y - a.y)) / distance;
    expect(parting).toBeGreaterThanOrEqual(approach * 0.5 - 1e-6);
  }), { numRuns: 300 });
});

test('middles so near that their squares underflow part as well', () => {
  const a = { x: 0, y: 2e-160, vx: 5, vy: 0 };
  const b = { x: 3e-162, y: 0, vx: 0, vy: 0 };
  collideDiscs(a, heavy, b, light, 0.5);
  expect(Math.hypot(b.x - a.x, b.y - a.y)).toBeCloseTo(33, 6);
});

test('two on one spot part; a disc of no lightness stays where it is', () => {
  const a = { x: 5, y: 5, vx: 0, vy: 0 };
  const b = { x: 5, y: 5, vx: 0, vy: 0 };
  collideDiscs(a, heavy, b, heavy, 0);
  expect(b.x - a.x).toBe(40);
  const fixed = { x: 0, y: 0, vx: 0, vy: 0 };
  const coming = { x: 30, y: 0, vx: -100, vy: 0 };
  collideDiscs(fixed, { radiusPx: 20, lightness: 0 }, coming, light, 0.5);
  expect(fixed).toEqual({ x: 0, y: 0, vx: 0, vy: 0 });
  expect(coming).toEqual({ x: 33, y: 0, vx: 50, vy: 0 });
});

test('whatever moves less than its radius between two pushes never leaves a room with cut corners', () => {
  const walls = wallsAround([[50, 0], [350, 0], [400, 50], [400, 250], [350, 300], [50, 300], [0, 250], [0, 50]]);
  fc.assert(fc.property(fc.array(speed, { minLength: 2, maxLength: 2 }), fc.constantFrom(0, 0.7, 1), ([vx, vy], bounce) => {
    const ball = { x: 200, y: 150, vx: vx! * 2, vy: vy! * 2 };
    for (let i = 0; i < 600; i++) {
      ball.x += ball.vx / 120;
      ball.y += ball.vy / 120;
      bounceOffWalls(walls, ball, 13, bounce);
      for (const wall of walls) {
        expect((ball.x - wall.x) * wall.inX + (ball.y - wall.y) * wall.inY).toBeGreaterThan(13 - 1e-6);
      }
    }
  }), { numRuns: 60 });
});

test('a post turns a ball round, with the speed of the impact told', () => {
  const ball = { x: 30, y: 0, vx: -100, vy: 0 };
  expect(bounceOffPosts([{ x: 0, y: 0, radius: 20 }], ball, 13, 0.5)).toBe(100);
  expect(ball).toEqual({ x: 33, y: 0, vx: 50, vy: 0 });
  expect(bounceOffPosts([{ x: 0, y: 0, radius: 20 }], ball, 13, 0.5)).toBe(0);
});

test('a speed is capped along its way', () => {
  const body = { x: 0, y: 0, vx: 300, vy: 400 };
  capSpeed(body, 250);
  expect(body).toMatchObject({ vx: 150, vy: 200 });
});

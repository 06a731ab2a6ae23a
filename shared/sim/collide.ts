// In: bodies, rays and a grid of rectangles. Out: where they come to rest or meet. Run by: steps, prediction, bots.
import { CELL_PX, columnOf, rowOf, type Rect, type RectGrid } from './grid.ts';

export interface Body {
  x: number;
  y: number;
  vx: number;
  vy: number;
}

/** Steps of 1/16: what the wire carries, so that what is simulated is what everybody sees. Never -0. */
export function toGrid(value: number): number {
  return Math.round(value * 16) / 16 + 0;
}

/** Whether a circle overlaps a rectangle or the edge of the area; touching is free. Exact for positions on the grid. */
export function isBlocked(grid: RectGrid, x: number, y: number, radius: number): boolean {
  if (x < radius || y < radius || x > grid.width - radius || y > grid.height - radius) return true;
  const lastColumn = columnOf(grid, x + radius);
  const lastRow = rowOf(grid, y + radius);
  for (let row = rowOf(grid, y - radius); row <= lastRow; row++) {
    for (let column = columnOf(grid, x - radius); column <= lastColumn; column++) {
      for (const rect of grid.cells[row * grid.columns + column]!) {
        if (squareGap(x, y, rect) < radius * radius) return true;
      }
    }
  }
  return false;
}

/**
 * Moves a circle by its velocity for `sec`, sliding along what it meets; velocity into an obstacle is lost.
 * Takes sub-steps of at most half a radius, so that nothing is tunnelled through at any speed. A body that starts free
 * and on the grid of 1/16 px ends free and on it.
 */
export function moveSliding(grid: RectGrid, body: Body, radius: number, sec: number): void {
  const startX = body.x;
  const startY = body.y;
  const length = Math.sqrt(body.vx * body.vx + body.vy * body.vy) * sec;
  const steps = Math.max(1, Math.ceil(length / (radius / 2)));
  for (let i = 0; i < steps; i++) {
    const x = body.x;
    const y = body.y;
    body.x += (body.vx * sec) / steps;
    body.y += (body.vy * sec) / steps;
    if (!pushOut(grid, body, radius)) {
      body.x = x;
      body.y = y;
      body.vx = 0;
      body.vy = 0;
      break;
    }
  }
  settle(grid, body, radius, startX, startY);
  body.vx = toGrid(body.vx);
  body.vy = toGrid(body.vy);
}

/** Contacts a push may resolve; a corner of two walls has two, narrow wedges more. */
const CONTACTS_MAX = 4;
/** Overlap left to rounding, px; the final settling on the grid is exact. */
const SLACK = 1e-9;

function pushOut(grid: RectGrid, body: Body, radius: number): boolean {
  for (let i = 0; i < CONTACTS_MAX; i++) {
    keepInside(grid, body, radius);
    const rect = deepest(grid, body, radius);
    if (rect === undefined) return true;
    pushFrom(rect, body, radius);
  }
  keepInside(grid, body, radius);
  return deepest(grid, body, radius) === undefined;
}

function keepInside(grid: RectGrid, body: Body, radius: number): void {
  if (body.x < radius) { body.x = radius; body.vx = Math.max(0, body.vx); }
  if (body.y < radius) { body.y = radius; body.vy = Math.max(0, body.vy); }
  if (body.x > grid.width - radius) { body.x = grid.width - radius; body.vx = Math.min(0, body.vx); }
  if (body.y > grid.height - radius) { body.y = grid.height - radius; body.vy = Math.min(0, body.vy); }
}

function deepest(grid: RectGrid, body: Body, radius: number): Rect | undefined {
  let found: Rect | undefined;
  let least = (radius - SLACK) * (radius - SLACK);
  const lastColumn = columnOf(grid, body.x + radius);
  const lastRow = rowOf(grid, body.y + radius);
  for (let row = rowOf(grid, body.y - radius); row <= lastRow; row++) {
    for (let column = columnOf(grid, body.x - radius); column <= lastColumn; column++) {
      for (const rect of grid.cells[row * grid.columns + column]!) {
        const gap = squareGap(body.x, body.y, rect);
        if (gap < least) {
          least = gap;
          found = rect;
        }
      }
    }
  }
  return found;
}

function pushFrom(rect: Rect, body: Body, radius: number): void {
  const px = clamp(body.x, rect.x, rect.x + rect.w);
  const py = clamp(body.y, rect.y, rect.y + rect.h);
  const dx = body.x - px;
  const dy = body.y - py;
  const distance = Math.sqrt(dx * dx + dy * dy);
  // Sub-steps of half a radius keep the centre outside of everything; without a normal the caller takes the step back.
  if (distance === 0) return;
  const nx = dx / distance;
  const ny = dy / distance;
  body.x = px + nx * radius;
  body.y = py + ny * radius;
  const into = body.vx * nx + body.vy * ny;
  if (into < 0) {
    body.vx -= into * nx;
    body.vy -= into * ny;
  }
}

/** Puts the body on the nearest free point of the grid, or back where the move began. */
function settle(grid: RectGrid, body: Body, radius: number, startX: number, startY: number): void {
  const { x, y } = body;
  body.x = toGrid(x);
  body.y = toGrid(y);
  if (!isBlocked(grid, body.x, body.y, radius)) return;
  let least = Infinity;
  let bestX = startX;
  let bestY = startY;
  for (let i = -1; i <= 1; i++) {
    for (let j = -1; j <= 1; j++) {
      const cx = toGrid(x) + i / 16;
      const cy = toGrid(y) + j / 16;
      const distance = (cx - x) * (cx - x) + (cy - y) * (cy - y);
      if (distance < least && !isBlocked(grid, cx, cy, radius)) {
        least = distance;
        bestX = cx;
        bestY = cy;
      }
    }
  }
  body.x = bestX;
  body.y = bestY;
}

/** Square of the distance from a point to a rectangle, 0 inside. */
export function squareGap(x: number, y: number, rect: Rect): number {
  const dx = x - clamp(x, rect.x, rect.x + rect.w);
  const dy = y - clamp(y, rect.y, rect.y + rect.h);
  return dx * dx + dy * dy;
}

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** Distance along a ray of direction (dx, dy), length 1, to a rectangle; 0 from inside, Infinity for a miss. */
export function rayToRect(x: number, y: number, dx: number, dy: number, rect: Rect): number {
  let near = 0;
  let far = Infinity;
  if (dx === 0) {
    if (x <= rect.x || x >= rect.x + rect.w) return Infinity;
  } else {
    const a = (rect.x - x) / dx;
    const b = (rect.x + rect.w - x) / dx;
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
  }
  if (dy === 0) {
    if (y <= rect.y || y >= rect.y + rect.h) return Infinity;
  } else {
    const a = (rect.y - y) / dy;
    const b = (rect.y + rect.h - y) / dy;
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
  }
  return near < far ? near : Infinity;
}

export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Distance along a ray to a circle; 0 from inside, Infinity for a miss. */
export function rayToCircle(x: number, y: number, dx: number, dy: number, circle: Circle): number {
  const cx = circle.x - x;
  const cy = circle.y - y;
  const outside = cx * cx + cy * cy - circle.radius * circle.radius;
  if (outside <= 0) return 0;
  const along = cx * dx + cy * dy;
  if (along <= 0) return Infinity;
  const root = along * along - outside;
  return root < 0 ? Infinity : along - Math.sqrt(root);
}

export interface Ray {
  readonly x: number;
  readonly y: number;
  /** Direction of length 1. */
  readonly dx: number;
  readonly dy: number;
}

/** Distance along a ray to the first rectangle or the edge of the area, at most `range`. Walks the grid cell by cell. */
export function castRay(grid: RectGrid, ray: Ray, range: number): number {
  const { x, y, dx, dy } = ray;
  let column = columnOf(grid, x);
  let row = rowOf(grid, y);
  let nearest = Math.min(range, edgeDistance(x, dx, grid.width), edgeDistance(y, dy, grid.height));
  for (;;) {
    for (const rect of grid.cells[row * grid.columns + column]!) {
      nearest = Math.min(nearest, rayToRect(x, y, dx, dy, rect));
    }
    const exitX = dx === 0 ? Infinity : ((column + (dx > 0 ? 1 : 0)) * CELL_PX - x) / dx;
    const exitY = dy === 0 ? Infinity : ((row + (dy > 0 ? 1 : 0)) * CELL_PX - y) / dy;
    if (nearest <= Math.min(exitX, exitY)) return nearest;
    if (exitX < exitY) column += dx > 0 ? 1 : -1;
    else row += dy > 0 ? 1 : -1;
    if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) return nearest;
  }
}

function edgeDistance(at: number, direction: number, size: number): number {
  if (direction === 0) return Infinity;
  return Math.max(0, ((direction > 0 ? size : 0) - at) / direction);
}

/** Whether nothing of the grid lies on the straight line between two points. */
export function hasLineOfSight(grid: RectGrid, ax: number, ay: number, bx: number, by: number): boolean {
  const dx = bx - ax;
  const dy = by - ay;
  const distance = Math.sqrt(dx * dx + dy * dy);
  if (distance === 0) return true;
  return castRay(grid, { x: ax, y: ay, dx: dx / distance, dy: dy / distance }, distance) >= distance;
}

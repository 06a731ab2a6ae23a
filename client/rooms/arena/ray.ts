// In: a map and a ray. Out: how far it goes until a wall. Run by: own rockets, the aim line. For show only, never for rules.
import type { Box, MapShapes } from '../../render/map-art.ts';

/** World px from `from` along the unit vector to the first wall or cover; the map's edge is a wall. */
export function flightLength(map: MapShapes, from: { readonly x: number; readonly y: number }, dx: number, dy: number): number {
  let nearest = Math.hypot(map.width, map.height);
  const bounds = [dx > 0 ? (map.width - from.x) / dx : dx < 0 ? -from.x / dx : nearest, dy > 0 ? (map.height - from.y) / dy : dy < 0 ? -from.y / dy : nearest];
  for (const length of bounds) nearest = Math.min(nearest, Math.max(0, length));
  for (const boxes of [map.walls, map.cover]) {
    for (const box of boxes) nearest = Math.min(nearest, boxLength(box, from, dx, dy));
  }
  return nearest;
}

/** The slab method: enter the later of the two axes, leave the earlier. */
function boxLength(box: Box, from: { readonly x: number; readonly y: number }, dx: number, dy: number): number {
  const [x1, x2] = span(box.x - from.x, box.x + box.w - from.x, dx);
  const [y1, y2] = span(box.y - from.y, box.y + box.h - from.y, dy);
  const enter = Math.max(x1, y1);
  return enter <= Math.min(x2, y2) && enter >= 0 ? enter : Infinity;
}

function span(low: number, high: number, d: number): readonly [number, number] {
  if (d === 0) return low <= 0 && high >= 0 ? [-Infinity, Infinity] : [Infinity, -Infinity];
  return d > 0 ? [low / d, high / d] : [high / d, low / d];
}

// In: discs with mass, walls with an inside, posts. Out: where they bounce to. Run by: steps, prediction.
import type { Body } from './collide.ts';

/** What a disc is made of. */
export interface Matter {
  readonly radiusPx: number;
  /** 1 / mass; 0 never moves. */
  readonly lightness: number;
}

/** A straight wall with free space on one side: the way from its start, and the direction into the free space. */
export interface Wall {
  readonly x: number;
  readonly y: number;
  readonly alongX: number;
  readonly alongY: number;
  readonly length: number;
  readonly inX: number;
  readonly inY: number;
}

export interface Post {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** How far behind a wall a disc's middle may be and still be brought back; beyond it the wall belongs to another corner. */
const BEHIND_PX = 24;

/** Squared px below which two middles have no direction from one to the other. */
const SAME_SPOT_SQUARE = 1e-18;

/** Walls round a free space. @param corners in clockwise order on a screen (y down), closed by the first. */
export function wallsAround(corners: readonly (readonly [number, number])[]): Wall[] {
  return corners.map(([x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length]!;
    const length = Math.sqrt((nextX - x) * (nextX - x) + (nextY - y) * (nextY - y));
    const alongX = (nextX - x) / length;
    const alongY = (nextY - y) / length;
    return { x, y, alongX, alongY, length, inX: -alongY, inY: alongX };
  });
}

/** Brings a disc out of walls; what it had of speed into them comes back `bounce` times. Answers the hardest impact, px/s. */
export function bounceOffWalls(walls: readonly Wall[], disc: Body, radius: number, bounce: number): number {
  let hardest = 0;
  for (const wall of walls) {
    const dx = disc.x - wall.x;
    const dy = disc.y - wall.y;
    const along = dx * wall.alongX + dy * wall.alongY;
    if (along < 0 || along > wall.length) continue;
    const gap = dx * wall.inX + dy * wall.inY - radius;
    if (gap >= 0 || gap < -radius - BEHIND_PX) continue;
    disc.x -= wall.inX * gap;
    disc.y -= wall.inY * gap;
    hardest = Math.max(hardest, reflect(disc, wall.inX, wall.inY, bounce));
  }
  return hardest;
}

/** The same with round posts. */
export function bounceOffPosts(posts: readonly Post[], disc: Body, radius: number, bounce: number): number {
  let hardest = 0;
  for (const post of posts) {
    const dx = disc.x - post.x;
    const dy = disc.y - post.y;
    const apart = radius + post.radius;
    const square = dx * dx + dy * dy;
    if (square >= apart * apart || square < SAME_SPOT_SQUARE) continue;
    const distance = Math.sqrt(square);
    const nx = dx / distance;
    const ny = dy / distance;
    disc.x = post.x + nx * apart;
    disc.y = post.y + ny * apart;
    hardest = Math.max(hardest, reflect(disc, nx, ny, bounce));
  }
  return hardest;
}

function reflect(disc: Body, nx: number, ny: number, bounce: number): number {
  const into = -(disc.vx * nx + disc.vy * ny);
  if (into <= 0) return 0;
  disc.vx += nx * into * (1 + bounce);
  disc.vy += ny * into * (1 + bounce);
  return into;
}

/**
 * Parts two discs that overlap, each by its share of lightness, and exchanges an impulse along their middles if they
 * approach: momentum is kept, energy never grows while `bounce` is 0 to 1. Answers the speed of approach in px/s, or
 * -1 where they do not touch.
 */
export function collideDiscs(a: Body, am: Matter, b: Body, bm: Matter, bounce: number): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const apart = am.radiusPx + bm.radiusPx;
  const square = dx * dx + dy * dy;
  const lightness = am.lightness + bm.lightness;
  if (square >= apart * apart || lightness === 0) return -1;
  // Two on one spot part sideways: any way will do, so long as it is the same everywhere. So near that squares underflow
  // is one spot too.
  const isOneSpot = square < SAME_SPOT_SQUARE;
  const distance = isOneSpot ? 0 : Math.sqrt(square);
  const nx = isOneSpot ? 1 : dx / distance;
  const ny = isOneSpot ? 0 : dy / distance;
  const push = (apart - distance) / lightness;
  a.x -= nx * push * am.lightness;
  a.y -= ny * push * am.lightness;
  b.x += nx * push * bm.lightness;
  b.y += ny * push * bm.lightness;
  const approach = (a.vx - b.vx) * nx + (a.vy - b.vy) * ny;
  if (approach <= 0) return 0;
  const impulse = (approach * (1 + bounce)) / lightness;
  a.vx -= nx * impulse * am.lightness;
  a.vy -= ny * impulse * am.lightness;
  b.vx += nx * impulse * bm.lightness;
  b.vy += ny * impulse * bm.lightness;
  return approach;
}

/** Scales a velocity down to at most `most` px/s. */
export function capSpeed(disc: Body, most: number): void {
  const square = disc.vx * disc.vx + disc.vy * disc.vy;
  if (square <= most * most) return;
  const part = most / Math.sqrt(square);
  disc.vx *= part;
  disc.vy *= part;
}

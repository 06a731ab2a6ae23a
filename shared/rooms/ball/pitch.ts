// In: nothing. Out: the pitch: its lines, walls, posts and places to stand. Run by: rules, bots, scene.
import { wallsAround, type Post, type Wall } from '../../sim/discs.ts';

/** World px; the origin is a little above and left of the pitch, so that goals have positive places too. */
export const PITCH = {
  width: 1_856,
  height: 1_040,
  left: 96,
  right: 1_760,
  top: 32,
  bottom: 1_008,
  middleX: 928,
  middleY: 520,
  /** Corners are cut, so that no ball hides in them. */
  cornerPx: 120,
  goalTop: 395,
  goalBottom: 645,
  /** Behind the goal line. */
  goalDepthPx: 72,
  /** Opponents stand outside at a kick-off. */
  circlePx: 150,
} as const;

const { left, right, top, bottom, cornerPx, goalTop, goalBottom, goalDepthPx } = PITCH;

/** Clockwise from the upper left corner's end, with both goals. */
export const OUTLINE: readonly (readonly [number, number])[] = [
  [left + cornerPx, top], [right - cornerPx, top], [right, top + cornerPx],
  [right, goalTop], [right + goalDepthPx, goalTop], [right + goalDepthPx, goalBottom], [right, goalBottom],
  [right, bottom - cornerPx], [right - cornerPx, bottom], [left + cornerPx, bottom], [left, bottom - cornerPx],
  [left, goalBottom], [left - goalDepthPx, goalBottom], [left - goalDepthPx, goalTop], [left, goalTop],
  [left, top + cornerPx],
];

export const WALLS: readonly Wall[] = wallsAround(OUTLINE);

const POST_RADIUS_PX = 8;
export const POSTS: readonly Post[] = [[left, goalTop], [left, goalBottom], [right, goalTop], [right, goalBottom]]
  .map(([x, y]) => ({ x: x!, y: y!, radius: POST_RADIUS_PX }));

/** The goal line a team defends: the first team's is on the left. */
export function ownLineX(team: number): number {
  return team === 1 ? left : right;
}

/** 1 where a team attacks to the right, else -1. */
export function attackOf(team: number): number {
  return team === 1 ? 1 : -1;
}

/** Where the n-th of a team stands at a kick-off, px before its own line and off the middle; the first takes the kick. */
const PLACES: readonly (readonly [number, number])[] = [[740, 0], [430, -190], [190, 130]];
const KICKER_PX = 74;

export function kickoffPlace(team: number, n: number, kicks: boolean): { readonly x: number; readonly y: number } {
  const [ahead, aside] = PLACES[n % PLACES.length]!;
  const way = attackOf(team);
  if (kicks && n === 0) return { x: PITCH.middleX - way * KICKER_PX, y: PITCH.middleY };
  const most = PITCH.middleX - PITCH.left - PITCH.circlePx - 30;
  return { x: ownLineX(team) + way * Math.min(ahead, most), y: PITCH.middleY + way * aside };
}

/** Which team's goal a ball of this radius lies in, wholly behind the line; 0 for none. */
export function goalAt(x: number, y: number, radius: number): number {
  if (y < goalTop || y > goalBottom) return 0;
  return x < left - radius ? 1 : x > right + radius ? 2 : 0;
}

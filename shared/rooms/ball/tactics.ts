// In: the pitch as a player sees it. Out: who does what, who is free, where the ball will be. Run by: bot.
import { BALL, PLAYER } from './constants.ts';
import { attackOf, ownLineX, PITCH } from './pitch.ts';
import type { Ball, BallPlayer, BallWorld } from './world.ts';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export type Role = 'chaser' | 'keeper' | 'wing';

export function squareGap(a: Spot, b: Spot): number {
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

export function gap(a: Spot, b: Spot): number {
  return Math.sqrt(squareGap(a, b));
}

export function mates(world: BallWorld, me: BallPlayer): BallPlayer[] {
  return world.players.filter((p): p is BallPlayer => p !== null && p.team === me.team && p.id !== me.id);
}

export function foes(world: BallWorld, me: BallPlayer): BallPlayer[] {
  return world.players.filter((p): p is BallPlayer => p !== null && p.team !== me.team);
}

/** Seconds of the ball's way looked ahead, and the step of it. */
const LOOK_SEC = 1.6;
const LOOK_STEP_SEC = 0.1;

/** The first place on the ball's way that a player reaches in time; it slows down as it rolls, walls not counted. */
export function meetingPlace(player: Spot, ball: Ball): Spot & { readonly sec: number } {
  let keep = 1;
  let { x, y } = ball;
  for (let sec = 0; sec < LOOK_SEC; sec += LOOK_STEP_SEC) {
    const way = Math.sqrt((x - player.x) * (x - player.x) + (y - player.y) * (y - player.y));
    if (way <= PLAYER.speedPxPerSec * sec + PLAYER.radiusPx) return { x, y, sec };
    x = clampX(x + ball.vx * keep * LOOK_STEP_SEC);
    y = clampY(y + ball.vy * keep * LOOK_STEP_SEC);
    keep *= 1 - BALL.dragPerSec * LOOK_STEP_SEC;
  }
  return { x, y, sec: LOOK_SEC + gap(player, { x, y }) / PLAYER.speedPxPerSec };
}

export function clampX(x: number): number {
  return Math.max(PITCH.left + PLAYER.radiusPx, Math.min(PITCH.right - PLAYER.radiusPx, x));
}

export function clampY(y: number): number {
  return Math.max(PITCH.top + PLAYER.radiusPx, Math.min(PITCH.bottom - PLAYER.radiusPx, y));
}

/** A lead that keeps two from swapping roles every tick, seconds. */
const STAY_SEC = 0.25;

/** The quickest to the ball goes for it, of the others the one nearest to the own goal keeps it, the third goes wide. */
export function roleOf(world: BallWorld, me: BallPlayer, ball: Ball, was: Role): Role {
  const others = mates(world, me);
  const mine = meetingPlace(me, ball).sec - (was === 'chaser' ? STAY_SEC : 0);
  const quicker = others.filter((mate) => {
    const theirs = meetingPlace(mate, ball).sec;
    return theirs < mine || (theirs === mine && mate.id < me.id);
  });
  if (quicker.length === 0) return 'chaser';
  if (others.length === 1) return 'keeper';
  const chaser = quicker.reduce((a, b) => (meetingPlace(b, ball).sec < meetingPlace(a, ball).sec ? b : a));
  const line = ownLineX(me.team);
  const other = others.find((mate) => mate.id !== chaser.id);
  if (other === undefined) return 'keeper';
  const lead = Math.abs(other.x - line) - Math.abs(me.x - line) + (was === 'keeper' ? 60 : 0);
  return lead > 0 || (lead === 0 && me.id < other.id) ? 'keeper' : 'wing';
}

/** Space a ball needs to pass a body, px. */
const LANE_PX = PLAYER.radiusPx + BALL.radiusPx + 6;

/** Whether no opponent stands in the straight way from one place to another. */
export function isLaneFree(world: BallWorld, me: BallPlayer, from: Spot, to: Spot): boolean {
  const length = gap(from, to);
  if (length < 1) return true;
  const ux = (to.x - from.x) / length;
  const uy = (to.y - from.y) / length;
  return foes(world, me).every((foe) => {
    const along = (foe.x - from.x) * ux + (foe.y - from.y) * uy;
    if (along < 0 || along > length) return true;
    const aside = Math.abs((foe.x - from.x) * uy - (foe.y - from.y) * ux);
    // Whoever is farther away has longer to step in.
    return aside > LANE_PX + along * 0.12;
  });
}

/** Corners of the goal aimed at, px inside the posts. */
const INSIDE_PX = 48;

/** The freest place of the opponents' goal line, or undefined where all ways are barred. */
export function shotAt(world: BallWorld, me: BallPlayer, ball: Ball): Spot | undefined {
  const x = ownLineX(3 - me.team);
  const places = [PITCH.goalTop + INSIDE_PX, PITCH.goalBottom - INSIDE_PX, PITCH.middleY].map((y) => ({ x, y }));
  const free = places.filter((place) => isLaneFree(world, me, ball, place));
  const clearance = (place: Spot) => Math.min(...foes(world, me).map((foe) => Math.abs(foe.y - place.y)), 500);
  return free.length === 0 ? undefined : free.reduce((a, b) => (clearance(b) > clearance(a) ? b : a));
}

/** A mate who can be reached and has room, ahead, or anywhere within `backPx` behind; undefined where there is none. */
export function passTo(world: BallWorld, me: BallPlayer, ball: Ball, backPx: number): BallPlayer | undefined {
  const way = attackOf(me.team);
  const room = (mate: BallPlayer) => Math.min(...foes(world, me).map((foe) => gap(foe, mate)), 400);
  const open = mates(world, me).filter((mate) => {
    const away = gap(mate, me);
    return away > 150 && away < 760 && (mate.x - me.x) * way > -backPx && room(mate) > 90 && isLaneFree(world, me, ball, mate);
  });
  const worth = (mate: BallPlayer) => (mate.x - me.x) * way + room(mate);
  return open.length === 0 ? undefined : open.reduce((a, b) => (worth(b) > worth(a) ? b : a));
}

/** Ways out for a ball under pressure, as shares ahead and aside of `OUT_PX`. */
const OUTS: readonly (readonly [number, number])[] = [[1, 0], [0.87, 0.5], [0.87, -0.5], [0.5, 0.87], [0.5, -0.87], [0.1, 1], [0.1, -1]];
const OUT_PX = 300;

/** The emptiest place ahead that the ball can be played to, or undefined. */
export function wayOut(world: BallWorld, me: BallPlayer, ball: Ball): Spot | undefined {
  const way = attackOf(me.team);
  const places = OUTS.map(([ahead, aside]) => ({ x: clampX(me.x + way * ahead * OUT_PX), y: clampY(me.y + aside * OUT_PX) }))
    .filter((place) => gap(place, me) > OUT_PX * 0.6 && isLaneFree(world, me, ball, place));
  const room = (place: Spot) => Math.min(...foes(world, me).map((foe) => gap(foe, place)), 400);
  return places.length === 0 ? undefined : places.reduce((a, b) => (room(b) > room(a) ? b : a));
}

/** Between ball and goal, farther out the farther the ball is. */
export function keeperPlace(me: BallPlayer, ball: Ball): Spot {
  const line = ownLineX(me.team);
  const way = attackOf(me.team);
  const out = Math.max(34, Math.min(120, Math.abs(ball.x - line) * 0.16));
  const share = out / Math.max(out, Math.abs(ball.x - line));
  const y = PITCH.middleY + (ball.y - PITCH.middleY) * (1 - (1 - share) * 0.62) * 0.5;
  return { x: line + way * out, y: Math.max(PITCH.goalTop + 14, Math.min(PITCH.goalBottom - 14, y)) };
}

/** Wide on the side away from the ball: ahead of it while the own side has it, behind it otherwise. */
export function wingPlace(me: BallPlayer, ball: Ball, attacks: boolean): Spot {
  const way = attackOf(me.team);
  const side = ball.y < PITCH.middleY ? 1 : -1;
  const ahead = attacks ? 230 : -210;
  return { x: clampX(ball.x + way * ahead), y: clampY(PITCH.middleY + side * (attacks ? 250 : 130)) };
}

// In: one player, one input. Out: the velocity that it gives, boosts and tackles begun, bodies moved. Run by: step, prediction.
import { toGrid, type Body } from '../../sim/collide.ts';
import { bounceOffPosts, bounceOffWalls, capSpeed } from '../../sim/discs.ts';
import type { Emit } from '../../netcode/room-type.ts';
import { ENERGY, PLAYER, TACKLE, ticksOf } from './constants.ts';
import type { BallEvent } from './events.ts';
import { BUTTON, type BallInput } from './input.ts';
import { footX, footY } from './kick.ts';
import { POSTS, WALLS } from './pitch.ts';
import type { BallPlayer } from './world.ts';

/** Keeps the input with the player, and lets what counts down come nearer. */
export function takeInput(player: BallPlayer, input: BallInput): void {
  // A bot may say -0, which neither patches nor captures can.
  player.moveX = input.moveX + 0;
  player.moveY = input.moveY + 0;
  player.aim = input.aim;
  player.buttons = input.buttons;
  player.dormant = false;
  player.tackling = Math.max(0, player.tackling - 1);
  player.tackleWait = Math.max(0, player.tackleWait - 1);
  player.stun = Math.max(0, player.stun - 1);
  player.loose = Math.max(0, player.loose - 1);
}

/** Accelerates towards the wish, boosts while energy lasts, or begins a tackle. */
export function drive(player: BallPlayer, input: BallInput, tickHz: number, dribbles: boolean, emit: Emit<BallEvent>): void {
  if (player.stun > 0) {
    slow(player, PLAYER.stunFrictionPxPerSec2, tickHz);
    regain(player, tickHz);
    return;
  }
  if ((input.buttons & BUTTON.tackle) !== 0 && player.tackleWait === 0 && player.energy >= ENERGY.tackle) startTackle(player, input, tickHz, emit);
  if (player.tackling > 0) return;
  const wish = Math.sqrt(input.moveX * input.moveX + input.moveY * input.moveY);
  const cost = ENERGY.boostPerSec / tickHz;
  const boosts = (input.buttons & BUTTON.boost) !== 0 && wish > 0 && player.energy >= cost;
  if (boosts) player.energy -= cost;
  else regain(player, tickHz);
  const speed = (boosts ? PLAYER.boostPxPerSec : PLAYER.speedPxPerSec) * (dribbles ? PLAYER.dribbleShare : 1);
  const accel = wish === 0 ? PLAYER.frictionPxPerSec2 : boosts ? PLAYER.boostAccelPxPerSec2 : PLAYER.accelPxPerSec2;
  // A stick's corner is no faster than its edge.
  const scale = speed / Math.max(127, wish);
  approach(player, input.moveX * scale, input.moveY * scale, accel / tickHz);
}

export function slow(body: Body, frictionPxPerSec2: number, tickHz: number): void {
  approach(body, 0, 0, frictionPxPerSec2 / tickHz);
}

function approach(body: Body, vx: number, vy: number, most: number): void {
  const change = { x: 0, y: 0, vx: vx - body.vx, vy: vy - body.vy };
  capSpeed(change, most);
  body.vx += change.vx;
  body.vy += change.vy;
}

function regain(player: BallPlayer, tickHz: number): void {
  player.energy = Math.min(ENERGY.max, player.energy + ENERGY.regainPerSec / tickHz);
}

/** Along the wish, or the foot when standing. */
function startTackle(player: BallPlayer, input: BallInput, tickHz: number, emit: Emit<BallEvent>): void {
  const length = Math.sqrt(input.moveX * input.moveX + input.moveY * input.moveY);
  player.vx = (length === 0 ? footX(player) : input.moveX / length) * TACKLE.speedPxPerSec;
  player.vy = (length === 0 ? footY(player) : input.moveY / length) * TACKLE.speedPxPerSec;
  player.energy -= ENERGY.tackle;
  player.tackling = ticksOf(TACKLE.sec, tickHz);
  player.tackleWait = ticksOf(TACKLE.waitSec, tickHz);
  emit({ kind: 'tackle', seat: player.id });
}

/** A player's way for `sec`, off walls and posts. */
export function moveBody(player: BallPlayer, sec: number): void {
  capSpeed(player, PLAYER.speedMaxPxPerSec);
  player.x += player.vx * sec;
  player.y += player.vy * sec;
  keepIn(player, PLAYER.radiusPx, PLAYER.wallBounce, PLAYER.wallBounce);
}

/** Out of walls and posts again: walls have the last word. */
export function keepIn(body: Body, radius: number, wallBounce: number, postBounce: number): void {
  bounceOffPosts(POSTS, body, radius, postBounce);
  bounceOffWalls(WALLS, body, radius, wallBounce);
}

/** On the wire's grid: what is simulated is what everybody is told. */
export function settle(body: Body): void {
  body.x = toGrid(body.x);
  body.y = toGrid(body.y);
  body.vx = toGrid(body.vx);
  body.vy = toGrid(body.vy);
}

// In: a player, the ball, an input. Out: who has the ball at the foot, and kicks. Run by: step, prediction, bots.
import { capSpeed } from '../../sim/discs.ts';
import { cosineOf, sineOf, TURN } from '../../sim/sine.ts';
import type { Emit } from '../../netcode/room-type.ts';
import { AIM_TURN, BALL, CONTROL, KICK, NOBODY, PLAYER, ticksOf } from './constants.ts';
import type { BallEvent } from './events.ts';
import { BUTTON, type BallInput } from './input.ts';
import type { Ball, BallPlayer, BallWorld } from './world.ts';

const AIM_STEP = TURN / AIM_TURN;

export function footX(player: { readonly aim: number }): number {
  return cosineOf(player.aim * AIM_STEP);
}

export function footY(player: { readonly aim: number }): number {
  return sineOf(player.aim * AIM_STEP);
}

/** Free space between a player's and the ball's edges, px. */
export function gapTo(player: { readonly x: number; readonly y: number }, ball: Ball): number {
  const dx = ball.x - player.x;
  const dy = ball.y - player.y;
  return Math.sqrt(dx * dx + dy * dy) - PLAYER.radiusPx - BALL.radiusPx;
}

/**
 * Who draws the ball along: the nearest of those who can, the lower seat of two as near. Who has it already keeps it from
 * another who is hardly nearer: a body can shield it.
 */
export function holderOf(world: BallWorld, ball: Ball): BallPlayer | undefined {
  let holder: BallPlayer | undefined;
  let nearest: number = CONTROL.reachPx;
  for (const player of world.players) {
    if (player === null || player.stun > 0 || player.loose > 0 || player.dormant) continue;
    const reach = gapTo(player, ball);
    if (reach > CONTROL.reachPx) continue;
    const gap = reach - (player.id === world.lastTouch ? CONTROL.shieldPx : 0);
    if (gap > nearest || (gap === nearest && holder !== undefined)) continue;
    const dvx = ball.vx - player.vx;
    const dvy = ball.vy - player.vy;
    if (dvx * dvx + dvy * dvy > CONTROL.speedMaxPxPerSec * CONTROL.speedMaxPxPerSec) continue;
    holder = player;
    nearest = gap;
  }
  return holder;
}

/** Draws the ball to its place before the holder's foot, no harder than a foot can. */
export function carry(holder: BallPlayer, ball: Ball, sec: number): void {
  const apart = PLAYER.radiusPx + BALL.radiusPx + 1;
  const pull = { x: 0, y: 0, vx: 0, vy: 0 };
  pull.vx = holder.vx + (holder.x + footX(holder) * apart - ball.x) * CONTROL.pullPerSec - ball.vx;
  pull.vy = holder.vy + (holder.y + footY(holder) * apart - ball.y) * CONTROL.pullPerSec - ball.vy;
  capSpeed(pull, CONTROL.accelPxPerSec2 * sec);
  ball.vx += pull.vx;
  ball.vy += pull.vy;
}

export function noteTouch(world: BallWorld, seat: number): void {
  if (world.lastTouch === seat) return;
  world.formerTouch = world.lastTouch;
  world.lastTouch = seat;
}

export function forgetTouches(world: BallWorld): void {
  world.lastTouch = NOBODY;
  world.formerTouch = NOBODY;
}

/** Charges while the button is held, kicks when it is let go and the ball is near, or comes near within a moment. */
export function handleKick(world: BallWorld, player: BallPlayer, ball: Ball, input: BallInput, emit: Emit<BallEvent>): void {
  const full = ticksOf(KICK.chargeSec, world.tickHz);
  if ((input.buttons & BUTTON.kick) !== 0) {
    player.charge = Math.min(full, player.charge + 1);
    return;
  }
  if (player.charge > 0) {
    player.power = Math.round(((player.charge - 1) * 255) / (full - 1));
    player.charge = 0;
    player.armed = ticksOf(KICK.armedSec, world.tickHz);
  }
  if (player.armed === 0) return;
  player.armed--;
  if (gapTo(player, ball) > KICK.reachPx) return;
  player.armed = 0;
  player.loose = ticksOf(CONTROL.afterKickSec, world.tickHz);
  const speed = KICK.tapPxPerSec + ((KICK.fullPxPerSec - KICK.tapPxPerSec) * player.power) / 255;
  ball.vx = footX(player) * speed + player.vx * KICK.carry;
  ball.vy = footY(player) * speed + player.vy * KICK.carry;
  capSpeed(ball, BALL.speedMaxPxPerSec);
  noteTouch(world, player.id);
  emit({ kind: 'kick', seat: player.id, power: player.power });
}

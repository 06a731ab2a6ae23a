// In: one player, one input. Out: the player where that input takes it. Run by: step and prediction, the same code.
import { moveSliding, toGrid } from '../../sim/collide.ts';
import type { PreparedMap } from '../../maps/map-format.ts';
import { cosineOf, sineOf } from '../../sim/sine.ts';
import type { Emit } from '../../netcode/room-type.ts';
import { MOVE, PLAYER_RADIUS_PX, ticksOf } from './constants.ts';
import type { ArenaEvent } from './events.ts';
import { BUTTON, type ArenaInput } from './input.ts';
import type { ArenaPlayer } from './world.ts';

/** The part of an input that turns: also for the dead. */
export function turn(player: ArenaPlayer, input: ArenaInput): void {
  player.aim = (input.aim >> 8) & 0xff;
}

export function isDashing(player: ArenaPlayer, clock: number): boolean {
  return clock < player.dashUntil;
}

/** Accelerates towards the wish, or brakes; starts and holds the dash; moves and slides. Ends on the grid of 1/16. */
export function move(player: ArenaPlayer, input: ArenaInput, map: PreparedMap, clock: number, tickHz: number): void {
  if (!isDashing(player, clock)) accelerate(player, input, 1 / tickHz);
  moveSliding(map.solidGrid, player, PLAYER_RADIUS_PX, 1 / tickHz);
}

/** Starts a dash if the button is down and the cooldown over: along the wish, or the aim when standing. */
export function startDash(player: ArenaPlayer, input: ArenaInput, clock: number, tickHz: number, emit: Emit<ArenaEvent>): void {
  if ((input.buttons & BUTTON.dash) === 0 || clock < player.dashAt) return;
  const length = Math.sqrt(input.moveX * input.moveX + input.moveY * input.moveY);
  const dx = length === 0 ? cosineOf(input.aim) : input.moveX / length;
  const dy = length === 0 ? sineOf(input.aim) : input.moveY / length;
  player.vx = toGrid(dx * MOVE.dashPxPerSec);
  player.vy = toGrid(dy * MOVE.dashPxPerSec);
  player.dashUntil = clock + ticksOf(MOVE.dashSec, tickHz);
  player.dashAt = clock + ticksOf(MOVE.dashCooldownSec, tickHz);
  emit({ kind: 'dash', seat: player.id });
}

function accelerate(player: ArenaPlayer, input: ArenaInput, sec: number): void {
  const wish = Math.sqrt(input.moveX * input.moveX + input.moveY * input.moveY);
  // A stick's corner is no faster than its edge.
  const scale = MOVE.speedPxPerSec / Math.max(127, wish);
  const dx = input.moveX * scale - player.vx;
  const dy = input.moveY * scale - player.vy;
  const distance = Math.sqrt(dx * dx + dy * dy);
  const most = (wish === 0 ? MOVE.frictionPxPerSec2 : MOVE.accelPxPerSec2) * sec;
  const part = distance <= most ? 1 : most / distance;
  player.vx = toGrid(player.vx + dx * part);
  player.vy = toGrid(player.vy + dy * part);
}

/** Adds a push, within what the wire and the collision steps allow. */
export function knock(player: ArenaPlayer, dvx: number, dvy: number): void {
  const vx = player.vx + dvx;
  const vy = player.vy + dvy;
  const speed = Math.sqrt(vx * vx + vy * vy);
  const part = speed > MOVE.speedMaxPxPerSec ? MOVE.speedMaxPxPerSec / speed : 1;
  player.vx = toGrid(vx * part);
  player.vy = toGrid(vy * part);
}

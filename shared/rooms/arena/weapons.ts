// In: one player, one input. Out: what the weapon does; whether a shot left. Run by: step and prediction, the same code.
import { castRay, rayToCircle } from '../../sim/collide.ts';
import { mix32 } from '../../sim/random.ts';
import { cosineOf, sineOf, TURN } from '../../sim/sine.ts';
import type { PreparedMap } from '../../maps/map-format.ts';
import type { Emit } from '../../netcode/room-type.ts';
import { DRY_SEC, NOBODY, PLAYER_RADIUS_PX, SWITCH_SEC, WEAPONS, ticksOf, type Weapon } from './constants.ts';
import type { ArenaEvent } from './events.ts';
import { BUTTON, type ArenaInput } from './input.ts';
import type { ArenaPlayer } from './world.ts';

export interface Target {
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

export interface Trace {
  /** Px from the muzzle to what stopped the ray. */
  readonly length: number;
  /** The target hit, or `NOBODY`. */
  readonly id: number;
}

export function weaponOf(player: ArenaPlayer): Weapon {
  return WEAPONS[player.weapon]!;
}

/** Follows a straight shot to the first wall, cover or target. Both ends use it, so both see the same hits. */
export function traceShot(map: PreparedMap, from: { readonly x: number; readonly y: number }, aim: number, range: number, targets: readonly Target[]): Trace {
  const ray = { x: from.x, y: from.y, dx: cosineOf(aim), dy: sineOf(aim) };
  let length = castRay(map.solidGrid, ray, range);
  let id = NOBODY;
  for (const { id: target, x, y } of targets) {
    const distance = rayToCircle(ray.x, ray.y, ray.dx, ray.dy, { x, y, radius: PLAYER_RADIUS_PX });
    if (distance < length) {
      length = distance;
      id = target;
    }
  }
  return { length, id };
}

/** Direction of each ray of the shot with this number; derived, so that the shooter's client draws the true spread. */
export function pelletAims(weapon: Weapon, spreadSeed: number, shot: number, aim: number): number[] {
  return Array.from({ length: weapon.pellets }, (_, pellet) => {
    const part = mix32(spreadSeed, shot, pellet) / 0x80000000 - 1;
    return (aim + Math.round(part * weapon.spreadTurn) + TURN) & (TURN - 1);
  });
}

/** Names a shot: what seeds the spread, and a rocket's id. */
export function shotId(seat: number, shots: number): number {
  return seat * 256 + shots;
}

/** Switching, reloading and firing, in that order. True if a shot left: its number is `shots` before the call. */
export function handleWeapon(player: ArenaPlayer, input: ArenaInput, clock: number, tickHz: number, emit: Emit<ArenaEvent>): boolean {
  switchWeapon(player, input, clock, tickHz);
  finishReload(player, clock);
  if ((input.buttons & BUTTON.reload) !== 0) startReload(player, clock, tickHz, emit);
  if ((input.buttons & BUTTON.fire) === 0 || player.reloadAt !== 0 || clock < player.fireAt) return false;
  const weapon = weaponOf(player);
  if (player[weapon.mag] === 0) {
    if (startReload(player, clock, tickHz, emit)) return false;
    player.fireAt = clock + ticksOf(DRY_SEC, tickHz);
    emit({ kind: 'dry', seat: player.id });
    return false;
  }
  player[weapon.mag]--;
  player.fireAt = clock + ticksOf(weapon.intervalSec, tickHz);
  player.shots = (player.shots + 1) & 0xff;
  player.protectedUntil = 0;
  return true;
}

function switchWeapon(player: ArenaPlayer, input: ArenaInput, clock: number, tickHz: number): void {
  const wanted = ((input.buttons & BUTTON.weaponMask) >> BUTTON.weaponShift) - 1;
  if (wanted < 0 || wanted === player.weapon) return;
  player.weapon = wanted;
  player.reloadAt = 0;
  // Never earlier than the last weapon's own interval: switching to and fro buys no shots.
  player.fireAt = Math.max(player.fireAt, clock + ticksOf(SWITCH_SEC, tickHz));
}

function startReload(player: ArenaPlayer, clock: number, tickHz: number, emit: Emit<ArenaEvent>): boolean {
  const weapon = weaponOf(player);
  if (player.reloadAt !== 0 || player[weapon.mag] >= weapon.magSize || player[weapon.reserve] === 0) return false;
  player.reloadAt = clock + ticksOf(weapon.reloadSec, tickHz);
  emit({ kind: 'reload', seat: player.id });
  return true;
}

function finishReload(player: ArenaPlayer, clock: number): void {
  if (player.reloadAt === 0 || clock < player.reloadAt) return;
  const weapon = weaponOf(player);
  const rounds = Math.min(weapon.magSize - player[weapon.mag], player[weapon.reserve]);
  player[weapon.mag] += rounds;
  player[weapon.reserve] -= rounds;
  player.reloadAt = 0;
}

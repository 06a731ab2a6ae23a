// In: players and what lies about. Out: who took what, and when it is back. Run by: step.
import type { MapPickup, PreparedMap } from '../../maps/map-format.ts';
import type { Emit } from '../../netcode/room-type.ts';
import { LIFE, PICKUP, PLAYER_RADIUS_PX, WEAPONS, ticksOf } from './constants.ts';
import type { ArenaEvent } from './events.ts';
import type { ArenaPlayer, ArenaWorld } from './world.ts';

/** Returns what is due, then hands out what is touched: the lower seat first. Nobody takes what would do nothing. */
export function takePickups(world: ArenaWorld, map: PreparedMap, emit: Emit<ArenaEvent>): void {
  const reach = PLAYER_RADIUS_PX + PICKUP.radiusPx;
  for (const pickup of world.pickups) {
    if (pickup.backAt !== 0 && world.tick >= pickup.backAt) pickup.backAt = 0;
    if (pickup.backAt !== 0) continue;
    const place = map.pickups[pickup.id]!;
    for (const player of world.players) {
      if (player === null || !player.alive) continue;
      const dx = player.x - place.x;
      const dy = player.y - place.y;
      if (dx * dx + dy * dy > reach * reach || !take(player, place)) continue;
      pickup.backAt = world.tick + ticksOf(PICKUP[place.kind].backSec, world.config.tickHz);
      emit({ kind: 'pickup', seat: player.id, pickup: pickup.id });
      break;
    }
  }
}

function take(player: ArenaPlayer, { kind }: MapPickup): boolean {
  if (kind === 'ammo') return takeAmmo(player);
  const most = kind === 'health' ? LIFE.healthMax : LIFE.armourMax;
  if (player[kind] >= most) return false;
  player[kind] = Math.min(most, player[kind] + PICKUP[kind].amount);
  return true;
}

function takeAmmo(player: ArenaPlayer): boolean {
  let isUseful = false;
  for (const { reserve, reserveMax, pickup } of WEAPONS) {
    if (player[reserve] >= reserveMax) continue;
    player[reserve] = Math.min(reserveMax, player[reserve] + pickup);
    isUseful = true;
  }
  return isUseful;
}

// In: the arena's rules and maps. Out: what scene and HUD show of them. Run by: the arena page.
import { mapNamed } from '../../../shared/maps/index.ts';
import { LIFE, MATCH, MOVE, PICKUP, PLAYER_RADIUS_PX, ROCKET, WEAPONS } from '../../../shared/rooms/arena/constants.ts';
import { arena } from '../../../shared/rooms/arena/definition.ts';
import type { ArenaMapView, ArenaNumbers } from './match.ts';

export function arenaNumbers(): ArenaNumbers {
  return {
    tickHz: arena.tickHz, healthMax: LIFE.healthMax, armourMax: LIFE.armourMax,
    dashCooldownMs: MOVE.dashCooldownSec * 1000, reloadMs: WEAPONS.map((weapon) => weapon.reloadSec * 1000),
    rangePx: WEAPONS.map((weapon) => weapon.rangePx),
    spreadTan: WEAPONS.map((weapon) => Math.tan((weapon.spreadTurn / 65_536) * Math.PI * 2)),
    bodyRadius: PLAYER_RADIUS_PX, rocketSpeed: ROCKET.speedPxPerSec, blastRadius: ROCKET.splashPx,
    pickupBackSec: { health: PICKUP.health.backSec, armour: PICKUP.armour.backSec, ammo: PICKUP.ammo.backSec },
    scoreLimitFfa: MATCH.scoreLimitFfa, scoreLimitTeams: MATCH.scoreLimitTeams,
  };
}

/** @throws Error on a map this client does not have: server and page are of different builds. */
export function mapView(name: string): ArenaMapView {
  const map = mapNamed(name);
  if (map === undefined) throw new Error(`no map called ${name}: reload the page`);
  return map;
}

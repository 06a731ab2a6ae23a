// In: nothing. Out: every number the arena is tuned by. Run by: rules, bots, scene. Units last in the names.
import { MAP_LIMITS } from '../../maps/map-format.ts';

/** Simulation steps a second by default, and ticks between two patches: 20 patches a second. */
export const TICK_HZ = 60;
export const PATCH_TICKS = 3;
export const SEATS_MAX = 32;
/** Stands for nobody where events and rules name a seat. */
export const NOBODY = 255;

/** What maps are checked with: a body fits wherever a checked map says it does. */
export const PLAYER_RADIUS_PX = MAP_LIMITS.bodyRadius;

export const MOVE = {
  speedPxPerSec: 300,
  /** Full speed in an eighth of a second: quick to turn, with a little weight. */
  accelPxPerSec2: 2_400,
  frictionPxPerSec2: 2_000,
  dashPxPerSec: 820,
  dashSec: 0.16,
  dashCooldownSec: 1.6,
  /** Knock-back adds up to this at most. */
  speedMaxPxPerSec: 1_400,
} as const;

export const LIFE = {
  healthMax: 100,
  armourMax: 100,
  /** Thirds of a hit that armour takes while it lasts. */
  armourThirds: 2,
  respawnSec: 2.5,
  protectionSec: 1.5,
  /** A hit this long before a death earns an assist. */
  assistSec: 5,
} as const;

export interface Weapon {
  readonly name: string;
  /** Names of the player's fields, which are flat so that the wire can carry them. */
  readonly mag: 'magRifle' | 'magShotgun' | 'magRocket';
  readonly reserve: 'reserveRifle' | 'reserveShotgun' | 'reserveRocket';
  readonly magSize: number;
  readonly reserveStart: number;
  readonly reserveMax: number;
  /** What an ammunition pick-up adds to the reserve. */
  readonly pickup: number;
  readonly intervalSec: number;
  readonly reloadSec: number;
  /** Rays per shot; 0 for a projectile. */
  readonly pellets: number;
  readonly damage: number;
  /** Reach of a ray; 0 for a projectile, which flies until it meets something. */
  readonly rangePx: number;
  /** Half the spread, in 1/65536 turns. */
  readonly spreadTurn: number;
}

/** By `ArenaPlayer.weapon`. */
export const WEAPONS: readonly [Weapon, Weapon, Weapon] = [
  {
    name: 'Rifle', mag: 'magRifle', reserve: 'reserveRifle', magSize: 24, reserveStart: 96, reserveMax: 192, pickup: 48,
    intervalSec: 0.12, reloadSec: 1.4, pellets: 1, damage: 13, rangePx: 1_100, spreadTurn: 0,
  },
  {
    name: 'Shotgun', mag: 'magShotgun', reserve: 'reserveShotgun', magSize: 6, reserveStart: 18, reserveMax: 36, pickup: 12,
    intervalSec: 0.75, reloadSec: 1.8, pellets: 8, damage: 11, rangePx: 420, spreadTurn: 1_500,
  },
  {
    name: 'Rocket launcher', mag: 'magRocket', reserve: 'reserveRocket', magSize: 3, reserveStart: 3, reserveMax: 12, pickup: 3,
    intervalSec: 0.9, reloadSec: 2.2, pellets: 0, damage: 90, rangePx: 0, spreadTurn: 0,
  },
];
export const WEAPON = { rifle: 0, shotgun: 1, rocket: 2 } as const;

export const SWITCH_SEC = 0.35;
/** Between two clicks of an empty weapon. */
export const DRY_SEC = 0.4;

export const ROCKET = {
  speedPxPerSec: 620,
  /** Added to the body's radius for a direct hit. */
  radiusPx: 5,
  splashPx: 130,
  knockPxPerSec: 700,
  /** Of the damage, to the shooter. */
  selfDamage: 0.5,
} as const;

export const PICKUP = {
  radiusPx: MAP_LIMITS.pickupRadius,
  health: { amount: 50, backSec: 20 },
  armour: { amount: 50, backSec: 30 },
  ammo: { amount: 0, backSec: 15 },
} as const;

export const MATCH = {
  resultsSec: 8,
  scoreLimitFfa: 25,
  scoreLimitTeams: 60,
} as const;

/** Bounds and defaults of what a join request may ask for. */
export const OPTIONS = {
  botsMin: 6,
  botLevels: ['easy', 'normal', 'hard'],
  botLevel: 'normal',
  matchSec: 300,
  matchSecMin: 10,
  matchSecMax: 3_600,
  warmupSec: 10,
  warmupSecMax: 120,
} as const;

/** Whole ticks of a duration, at least one. */
export function ticksOf(sec: number, tickHz: number): number {
  return Math.max(1, Math.round(sec * tickHz));
}

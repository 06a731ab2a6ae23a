// In: nothing. Out: what a map is, and a checked one made ready for queries. Run by: rooms, bots, scenes, the map check.
import { buildGrid, type Rect, type RectGrid } from '../sim/grid.ts';

export type PickupKind = 'health' | 'armour' | 'ammo';

export interface Spawn {
  readonly x: number;
  readonly y: number;
  /** Whose spawn it is where there are teams: 1 or 2, or 0 for either. Without teams everybody uses all. */
  readonly team: number;
}

export interface MapPickup {
  readonly x: number;
  readonly y: number;
  readonly kind: PickupKind;
}

/** Plain JSON; whole px, origin in the upper left. */
export interface GameMap {
  /** Lower-case letters, digits and dashes: names the file and the option. */
  readonly name: string;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** Stop bodies, bullets, rockets, splash and sight. */
  readonly walls: readonly Rect[];
  /** Stops bodies, bullets and rockets; splash and sight pass over. */
  readonly cover: readonly Rect[];
  readonly spawns: readonly Spawn[];
  readonly pickups: readonly MapPickup[];
}

export interface PreparedMap extends GameMap {
  /** Walls and cover: what stops bodies, bullets and rockets. */
  readonly solidGrid: RectGrid;
  /** Walls alone: what stops splash and sight. */
  readonly wallGrid: RectGrid;
}

/** Caps of a map; the size is what 16 bits in steps of 1/16 px can hold. */
export const MAP_LIMITS = {
  sizeMin: 400,
  sizeMax: 4_095,
  rectsMax: 512,
  spawnsMin: 8,
  spawnsPerTeamMin: 4,
  spawnsMax: 64,
  pickupsMax: 64,
  titleLengthMax: 32,
  /** Radius of the body that must fit at every spawn and reach it from every other. */
  bodyRadius: 18,
  /** Pick-ups may not overlap: nobody could tell which of two is there. */
  pickupRadius: 16,
} as const;

export function prepareMap(map: GameMap): PreparedMap {
  return {
    ...map,
    solidGrid: buildGrid([...map.walls, ...map.cover], map.width, map.height),
    wallGrid: buildGrid(map.walls, map.width, map.height),
  };
}

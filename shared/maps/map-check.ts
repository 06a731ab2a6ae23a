// In: unknown JSON that claims to be a map. Out: a map, or a reason that names the field. Run by: maps/index.ts, editors.
import { z } from '../zod.ts';
import type { Parsed } from '../netcode/room-type.ts';
import { isBlocked } from '../sim/collide.ts';
import { MAP_LIMITS, prepareMap, type GameMap, type PreparedMap } from './map-format.ts';

const coordinate = z.int().min(0).max(MAP_LIMITS.sizeMax);
const size = z.int().min(1).max(MAP_LIMITS.sizeMax);
const rect = z.strictObject({ x: coordinate, y: coordinate, w: size, h: size });

const mapShape = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  title: z.string().min(1).max(MAP_LIMITS.titleLengthMax),
  width: z.int().min(MAP_LIMITS.sizeMin).max(MAP_LIMITS.sizeMax),
  height: z.int().min(MAP_LIMITS.sizeMin).max(MAP_LIMITS.sizeMax),
  walls: z.array(rect).max(MAP_LIMITS.rectsMax),
  cover: z.array(rect).max(MAP_LIMITS.rectsMax),
  spawns: z.array(z.strictObject({ x: coordinate, y: coordinate, team: z.int().min(0).max(2) }))
    .min(MAP_LIMITS.spawnsMin).max(MAP_LIMITS.spawnsMax),
  pickups: z.array(z.strictObject({ x: coordinate, y: coordinate, kind: z.enum(['health', 'armour', 'ammo']) }))
    .max(MAP_LIMITS.pickupsMax),
});

/** Checks shape, bounds, that pick-ups lie apart, and that every spawn and pick-up is free and reachable by a body. */
export function checkMap(json: unknown): Parsed<GameMap> {
  const parsed = mapShape.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    return { ok: false, reason: `${nameOf(issue.path)}: ${issue.message}` };
  }
  const map = parsed.data;
  const reason = outOfBounds(map) ?? tooFewSpawns(map) ?? overlapping(map) ?? unreachable(prepareMap(map));
  return reason === undefined ? { ok: true, value: map } : { ok: false, reason };
}

function nameOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'map';
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : (i === 0 ? '' : '.') + String(part))).join('');
}

function outOfBounds(map: GameMap): string | undefined {
  for (const field of ['walls', 'cover'] as const) {
    for (const [i, r] of map[field].entries()) {
      if (r.x + r.w > map.width || r.y + r.h > map.height) return `${field}[${i}]: reaches beyond the map`;
    }
  }
  return undefined;
}

function tooFewSpawns(map: GameMap): string | undefined {
  for (const team of [1, 2]) {
    const count = map.spawns.filter((s) => s.team === 0 || s.team === team).length;
    if (count < MAP_LIMITS.spawnsPerTeamMin) {
      return `spawns: team ${team} has ${count}, at least ${MAP_LIMITS.spawnsPerTeamMin} are needed`;
    }
  }
  return undefined;
}

function overlapping({ pickups }: GameMap): string | undefined {
  const apart = 2 * MAP_LIMITS.pickupRadius;
  for (const [i, a] of pickups.entries()) {
    const other = pickups.findIndex((b, k) => k < i && (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) < apart * apart);
    if (other >= 0) return `pickups[${i}]: overlaps pickups[${other}]`;
  }
  return undefined;
}

/** Px between the points of the flood: finer than half a body, so that every gap a body fits through is found. */
const FLOOD_PX = 6;

function unreachable(map: PreparedMap): string | undefined {
  const places = [
    ...map.spawns.map((s, i) => ({ field: `spawns[${i}]`, x: s.x, y: s.y })),
    ...map.pickups.map((p, i) => ({ field: `pickups[${i}]`, x: p.x, y: p.y })),
  ];
  const stuck = places.find((p) => isBlocked(map.solidGrid, p.x, p.y, MAP_LIMITS.bodyRadius));
  if (stuck !== undefined) return `${stuck.field}: lies in a wall, cover or the edge`;
  const reached = flood(map, places[0]!.x, places[0]!.y);
  const lost = places.find((p) => !nearReached(map, reached, p.x, p.y));
  return lost === undefined ? undefined : `${lost.field}: cannot be reached from spawns[0]`;
}

function flood(map: PreparedMap, x: number, y: number): Uint8Array {
  const columns = Math.floor(map.width / FLOOD_PX) + 1;
  const rows = Math.floor(map.height / FLOOD_PX) + 1;
  const reached = new Uint8Array(columns * rows);
  const open: number[] = [];
  const visit = (column: number, row: number) => {
    const at = row * columns + column;
    if (column < 0 || row < 0 || column >= columns || row >= rows || reached[at] !== 0) return;
    if (isBlocked(map.solidGrid, column * FLOOD_PX, row * FLOOD_PX, MAP_LIMITS.bodyRadius)) return;
    reached[at] = 1;
    open.push(at);
  };
  for (const [column, row] of corners(x, y)) visit(column, row);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const column = at % columns;
    const row = (at - column) / columns;
    visit(column - 1, row);
    visit(column + 1, row);
    visit(column, row - 1);
    visit(column, row + 1);
  }
  return reached;
}

function nearReached(map: PreparedMap, reached: Uint8Array, x: number, y: number): boolean {
  const columns = Math.floor(map.width / FLOOD_PX) + 1;
  return corners(x, y).some(([column, row]) => reached[row * columns + column] === 1);
}

/** The flood's points around a place. */
function corners(x: number, y: number): (readonly [number, number])[] {
  const columns = [Math.floor(x / FLOOD_PX), Math.ceil(x / FLOOD_PX)];
  const rows = [Math.floor(y / FLOOD_PX), Math.ceil(y / FLOOD_PX)];
  return columns.flatMap((column) => rows.map((row) => [column, row] as const));
}

// In: a map and where to go. Out: the next few steps there, round walls and cover. Run by: bots.
import type { PreparedMap } from '../../maps/map-format.ts';
import { isBlocked } from '../../sim/collide.ts';

/** Side of a cell: a body of radius 18 fits between two blocked ones. */
const CELL = 40;
const BODY = 20;
/** Distance fields kept a map: one for each cell somebody lately wanted to reach. */
const FIELDS_MAX = 1_024;
const FAR = 0xffff;

interface Mesh {
  readonly columns: number;
  readonly rows: number;
  readonly open: Uint8Array;
  /** By cell, worked out when first asked for. */
  readonly neighbours: (readonly number[] | undefined)[];
  readonly fields: Map<number, Uint16Array>;
}

/** Derived from maps alone, so sharing it between rooms changes nothing but speed. */
const meshes = new WeakMap<PreparedMap, Mesh>();

/** A unit-free direction from (x, y) towards (toX, toY) that keeps clear of walls; zero where there is no way. */
export function wayTo(map: PreparedMap, x: number, y: number, toX: number, toY: number): { readonly dx: number; readonly dy: number } {
  const mesh = meshOf(map);
  const goal = nearestOpen(mesh, toX, toY);
  const from = nearestOpen(mesh, x, y);
  if (goal < 0 || from < 0) return { dx: 0, dy: 0 };
  if (goal === from) return { dx: toX - x, dy: toY - y };
  const field = fieldTo(mesh, goal);
  let next = from;
  // Three cells ahead: aiming at the very next one makes a bot zigzag along the cells' centres.
  for (let ahead = 0; ahead < 3; ahead++) next = downhill(mesh, field, next);
  return { dx: centre(next % mesh.columns) - x, dy: centre(Math.floor(next / mesh.columns)) - y };
}

function meshOf(map: PreparedMap): Mesh {
  const known = meshes.get(map);
  if (known !== undefined) return known;
  const columns = Math.ceil(map.width / CELL);
  const rows = Math.ceil(map.height / CELL);
  const open = new Uint8Array(columns * rows);
  for (let cell = 0; cell < open.length; cell++) {
    const x = centre(cell % columns);
    const y = centre(Math.floor(cell / columns));
    const inside = x >= BODY && y >= BODY && x <= map.width - BODY && y <= map.height - BODY;
    open[cell] = inside && !isBlocked(map.solidGrid, x, y, BODY) ? 1 : 0;
  }
  const mesh: Mesh = { columns, rows, open, neighbours: [], fields: new Map() };
  meshes.set(map, mesh);
  return mesh;
}

/** Steps to `goal` from every cell, breadth first. */
function fieldTo(mesh: Mesh, goal: number): Uint16Array {
  const known = mesh.fields.get(goal);
  if (known !== undefined) return known;
  const field = new Uint16Array(mesh.open.length).fill(FAR);
  const queue = [goal];
  field[goal] = 0;
  for (let at = 0; at < queue.length; at++) {
    const cell = queue[at]!;
    for (const next of neighbours(mesh, cell)) {
      if (field[next] !== FAR) continue;
      field[next] = field[cell]! + 1;
      queue.push(next);
    }
  }
  if (mesh.fields.size >= FIELDS_MAX) mesh.fields.delete(mesh.fields.keys().next().value!);
  mesh.fields.set(goal, field);
  return field;
}

function downhill(mesh: Mesh, field: Uint16Array, cell: number): number {
  let best = cell;
  for (const next of neighbours(mesh, cell)) if (field[next]! < field[best]!) best = next;
  return best;
}

/** The open cells around one; diagonals only where both sides of the corner are open. */
function neighbours(mesh: Mesh, cell: number): readonly number[] {
  return (mesh.neighbours[cell] ??= findNeighbours(mesh, cell));
}

function findNeighbours(mesh: Mesh, cell: number): number[] {
  const column = cell % mesh.columns;
  const row = Math.floor(cell / mesh.columns);
  const isOpen = (dc: number, dr: number) => {
    const c = column + dc;
    const r = row + dr;
    return c >= 0 && r >= 0 && c < mesh.columns && r < mesh.rows && mesh.open[r * mesh.columns + c] === 1;
  };
  const found: number[] = [];
  for (const [dc, dr] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
    if (isOpen(dc, dr)) found.push(cell + dr * mesh.columns + dc);
  }
  for (const [dc, dr] of [[1, 1], [1, -1], [-1, 1], [-1, -1]] as const) {
    if (isOpen(dc, dr) && isOpen(dc, 0) && isOpen(0, dr)) found.push(cell + dr * mesh.columns + dc);
  }
  return found;
}

function nearestOpen(mesh: Mesh, x: number, y: number): number {
  const column = Math.min(mesh.columns - 1, Math.max(0, Math.floor(x / CELL)));
  const row = Math.min(mesh.rows - 1, Math.max(0, Math.floor(y / CELL)));
  for (let ring = 0; ring < 4; ring++) {
    for (let dr = -ring; dr <= ring; dr++) {
      for (let dc = -ring; dc <= ring; dc++) {
        const c = column + dc;
        const r = row + dr;
        if (c >= 0 && r >= 0 && c < mesh.columns && r < mesh.rows && mesh.open[r * mesh.columns + c] === 1) return r * mesh.columns + c;
      }
    }
  }
  return -1;
}

function centre(index: number): number {
  return index * CELL + CELL / 2;
}

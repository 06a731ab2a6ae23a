// In: static rectangles of a map. Out: the same, by cells, so that a query sees only those nearby. Run by: maps, collide.

/** Whole px; `x`, `y` is the upper left corner. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface RectGrid {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  /** Row by row; a rectangle is in every cell it touches. */
  readonly cells: readonly (readonly Rect[])[];
}

/** About seven player radii: a body's query sees one to four cells. */
export const CELL_PX = 128;

/** The edge of the area, `width` by `height` px, is solid without any rectangle. */
export function buildGrid(rects: readonly Rect[], width: number, height: number): RectGrid {
  const columns = Math.ceil(width / CELL_PX);
  const rows = Math.ceil(height / CELL_PX);
  const cells: Rect[][] = Array.from({ length: columns * rows }, () => []);
  const grid: RectGrid = { width, height, columns, rows, cells };
  for (const rect of rects) {
    for (let row = rowOf(grid, rect.y); row <= rowOf(grid, rect.y + rect.h); row++) {
      for (let column = columnOf(grid, rect.x); column <= columnOf(grid, rect.x + rect.w); column++) {
        cells[row * columns + column]!.push(rect);
      }
    }
  }
  return grid;
}

/** The column of a position, clamped into the grid. */
export function columnOf(grid: RectGrid, x: number): number {
  return Math.min(grid.columns - 1, Math.max(0, Math.floor(x / CELL_PX)));
}

export function rowOf(grid: RectGrid, y: number): number {
  return Math.min(grid.rows - 1, Math.max(0, Math.floor(y / CELL_PX)));
}

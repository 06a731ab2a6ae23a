// In: a map's shapes. Out: its floor, walls and soft shadows as textures on screen, and a small one for the minimap.
// Run by: scenes, once a map.
import type * as Phaser from 'phaser';
import { COLOUR, cssColour } from './palette.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** All in world px. */
export interface MapShapes {
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly walls: readonly Box[];
  readonly cover: readonly Box[];
}

/** World px a texture covers: small enough for the 2,048 px textures that every phone takes. */
const CHUNK = 1024;
/** Texture px per world px: walls stay crisp when a dense screen magnifies them. */
export const DETAIL = 1.5;
/** Floor drawn beyond the map's edge, so the camera never shows nothing. */
const MARGIN = 448;

/** Draws the map in chunks and answers the images, floor and shadows below, walls above everybody. */
export function drawMap(scene: Phaser.Scene, map: MapShapes): Phaser.GameObjects.Image[] {
  return drawInChunks(scene, map, (g, chunk) => paintMap(g, map, chunk));
}

/** Draws an area and `MARGIN` around it in pieces that every device takes; `paint` sees world px. */
export function drawInChunks(
  scene: Phaser.Scene, { width, height }: { readonly width: number; readonly height: number },
  paint: (g: CanvasRenderingContext2D, chunk: Box) => void,
): Phaser.GameObjects.Image[] {
  const images: Phaser.GameObjects.Image[] = [];
  for (let y = -MARGIN; y < height + MARGIN; y += CHUNK) {
    for (let x = -MARGIN; x < width + MARGIN; x += CHUNK) {
      const chunk = { x, y, w: Math.min(CHUNK, width + MARGIN - x), h: Math.min(CHUNK, height + MARGIN - y) };
      images.push(drawChunk(scene, chunk, paint));
    }
  }
  return images;
}

function drawChunk(scene: Phaser.Scene, chunk: Box, paint: (g: CanvasRenderingContext2D, chunk: Box) => void): Phaser.GameObjects.Image {
  const key = `map-${chunk.x}-${chunk.y}`;
  if (scene.textures.exists(key)) scene.textures.remove(key);
  const texture = scene.textures.createCanvas(key, Math.ceil(chunk.w * DETAIL), Math.ceil(chunk.h * DETAIL));
  if (texture === null) throw new Error('no canvas for the map');
  const g = texture.context;
  g.scale(DETAIL, DETAIL);
  g.translate(-chunk.x, -chunk.y);
  paint(g, chunk);
  texture.refresh();
  return scene.add.image(chunk.x, chunk.y, key).setOrigin(0).setScale(1 / DETAIL).setDepth(0);
}

function paintMap(g: CanvasRenderingContext2D, map: MapShapes, chunk: Box): void {
  const near = (box: Box) => box.x < chunk.x + chunk.w + 80 && box.x + box.w > chunk.x - 80
    && box.y < chunk.y + chunk.h + 80 && box.y + box.h > chunk.y - 80;
  drawFloor(g, map, chunk);
  drawShadows(g, [...map.walls, ...map.cover].filter(near));
  drawShadows(g, frameBoxes(map));
  for (const box of map.cover.filter(near)) drawCover(g, box);
  for (const box of map.walls.filter(near)) drawWall(g, box);
  joinWalls(g, map.walls.filter(near));
  drawFrame(g, map);
}

/** What lies outside of play: dark, hatched. */
export function drawOutside(g: CanvasRenderingContext2D, area: Box): void {
  g.fillStyle = cssColour(COLOUR.void);
  g.fillRect(area.x, area.y, area.w, area.h);
  g.strokeStyle = cssColour(COLOUR.gridFine, 0.5);
  g.lineWidth = 1;
  for (let d = Math.floor((area.x - area.y - area.h) / 24) * 24; d < area.x + area.w - area.y; d += 24) {
    line(g, d + area.y, area.y, d + area.y + area.h, area.y + area.h);
  }
}

function drawFloor(g: CanvasRenderingContext2D, map: MapShapes, area: Box): void {
  drawOutside(g, area);
  g.save();
  g.beginPath();
  g.rect(0, 0, map.width, map.height);
  g.clip();
  const light = g.createRadialGradient(map.width / 2, map.height / 2, 0, map.width / 2, map.height / 2, Math.hypot(map.width, map.height) / 2);
  light.addColorStop(0, cssColour(COLOUR.floorLit));
  light.addColorStop(1, cssColour(COLOUR.floor));
  g.fillStyle = light;
  g.fillRect(area.x, area.y, area.w, area.h);
  drawPlates(g, area);
  drawGrid(g, area, 32, COLOUR.gridFine, 1);
  drawGrid(g, area, 256, COLOUR.gridBold, 2);
  drawBlueprint(g, map);
  g.restore();
}

/** Some floor plates lie a shade apart, chosen by a hash of their place, so large floors are not one flat colour. */
function drawPlates(g: CanvasRenderingContext2D, area: Box): void {
  for (let y = Math.floor(area.y / 128) * 128; y < area.y + area.h; y += 128) {
    for (let x = Math.floor(area.x / 128) * 128; x < area.x + area.w; x += 128) {
      const hash = (Math.imul(x / 128 + 7, 73856093) ^ Math.imul(y / 128 + 3, 19349663)) >>> 0;
      const pick = hash % 11;
      if (pick > 4) continue;
      g.fillStyle = pick < 3 ? 'rgba(120,170,220,.03)' : 'rgba(0,0,0,.16)';
      g.fillRect(x + 2, y + 2, 124, 124);
      if (pick !== 4) continue;
      g.strokeStyle = 'rgba(120,170,220,.09)';
      g.lineWidth = 2;
      for (let i = 16; i < 124; i += 14) line(g, x + 14, y + i, x + 114, y + i);
    }
  }
}

export function drawGrid(g: CanvasRenderingContext2D, area: Box, step: number, colour: number, width: number): void {
  g.strokeStyle = cssColour(colour);
  g.lineWidth = width;
  for (let x = Math.ceil(area.x / step) * step; x < area.x + area.w; x += step) line(g, x, area.y, x, area.y + area.h);
  for (let y = Math.ceil(area.y / step) * step; y < area.y + area.h; y += step) line(g, area.x, y, area.x + area.w, y);
}

export function line(g: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  g.beginPath();
  g.moveTo(x1, y1);
  g.lineTo(x2, y2);
  g.stroke();
}

/** The drawing the foundry was built from: circles at the centre, coordinates along the grid, the map's name. */
function drawBlueprint(g: CanvasRenderingContext2D, map: MapShapes): void {
  const [cx, cy] = [map.width / 2, map.height / 2];
  g.strokeStyle = cssColour(COLOUR.blueprint, 0.13);
  g.lineWidth = 2;
  for (const radius of [90, 190, 196, 380]) {
    g.beginPath();
    g.arc(cx, cy, radius, 0, 7);
    g.stroke();
  }
  g.setLineDash([18, 10, 3, 10]);
  line(g, cx - 430, cy, cx + 430, cy);
  line(g, cx, cy - 430, cx, cy + 430);
  g.setLineDash([]);
  g.fillStyle = cssColour(COLOUR.blueprint, 0.2);
  g.font = '600 13px ui-monospace, Menlo, Consolas, monospace';
  for (let y = 256; y < map.height; y += 256) {
    for (let x = 256; x < map.width; x += 256) g.fillText(`${String.fromCharCode(64 + x / 256)}${y / 256}`, x + 6, y - 6);
  }
  g.textAlign = 'center';
  g.font = '800 64px ui-sans-serif, system-ui, sans-serif';
  g.fillStyle = cssColour(COLOUR.blueprint, 0.07);
  g.fillText(map.title.toUpperCase(), cx, cy + 22);
}

function drawShadows(g: CanvasRenderingContext2D, boxes: readonly Box[]): void {
  g.save();
  g.fillStyle = 'rgba(0,0,0,.55)';
  g.shadowColor = 'rgba(0,0,0,.75)';
  // Shadow metrics ignore the transform, so they are scaled by hand.
  g.shadowBlur = 26 * DETAIL;
  g.shadowOffsetX = 12 * DETAIL;
  g.shadowOffsetY = 16 * DETAIL;
  for (const box of boxes) g.fillRect(box.x, box.y, box.w, box.h);
  g.restore();
}

function drawWall(g: CanvasRenderingContext2D, box: Box): void {
  g.fillStyle = cssColour(COLOUR.wallFace);
  g.fillRect(box.x, box.y, box.w, box.h);
  g.strokeStyle = cssColour(COLOUR.wallEdge);
  g.lineWidth = 3;
  g.strokeRect(box.x + 1.5, box.y + 1.5, box.w - 3, box.h - 3);
}

/** Fills every wall's top without its edge, after all edges: walls that overlap read as one piece. */
function joinWalls(g: CanvasRenderingContext2D, walls: readonly Box[]): void {
  for (const box of walls) {
    g.fillStyle = cssColour(COLOUR.wallTop);
    g.fillRect(box.x + 3, box.y + 3, box.w - 6, box.h - 6);
  }
  for (const box of walls) {
    const inset = 9;
    if (box.w < 28 || box.h < 28) continue;
    g.strokeStyle = 'rgba(10,16,26,.5)';
    g.lineWidth = 2;
    g.strokeRect(box.x + inset, box.y + inset, box.w - inset * 2, box.h - inset * 2);
    g.fillStyle = 'rgba(150,185,220,.4)';
    for (const [x, y] of corners(box, 14)) g.fillRect(x - 1.5, y - 1.5, 3, 3);
  }
}

const FRAME = 40;

function frameBoxes({ width, height }: MapShapes): readonly Box[] {
  return [
    { x: -FRAME, y: -FRAME, w: width + FRAME * 2, h: FRAME }, { x: -FRAME, y: height, w: width + FRAME * 2, h: FRAME },
    { x: -FRAME, y: 0, w: FRAME, h: height }, { x: width, y: 0, w: FRAME, h: height },
  ];
}

/** The building's outer wall around everything, with a hazard line where play ends. */
function drawFrame(g: CanvasRenderingContext2D, { width, height }: MapShapes): void {
  g.strokeStyle = cssColour(COLOUR.wallTop);
  g.lineWidth = FRAME;
  g.strokeRect(-FRAME / 2, -FRAME / 2, width + FRAME, height + FRAME);
  g.strokeStyle = cssColour(COLOUR.wallEdge);
  g.lineWidth = 3;
  g.strokeRect(-FRAME, -FRAME, width + FRAME * 2, height + FRAME * 2);
  g.strokeStyle = cssColour(COLOUR.wallEdge);
  g.strokeRect(-1.5, -1.5, width + 3, height + 3);
  g.strokeStyle = cssColour(COLOUR.hazard, 0.75);
  g.lineWidth = 5;
  g.setLineDash([22, 22]);
  g.strokeRect(-12, -12, width + 24, height + 24);
  g.setLineDash([]);
}

function corners(box: Box, inset: number): readonly (readonly [number, number])[] {
  const [right, bottom] = [box.x + box.w - inset, box.y + box.h - inset];
  return [[box.x + inset, box.y + inset], [right, box.y + inset], [box.x + inset, bottom], [right, bottom]];
}

/** Crates with hazard stripes: lower than walls to look at, and warm, so cover is told from wall at a glance. */
function drawCover(g: CanvasRenderingContext2D, box: Box): void {
  g.save();
  g.beginPath();
  g.rect(box.x, box.y, box.w, box.h);
  g.clip();
  g.fillStyle = cssColour(COLOUR.coverTop);
  g.fillRect(box.x, box.y, box.w, box.h);
  g.strokeStyle = cssColour(COLOUR.hazard, 0.16);
  g.lineWidth = 9;
  for (let d = -box.h; d < box.w; d += 26) line(g, box.x + d, box.y + box.h, box.x + d + box.h, box.y);
  g.fillStyle = 'rgba(20,18,14,.55)';
  g.fillRect(box.x + 8, box.y + 8, box.w - 16, box.h - 16);
  g.strokeStyle = cssColour(COLOUR.coverEdge);
  g.lineWidth = 4;
  g.strokeRect(box.x + 1, box.y + 1, box.w - 2, box.h - 2);
  g.strokeStyle = cssColour(COLOUR.coverEdge, 0.4);
  g.lineWidth = 2;
  line(g, box.x + 8, box.y + 8, box.x + box.w - 8, box.y + box.h - 8);
  line(g, box.x + box.w - 8, box.y + 8, box.x + 8, box.y + box.h - 8);
  g.restore();
}

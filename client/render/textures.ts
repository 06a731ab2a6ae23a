// In: a texture manager. Out: every sprite of the game drawn once by code. Run by: the arena scene at boot.
import type * as Phaser from 'phaser';
import { drawPickups } from './pickup-art.ts';

/** Sprites are drawn at twice their size in world px, so they stay crisp on dense screens; show them at half scale. */
export const ART_SCALE = 2;

export type Draw = (g: CanvasRenderingContext2D, size: number) => void;

/** Makes a square texture of `size` world px; the drawing sees world px with the origin in its middle. */
export function makeTexture(textures: Phaser.Textures.TextureManager, key: string, size: number, draw: Draw): void {
  if (textures.exists(key)) return;
  const canvas = textures.createCanvas(key, size * ART_SCALE, size * ART_SCALE);
  if (canvas === null) throw new Error(`no canvas for texture ${key}`);
  const g = canvas.context;
  g.save();
  g.scale(ART_SCALE, ART_SCALE);
  g.translate(size / 2, size / 2);
  g.lineJoin = 'round';
  g.lineCap = 'round';
  draw(g, size);
  g.restore();
  canvas.refresh();
}

export function makeTextures(textures: Phaser.Textures.TextureManager): void {
  const make = (key: string, size: number, draw: Draw) => makeTexture(textures, key, size, draw);
  make('body', 56, drawBody);
  make('weapon-0', 96, drawRifle);
  make('weapon-1', 96, drawShotgun);
  make('weapon-2', 96, drawLauncher);
  make('shadow', 72, (g) => radial(g, 34, [[0, 'rgba(0,0,0,.62)'], [0.55, 'rgba(0,0,0,.4)'], [1, 'rgba(0,0,0,0)']]));
  make('ring-self', 80, drawSelfRing);
  make('ring-solid', 80, (g) => strokeArcs(g, 26, 3.5, 1, 0));
  make('ring-notched', 80, (g) => strokeArcs(g, 26, 4, 6, 0.36));
  make('shield', 96, drawShield);
  make('glow', 128, (g) => radial(g, 62, [[0, 'rgba(255,255,255,1)'], [0.25, 'rgba(255,255,255,.55)'], [1, 'rgba(255,255,255,0)']]));
  make('smoke', 48, (g) => radial(g, 23, [[0, 'rgba(255,255,255,.8)'], [0.6, 'rgba(255,255,255,.35)'], [1, 'rgba(255,255,255,0)']]));
  make('spark', 16, (g) => { g.fillStyle = '#fff'; g.beginPath(); g.ellipse(0, 0, 7, 2, 0, 0, 7); g.fill(); });
  make('shard', 14, (g) => { g.fillStyle = '#fff'; polygon(g, [[-6, -3], [5, -5], [6, 2], [-2, 6]]); g.fill(); });
  make('casing', 14, (g) => { g.fillStyle = '#fff'; g.fillRect(-5, -2, 10, 4); });
  make('wave', 256, drawWave);
  make('tracer', 64, drawTracer);
  make('flash', 64, drawFlash);
  make('rocket', 40, drawRocket);
  make('hitmark', 40, (g) => cross(g, 7, 16));
  make('hurt', 256, drawHurt);
  drawPickups(make);
}

export function polygon(g: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  g.beginPath();
  points.forEach(([x, y], i) => (i === 0 ? g.moveTo(x, y) : g.lineTo(x, y)));
  g.closePath();
}

function radial(g: CanvasRenderingContext2D, radius: number, stops: readonly (readonly [number, string])[]): void {
  const fill = g.createRadialGradient(0, 0, 0, 0, 0, radius);
  for (const [at, colour] of stops) fill.addColorStop(at, colour);
  g.fillStyle = fill;
  g.beginPath();
  g.arc(0, 0, radius, 0, 7);
  g.fill();
}

function shape(g: CanvasRenderingContext2D, points: readonly (readonly [number, number])[], fill: string, edge = '#0a0f18'): void {
  polygon(g, points);
  g.fillStyle = fill;
  g.fill();
  g.strokeStyle = edge;
  g.lineWidth = 2;
  g.stroke();
}

/** Armoured worker from above, looking right: pack, shoulders, arms, helmet. Grey, so the team's tint colours it. */
function drawBody(g: CanvasRenderingContext2D): void {
  slab(g, [-21, -9, 11, 18], '#7e8997');
  g.lineWidth = 9;
  for (const [colour, width] of [['#0a0f18', 10], ['#c3ccd8', 6.5]] as const) {
    g.strokeStyle = colour;
    g.lineWidth = width;
    g.beginPath();
    g.moveTo(1, -14);
    g.lineTo(15, -1);
    g.moveTo(1, 14);
    g.lineTo(12, 6);
    g.stroke();
  }
  oval(g, -2, 11, 20.5, '#dfe7f0');
  oval(g, -2, 6.5, 12, '#9eabb9');
  oval(g, 1, 9.5, 9.5, '#ffffff');
  g.fillStyle = '#101926';
  g.beginPath();
  g.arc(1, 0, 7, -1.05, 1.05);
  g.lineTo(4, 0);
  g.fill();
  g.fillStyle = '#ffffff';
  g.beginPath();
  g.arc(5.2, -2.6, 1.5, 0, 7);
  g.fill();
}

function oval(g: CanvasRenderingContext2D, x: number, radiusX: number, radiusY: number, fill: string): void {
  g.fillStyle = fill;
  g.strokeStyle = '#0a0f18';
  g.lineWidth = 2;
  g.beginPath();
  g.ellipse(x, 0, radiusX, radiusY, 0, 0, 7);
  g.fill();
  g.stroke();
}

function slab(g: CanvasRenderingContext2D, [x, y, w, h]: readonly [number, number, number, number], fill: string): void {
  g.fillStyle = fill;
  g.strokeStyle = '#0a0f18';
  g.lineWidth = 2;
  g.beginPath();
  g.roundRect(x, y, w, h, 2.5);
  g.fill();
  g.stroke();
}

/** Weapons lie a little to the right hand; their silhouettes differ in length, width and number of barrels. */
function drawRifle(g: CanvasRenderingContext2D): void {
  slab(g, [4, 0.5, 17, 7], '#67737f');
  slab(g, [20, 2, 22, 4], '#c9d3de');
  slab(g, [13, -3, 7, 4], '#2f3944');
}

function drawShotgun(g: CanvasRenderingContext2D): void {
  slab(g, [2, -1.5, 14, 11], '#8a6236');
  slab(g, [14, -2, 22, 5], '#d3dbe4');
  slab(g, [14, 4.5, 22, 5], '#d3dbe4');
  slab(g, [20, -3, 8, 13.5], '#5b4428');
}

function drawLauncher(g: CanvasRenderingContext2D): void {
  slab(g, [-14, -2.5, 46, 13], '#76866f');
  slab(g, [30, -5, 11, 18], '#a5b59a');
  slab(g, [-19, -4, 8, 16], '#4d5948');
  g.fillStyle = '#ffb02e';
  g.fillRect(10, -1.5, 4.5, 11);
}

function drawSelfRing(g: CanvasRenderingContext2D): void {
  strokeArcs(g, 26, 3.5, 1, 0);
  g.fillStyle = '#fff';
  polygon(g, [[38, 0], [31, -5], [31, 5]]);
  g.fill();
}

function strokeArcs(g: CanvasRenderingContext2D, radius: number, width: number, pieces: number, gap: number): void {
  g.strokeStyle = '#fff';
  g.lineWidth = width;
  g.lineCap = 'butt';
  const step = (Math.PI * 2) / pieces;
  for (let i = 0; i < pieces; i++) {
    g.beginPath();
    g.arc(0, 0, radius, i * step + gap / 2, (i + 1) * step - gap / 2);
    g.stroke();
  }
}

function drawShield(g: CanvasRenderingContext2D): void {
  radial(g, 36, [[0, 'rgba(255,255,255,0)'], [0.7, 'rgba(255,255,255,.08)'], [0.95, 'rgba(255,255,255,.5)'], [1, 'rgba(255,255,255,0)']]);
  g.strokeStyle = 'rgba(255,255,255,.9)';
  g.lineWidth = 1.5;
  const corners = [0, 1, 2, 3, 4, 5].map((i) => [36 * Math.cos((i * Math.PI) / 3), 36 * Math.sin((i * Math.PI) / 3)] as const);
  polygon(g, corners);
  g.stroke();
}

function drawWave(g: CanvasRenderingContext2D): void {
  radial(g, 124, [[0, 'rgba(255,255,255,0)'], [0.72, 'rgba(255,255,255,0)'], [0.92, 'rgba(255,255,255,.9)'], [1, 'rgba(255,255,255,0)']]);
}

/** Bright at its head (right), fading to the left: stretched along a shot. */
function drawTracer(g: CanvasRenderingContext2D, size: number): void {
  const along = g.createLinearGradient(-size / 2, 0, size / 2, 0);
  along.addColorStop(0, 'rgba(255,255,255,0)');
  along.addColorStop(1, 'rgba(255,255,255,1)');
  g.fillStyle = along;
  g.fillRect(-size / 2, -1.5, size, 3);
  g.globalAlpha = 0.35;
  g.fillRect(-size / 2, -4, size, 8);
}

function drawFlash(g: CanvasRenderingContext2D): void {
  g.fillStyle = 'rgba(255,255,255,.9)';
  polygon(g, [[-22, 0], [-10, -5], [-6, -16], [2, -6], [28, 0], [2, 6], [-6, 16], [-10, 5]]);
  g.fill();
}

function drawRocket(g: CanvasRenderingContext2D): void {
  shape(g, [[-12, -4], [6, -4], [14, 0], [6, 4], [-12, 4]], '#dfe6ee');
  shape(g, [[-14, -8], [-7, -4], [-7, 4], [-14, 8]], '#ff8a3d');
}

function cross(g: CanvasRenderingContext2D, from: number, to: number): void {
  g.strokeStyle = '#fff';
  g.lineWidth = 3;
  for (const [x, y] of [[1, 1], [1, -1], [-1, 1], [-1, -1]] as const) {
    g.beginPath();
    g.moveTo(x * from, y * from);
    g.lineTo(x * to, y * to);
    g.stroke();
  }
}

/** An arc to the right of the player: whence the damage came. */
function drawHurt(g: CanvasRenderingContext2D): void {
  g.strokeStyle = '#fff';
  g.lineCap = 'butt';
  for (const [width, alpha] of [[20, 0.25], [9, 0.9]] as const) {
    g.globalAlpha = alpha;
    g.lineWidth = width;
    g.beginPath();
    g.arc(0, 0, 108, -0.42, 0.42);
    g.stroke();
  }
}

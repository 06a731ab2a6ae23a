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
  make('ring-solid', 80, (g) => strokeArcs(g, 27, 4, 1, 0));
  make('ring-notched', 80, (g) => strokeArcs(g, 27, 5, 6, 0.32));
  make('shield', 96, drawShield);
  make('glow', 128, (g) => radial(g, 62, [[0, 'rgba(255,255,255,1)'], [0.25, 'rgba(255,255,255,.55)'], [1, 'rgba(255,255,255,0)']]));
  make('smoke', 48, (g) => radial(g, 23, [[0, 'rgba(255,255,255,.8)'], [0.6, 'rgba(255,255,255,.35)'], [1, 'rgba(255,255,255,0)']]));
  make('spark', 16, (g) => { g.fillStyle = '#fff'; g.beginPath(); g.ellipse(0, 0, 7, 2, 0, 0, 7); g.fill(); });
  make('shard', 14, (g) => { g.fillStyle = '#fff'; polygon(g, [[-6, -3], [5, -5], [6, 2], [-2, 6]]); g.fill(); });
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

/** Armoured worker from above, looking right: shoulders, pack, helmet. Grey, so the team's tint colours it. */
function drawBody(g: CanvasRenderingContext2D): void {
  shape(g, [[-19, -9], [-13, -9], [-13, 9], [-19, 9]], '#8d97a5');
  shape(g, [[-14, -15], [-4, -21], [7, -19], [11, -11], [4, -6], [-12, -6]], '#d4dce6');
  shape(g, [[-14, 15], [-4, 21], [7, 19], [11, 11], [4, 6], [-12, 6]], '#d4dce6');
  shape(g, [[-14, -8], [6, -10], [12, 0], [6, 10], [-14, 8]], '#9aa5b4');
  g.fillStyle = '#f4f8fd';
  g.strokeStyle = '#0a0f18';
  g.lineWidth = 2;
  g.beginPath();
  g.arc(0, 0, 9.5, 0, 7);
  g.fill();
  g.stroke();
  g.fillStyle = '#121b28';
  g.beginPath();
  g.ellipse(5, 0, 3.4, 6.4, 0, 0, 7);
  g.fill();
  g.fillStyle = '#ffffff';
  g.fillRect(5.5, -3.5, 1.6, 3);
}

function drawRifle(g: CanvasRenderingContext2D): void {
  shape(g, [[4, 7], [18, 6], [18, 14], [4, 14]], '#56616f');
  shape(g, [[12, 8], [42, 9], [42, 12], [12, 13]], '#aeb9c6');
  shape(g, [[19, 13], [24, 13], [22, 20], [18, 19]], '#3b4654');
}

function drawShotgun(g: CanvasRenderingContext2D): void {
  shape(g, [[2, 6], [16, 5], [16, 15], [2, 15]], '#7a5a35');
  shape(g, [[14, 5.5], [36, 5.5], [36, 9.5], [14, 9.5]], '#c6ced8');
  shape(g, [[14, 10.5], [36, 10.5], [36, 14.5], [14, 14.5]], '#c6ced8');
  shape(g, [[20, 4.5], [28, 4.5], [28, 15.5], [20, 15.5]], '#5b4428');
}

function drawLauncher(g: CanvasRenderingContext2D): void {
  shape(g, [[-16, 5], [32, 5], [32, 17], [-16, 17]], '#6d7a67');
  shape(g, [[30, 3], [40, 1.5], [40, 20.5], [30, 19]], '#98a68f');
  shape(g, [[-20, 3.5], [-13, 5], [-13, 17], [-20, 18.5]], '#4a5546');
  g.fillStyle = '#ffb02e';
  g.fillRect(8, 5.5, 4, 11);
}

function drawSelfRing(g: CanvasRenderingContext2D): void {
  strokeArcs(g, 27, 4, 1, 0);
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

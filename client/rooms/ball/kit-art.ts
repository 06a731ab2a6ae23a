// In: a texture manager. Out: players and ball drawn once by code. Run by: the scene of the ball game at boot.
import type * as Phaser from 'phaser';
import { makeTexture } from '../../render/textures.ts';

const EDGE = '#0a0f18';

export function makeKit(textures: Phaser.Textures.TextureManager): void {
  makeTexture(textures, 'kit', 64, drawKit);
  makeTexture(textures, 'boot', 24, drawBoot);
  makeTexture(textures, 'ball', 40, drawBall);
  makeTexture(textures, 'ball-shine', 40, drawShine);
  makeTexture(textures, 'pointer', 32, drawPointer);
}

function blob(g: CanvasRenderingContext2D, [x, y, radiusX, radiusY]: readonly [number, number, number, number], fill: string): void {
  g.fillStyle = fill;
  g.strokeStyle = EDGE;
  g.lineWidth = 1.6;
  g.beginPath();
  g.ellipse(x, y, radiusX, radiusY, 0, 0, 7);
  g.fill();
  g.stroke();
}

/** From above, looking right: arms out, shoulders, a stripe across the back, head. Grey, so the team's tint colours it. */
function drawKit(g: CanvasRenderingContext2D): void {
  for (const side of [-1, 1]) {
    g.save();
    g.translate(4, side * 19);
    g.rotate(side * 0.45);
    blob(g, [0, 0, 9.5, 5.2], '#dfe6ee');
    blob(g, [8.5, 0, 4, 4], '#ffffff');
    g.restore();
  }
  blob(g, [0, 0, 13.5, 20], '#f4f8fc');
  g.fillStyle = 'rgba(10,15,24,.28)';
  g.fillRect(-12.5, -5, 12, 10);
  blob(g, [2, 0, 9.5, 9.5], '#ffffff');
  g.fillStyle = 'rgba(16,25,38,.85)';
  g.beginPath();
  g.arc(0.5, 0, 7.5, 1.25, Math.PI * 2 - 1.25);
  g.fill();
}

function drawBoot(g: CanvasRenderingContext2D): void {
  blob(g, [0, 0, 8, 4.4], '#f6f9ff');
  g.fillStyle = '#2b3646';
  g.fillRect(-6, -3, 5, 6);
}

function drawBall(g: CanvasRenderingContext2D): void {
  g.fillStyle = '#f5f8ff';
  g.strokeStyle = EDGE;
  g.lineWidth = 2.4;
  g.beginPath();
  g.arc(0, 0, 13, 0, 7);
  g.fill();
  g.save();
  g.clip();
  g.fillStyle = '#26313f';
  const corner = (n: number, radius: number) => [radius * Math.cos((n * Math.PI * 2) / 5), radius * Math.sin((n * Math.PI * 2) / 5)] as const;
  g.beginPath();
  for (let n = 0; n < 5; n++) g.lineTo(...corner(n, 5));
  g.fill();
  g.lineWidth = 1.3;
  for (let n = 0; n < 5; n++) {
    g.beginPath();
    g.moveTo(...corner(n, 5));
    g.lineTo(...corner(n, 9.5));
    g.stroke();
    const [x, y] = corner(n, 12.5);
    g.beginPath();
    g.arc(x, y, 4, 0, 7);
    g.fill();
  }
  g.restore();
  g.beginPath();
  g.arc(0, 0, 13, 0, 7);
  g.stroke();
}

/** Light stays where it is while the ball turns under it. */
function drawShine(g: CanvasRenderingContext2D): void {
  const light = g.createRadialGradient(-4.5, -5.5, 1, 0, 0, 14);
  light.addColorStop(0, 'rgba(255,255,255,.85)');
  light.addColorStop(0.4, 'rgba(255,255,255,0)');
  light.addColorStop(1, 'rgba(0,10,25,.55)');
  g.fillStyle = light;
  g.beginPath();
  g.arc(0, 0, 13, 0, 7);
  g.fill();
}

function drawPointer(g: CanvasRenderingContext2D): void {
  g.fillStyle = '#fff';
  g.strokeStyle = EDGE;
  g.lineWidth = 2;
  g.beginPath();
  g.moveTo(14, 0);
  g.lineTo(-8, -10);
  g.lineTo(-3, 0);
  g.lineTo(-8, 10);
  g.closePath();
  g.fill();
  g.stroke();
}

// In: a way to make textures. Out: one icon per kind of pick-up, and which kind has which. Run by: textures, pick-up layer.
import { COLOUR } from './palette.ts';
import type { Draw } from './textures.ts';

type Make = (key: string, size: number, draw: Draw) => void;

export interface PickupLook {
  readonly texture: string;
  readonly colour: number;
}

/** By the kind's name; kinds a map invents later show as a crate. */
export function pickupLook(kind: string): PickupLook {
  if (/health|medkit/i.test(kind)) return { texture: 'pickup-health', colour: COLOUR.health };
  if (/armou?r/i.test(kind)) return { texture: 'pickup-armour', colour: COLOUR.armour };
  if (/rocket/i.test(kind)) return { texture: 'pickup-rocket', colour: COLOUR.damage };
  if (/shotgun|shell/i.test(kind)) return { texture: 'pickup-shells', colour: COLOUR.hazard };
  return { texture: 'pickup-ammo', colour: COLOUR.hazard };
}

export function drawPickups(make: Make): void {
  make('pickup-pad', 64, drawPad);
  make('pickup-health', 40, (g) => {
    plate(g, '#e9fff3');
    g.fillStyle = '#14a35a';
    g.fillRect(-3.5, -9, 7, 18);
    g.fillRect(-9, -3.5, 18, 7);
  });
  make('pickup-armour', 40, (g) => {
    plate(g, '#e6f2ff');
    g.fillStyle = '#2b7de0';
    g.beginPath();
    g.moveTo(0, -10);
    g.quadraticCurveTo(5, -7, 9, -7);
    g.quadraticCurveTo(9, 5, 0, 10);
    g.quadraticCurveTo(-9, 5, -9, -7);
    g.quadraticCurveTo(-5, -7, 0, -10);
    g.fill();
  });
  make('pickup-ammo', 40, (g) => {
    plate(g, '#fff4dc');
    g.fillStyle = '#8a5a00';
    for (const x of [-7, 0, 7]) bullet(g, x, 4);
  });
  make('pickup-shells', 40, (g) => {
    plate(g, '#fff4dc');
    for (const x of [-5, 5]) {
      g.fillStyle = '#c23b22';
      g.fillRect(x - 3.5, -9, 7, 12);
      g.fillStyle = '#c9962b';
      g.fillRect(x - 3.5, 3, 7, 6);
    }
  });
  make('pickup-rocket', 40, (g) => {
    plate(g, '#ffe8e4');
    g.fillStyle = '#c23b22';
    g.rotate(-Math.PI / 4);
    g.fillRect(-9, -3, 14, 6);
    g.beginPath();
    g.moveTo(5, -3);
    g.lineTo(11, 0);
    g.lineTo(5, 3);
    g.fill();
    g.fillRect(-11, -6, 4, 12);
  });
}

function bullet(g: CanvasRenderingContext2D, x: number, width: number): void {
  g.beginPath();
  g.moveTo(x - width / 2, 8);
  g.lineTo(x - width / 2, -4);
  g.quadraticCurveTo(x, -12, x + width / 2, -4);
  g.lineTo(x + width / 2, 8);
  g.fill();
}

function plate(g: CanvasRenderingContext2D, fill: string): void {
  g.fillStyle = fill;
  g.strokeStyle = '#0a0f18';
  g.lineWidth = 2.5;
  g.beginPath();
  g.roundRect(-14, -14, 28, 28, 6);
  g.fill();
  g.stroke();
}

function drawPad(g: CanvasRenderingContext2D): void {
  g.strokeStyle = 'rgba(255,255,255,.55)';
  g.lineWidth = 1.5;
  g.setLineDash([6, 5]);
  g.beginPath();
  g.arc(0, 0, 26, 0, 7);
  g.stroke();
  g.setLineDash([]);
  g.fillStyle = 'rgba(255,255,255,.07)';
  g.beginPath();
  g.arc(0, 0, 22, 0, 7);
  g.fill();
}

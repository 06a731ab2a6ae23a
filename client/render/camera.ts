// In: the window's size and whom to follow. Out: what part of the world is shown, the same area for everybody.
// Run by: the arena scene, the page (where the own player is on screen).
import type * as Phaser from 'phaser';
import { settings } from '../ui/settings.ts';

/** World px² that a screen shows whatever its shape: nobody sees more for a larger one. */
const AREA = 1500 * 900;
/** World px of the longer side at most: a very long screen shows less area instead of further. */
const SIDE_MAX = 1760;
/** World px the view leans towards the aim. */
const LEAN = 70;

export const DPR_MAX = 2;

/** Device px per CSS px that are drawn: past two nobody sees a difference, and phones get hot. */
export function drawnDpr(): number {
  return Math.min(DPR_MAX, globalThis.devicePixelRatio || 1);
}

/** CSS px per world px. */
export function fieldScale(width: number, height: number): number {
  return Math.max(Math.sqrt((width * height) / AREA), Math.max(width, height) / SIDE_MAX);
}

export class FollowCamera {
  readonly #camera: Phaser.Cameras.Scene2D.Camera;
  #x = 0;
  #y = 0;
  #leanX = 0;
  #leanY = 0;
  #isPlaced = false;

  constructor(camera: Phaser.Cameras.Scene2D.Camera) {
    this.#camera = camera;
  }

  follow(x: number, y: number, aim: number, dtMs: number): void {
    const lean = settings().reducedMotion ? 0 : LEAN;
    const ease = 1 - 0.002 ** (dtMs / 1000);
    this.#leanX += (Math.cos(aim) * lean - this.#leanX) * ease;
    this.#leanY += (Math.sin(aim) * lean - this.#leanY) * ease;
    const far = !this.#isPlaced || Math.hypot(x - this.#x, y - this.#y) > 500;
    this.#isPlaced = true;
    [this.#x, this.#y] = [x, y];
    if (far) [this.#leanX, this.#leanY] = [0, 0];
    this.#camera.setZoom(fieldScale(innerWidth, innerHeight) * drawnDpr());
    this.#camera.centerOn(x + this.#leanX, y + this.#leanY);
  }

  /** Where the followed player is on screen, CSS px. */
  get ownOnScreen(): { readonly x: number; readonly y: number } {
    const scale = fieldScale(innerWidth, innerHeight);
    return { x: innerWidth / 2 - this.#leanX * scale, y: innerHeight / 2 - this.#leanY * scale };
  }
}

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

/** World px beyond the map's edge that the view may show, and as a share of half the view: room for thumbs on a phone. */
const BEYOND = 230;
const BEYOND_SHARE = 0.36;

export class FollowCamera {
  readonly #camera: Phaser.Cameras.Scene2D.Camera;
  #x = 0;
  #y = 0;
  #middleX = 0;
  #middleY = 0;
  #leanX = 0;
  #leanY = 0;

  constructor(camera: Phaser.Cameras.Scene2D.Camera) {
    this.#camera = camera;
  }

  /** Looks at a player, a little ahead of their aim, and stays by the map. */
  follow(at: { readonly x: number; readonly y: number }, aim: number, map: { readonly width: number; readonly height: number }, dtMs: number): void {
    const lean = settings().reducedMotion ? 0 : LEAN;
    const ease = 1 - 0.002 ** (dtMs / 1000);
    const far = Math.hypot(at.x - this.#x, at.y - this.#y) > 500;
    this.#leanX = far ? 0 : this.#leanX + (Math.cos(aim) * lean - this.#leanX) * ease;
    this.#leanY = far ? 0 : this.#leanY + (Math.sin(aim) * lean - this.#leanY) * ease;
    [this.#x, this.#y] = [at.x, at.y];
    const scale = fieldScale(innerWidth, innerHeight);
    this.#middleX = keepWithin(at.x + this.#leanX, innerWidth / scale / 2, map.width);
    this.#middleY = keepWithin(at.y + this.#leanY, innerHeight / scale / 2, map.height);
    this.#camera.setZoom(scale * drawnDpr());
    this.#camera.centerOn(this.#middleX, this.#middleY);
  }

  /** Where the followed player is on screen, CSS px. */
  get ownOnScreen(): { readonly x: number; readonly y: number } {
    return this.toScreen(this.#x, this.#y);
  }

  /** Where a place of the world is on screen, CSS px. */
  toScreen(x: number, y: number): { readonly x: number; readonly y: number } {
    const scale = fieldScale(innerWidth, innerHeight);
    return { x: innerWidth / 2 + (x - this.#middleX) * scale, y: innerHeight / 2 + (y - this.#middleY) * scale };
  }
}

function keepWithin(middle: number, half: number, size: number): number {
  const beyond = Math.max(BEYOND, half * BEYOND_SHARE);
  const [low, high] = [half - beyond, size - half + beyond];
  return low > high ? size / 2 : Math.min(high, Math.max(low, middle));
}

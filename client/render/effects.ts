// In: what happened and where. Out: flashes, tracers, explosions and bursts. Run by: the arena scene.
import type * as Phaser from 'phaser';
import { settings } from '../ui/settings.ts';
import { COLOUR } from './palette.ts';
import { Particles } from './particles.ts';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Pretty randomness, for sparks only: nothing that is simulated reads it. */
function spread(amount: number): number {
  return (Math.random() - 0.5) * 2 * amount;
}

export class Effects {
  readonly particles: Particles;
  readonly #camera: Phaser.Cameras.Scene2D.Camera;

  constructor(scene: Phaser.Scene) {
    this.particles = new Particles(scene);
    this.#camera = scene.cameras.main;
  }

  update(dtMs: number): void {
    this.particles.update(dtMs);
  }

  shake(strength: number, ms: number): void {
    if (settings().shake && !settings().reducedMotion) this.#camera.shake(ms, strength);
  }

  muzzle(at: Spot, angle: number, big: boolean): void {
    const scale = big ? 0.75 : 0.5;
    this.particles.add({ texture: 'flash', ...at, rotation: angle, scale, lifeMs: 70, tint: 0xffe2a0 });
    this.particles.add({ texture: 'glow', ...at, scale: scale * 1.1, lifeMs: 110, tint: COLOUR.hazard, alpha: 0.55, depth: 20 });
  }

  /** The empty shell, thrown out to the right of the weapon. */
  casing(at: Spot, angle: number, big: boolean): void {
    if (settings().reducedMotion) return;
    const way = angle + Math.PI / 2 + spread(0.5);
    const speed = 90 + Math.random() * 90;
    this.particles.add({
      texture: 'casing', x: at.x + Math.cos(angle) * 10, y: at.y + Math.sin(angle) * 10, rotation: way, vx: Math.cos(way) * speed, vy: Math.sin(way) * speed,
      keep: 0.01, spin: spread(18), scale: big ? 0.62 : 0.45, lifeMs: 900, tint: big ? 0xff6a4d : 0xffcf6a, additive: false, depth: 14,
    });
  }

  /** A streak from muzzle to end, with sparks where it ended. */
  tracer(from: Spot, to: Spot, colour: number): void {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = Math.hypot(dx, dy);
    if (length < 4) return;
    const rotation = Math.atan2(dy, dx);
    this.particles.add({
      texture: 'tracer', x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, rotation, scale: length / 128, scaleY: 0.8,
      lifeMs: 130, tint: colour, alpha: 0.95,
    });
    this.sparks(to, rotation + Math.PI, 4, 0xffd9a0);
  }

  sparks(at: Spot, angle: number, count: number, tint: number): void {
    const shown = settings().reducedMotion ? Math.ceil(count / 3) : count;
    for (let i = 0; i < shown; i++) {
      const way = angle + spread(0.9);
      const speed = 120 + Math.random() * 320;
      this.particles.add({
        texture: 'spark', ...at, rotation: way, vx: Math.cos(way) * speed, vy: Math.sin(way) * speed, keep: 0.02,
        scale: 0.35 + Math.random() * 0.35, lifeMs: 180 + Math.random() * 180, tint,
      });
    }
  }

  hit(at: Spot, angle: number, colour: number, fatal: boolean): void {
    this.sparks(at, angle, fatal ? 14 : 6, colour);
    this.particles.add({ texture: 'glow', ...at, scale: 0.32, lifeMs: 120, tint: 0xffffff, alpha: 0.7 });
  }

  death(at: Spot, colour: number): void {
    const shown = settings().reducedMotion ? 6 : 18;
    for (let i = 0; i < shown; i++) {
      const way = (i / shown) * Math.PI * 2 + spread(0.3);
      const speed = 80 + Math.random() * 300;
      this.particles.add({
        texture: 'shard', ...at, vx: Math.cos(way) * speed, vy: Math.sin(way) * speed, keep: 0.03, spin: spread(14),
        scale: 0.5 + Math.random() * 0.5, lifeMs: 500 + Math.random() * 400, tint: i % 3 === 0 ? 0xffffff : colour, additive: false, depth: 12,
      });
    }
    this.#wave(at, colour, 70, 360);
    this.#smoke(at, 6, 40);
  }

  explosion(at: Spot, radius: number): void {
    const calm = settings().reducedMotion;
    this.particles.add({ texture: 'glow', ...at, scale: radius / 66, lifeMs: 320, tint: 0xff7a2a, grow: 1.2, alpha: calm ? 0.35 : 0.6 });
    this.particles.add({ texture: 'glow', ...at, scale: radius / 150, lifeMs: 170, tint: 0xfff2cc, grow: 1.5, alpha: calm ? 0.4 : 0.95 });
    this.#wave(at, COLOUR.hazard, radius, 340);
    this.#smoke(at, calm ? 4 : 10, radius * 0.6);
    this.sparks(at, 0, calm ? 6 : 12, COLOUR.hazard);
    this.sparks(at, Math.PI, calm ? 6 : 12, 0xffe2a0);
    this.particles.add({ texture: 'glow', ...at, scale: radius / 70, lifeMs: 4000, tint: 0x000000, alpha: 0.5, additive: false, depth: 2 });
  }

  dash(at: Spot, colour: number): void {
    this.particles.add({ texture: 'smoke', ...at, scale: 0.7, grow: 1.8, lifeMs: 260, tint: colour, alpha: 0.5, depth: 15 });
  }

  /** A fading copy of a dashing body. */
  ghost(at: Spot, rotation: number, colour: number): void {
    this.particles.add({ texture: 'body', ...at, rotation, scale: 0.5, lifeMs: 240, tint: colour, alpha: 0.5, depth: 24 });
  }

  rocketTrail(at: Spot): void {
    this.particles.add({ texture: 'smoke', ...at, vx: spread(18), vy: spread(18), scale: 0.28, grow: 2.4, lifeMs: 520, tint: 0x9fb0c4, alpha: 0.4, additive: false, depth: 16 });
    this.particles.add({ texture: 'glow', ...at, scale: 0.16, grow: 0.3, lifeMs: 140, tint: 0xff9a3a });
  }

  spawn(at: Spot, colour: number): void {
    this.#wave(at, colour, 80, 420);
    this.particles.add({ texture: 'glow', ...at, scale: 0.9, grow: 0.2, lifeMs: 420, tint: colour, alpha: 0.8 });
  }

  pickup(at: Spot, colour: number): void {
    this.#wave(at, colour, 46, 280);
    this.sparks(at, -Math.PI / 2, 6, colour);
  }

  #wave(at: Spot, tint: number, radius: number, lifeMs: number): void {
    this.particles.add({ texture: 'wave', ...at, scale: radius / 640, grow: 5, lifeMs, tint, alpha: 0.85 });
  }

  #smoke(at: Spot, count: number, reach: number): void {
    for (let i = 0; i < count; i++) {
      this.particles.add({
        texture: 'smoke', x: at.x + spread(reach * 0.4), y: at.y + spread(reach * 0.4), vx: spread(reach), vy: spread(reach), keep: 0.15,
        scale: 0.6 + Math.random() * 0.6, grow: 1.9, lifeMs: 600 + Math.random() * 500, tint: 0x55606e, alpha: 0.5, additive: false, depth: 18,
      });
    }
  }
}

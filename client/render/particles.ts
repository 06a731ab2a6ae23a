// In: bursts to show. Out: short-lived sprites from one pool that never grows. Run by: effects.
import type * as Phaser from 'phaser';

/** Sprites alive at once. 32 players in one fight stay under it; past it the oldest goes. */
export const PARTICLES_MAX = 320;

export interface Particle {
  readonly texture: string;
  readonly x: number;
  readonly y: number;
  readonly vx?: number;
  readonly vy?: number;
  /** Share of its speed a particle keeps over a second. */
  readonly keep?: number;
  readonly lifeMs: number;
  readonly rotation?: number;
  readonly spin?: number;
  readonly scale: number;
  readonly scaleY?: number;
  /** Scale at its end, as a multiple of the first. */
  readonly grow?: number;
  readonly alpha?: number;
  readonly tint?: number;
  readonly additive?: boolean;
  readonly depth?: number;
}

interface Slot {
  readonly image: Phaser.GameObjects.Image;
  spec: Particle | null;
  ageMs: number;
  x: number;
  y: number;
  vx: number;
  vy: number;
}

const ADD = 1;
const NORMAL = 0;

export class Particles {
  readonly #slots: Slot[] = [];
  #next = 0;

  constructor(scene: Phaser.Scene) {
    for (let i = 0; i < PARTICLES_MAX; i++) {
      const image = scene.add.image(0, 0, 'spark').setVisible(false);
      this.#slots.push({ image, spec: null, ageMs: 0, x: 0, y: 0, vx: 0, vy: 0 });
    }
  }

  add(spec: Particle): void {
    const slot = this.#slots[this.#next]!;
    this.#next = (this.#next + 1) % PARTICLES_MAX;
    Object.assign(slot, { spec, ageMs: 0, x: spec.x, y: spec.y, vx: spec.vx ?? 0, vy: spec.vy ?? 0 });
    slot.image.setTexture(spec.texture).setVisible(true).setPosition(spec.x, spec.y).setRotation(spec.rotation ?? 0)
      .setScale(spec.scale, spec.scaleY ?? spec.scale).setAlpha(spec.alpha ?? 1).setTint(spec.tint ?? 0xffffff)
      .setBlendMode(spec.additive === false ? NORMAL : ADD).setDepth(spec.depth ?? 60);
  }

  update(dtMs: number): void {
    for (const slot of this.#slots) if (slot.spec !== null) advance(slot, slot.spec, dtMs);
  }

  /** Sprites alive now: for the net graph and tests. */
  get alive(): number {
    return this.#slots.reduce((n, slot) => n + (slot.spec === null ? 0 : 1), 0);
  }
}

function advance(slot: Slot, spec: Particle, dtMs: number): void {
  slot.ageMs += dtMs;
  const part = slot.ageMs / spec.lifeMs;
  if (part >= 1) {
    slot.spec = null;
    slot.image.setVisible(false);
    return;
  }
  const keep = (spec.keep ?? 1) ** (dtMs / 1000);
  slot.vx *= keep;
  slot.vy *= keep;
  slot.x += (slot.vx * dtMs) / 1000;
  slot.y += (slot.vy * dtMs) / 1000;
  const grown = 1 + ((spec.grow ?? 1) - 1) * part;
  slot.image.setPosition(slot.x, slot.y).setAlpha((spec.alpha ?? 1) * (1 - part * part))
    .setScale(spec.scale * grown, (spec.scaleY ?? spec.scale) * grown);
  if (spec.spin !== undefined) slot.image.rotation += (spec.spin * dtMs) / 1000;
}

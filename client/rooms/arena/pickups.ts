// In: the map's pick-ups and which are there. Out: icons that float over their pads. Run by: the arena scene.
import type * as Phaser from 'phaser';
import type { ArenaPickup } from '../../../shared/rooms/arena/world.ts';
import { settings } from '../../ui/settings.ts';
import { cssColour } from '../../render/palette.ts';
import { pickupLook } from '../../render/pickup-art.ts';
import type { ArenaNumbers } from './match.ts';

export interface PickupSpot {
  readonly x: number;
  readonly y: number;
  readonly kind: string;
}

interface Drawn {
  readonly spot: PickupSpot;
  readonly icon: Phaser.GameObjects.Image;
  readonly pad: Phaser.GameObjects.Image;
  readonly glow: Phaser.GameObjects.Image;
  /** Seconds until it is back. */
  readonly timer: Phaser.GameObjects.Text;
}

/** Drawn at twice its size and shown at half: crisp on dense screens. */
const FONT = { fontStyle: '700', fontSize: 34, fontFamily: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace' };
const DIAL_RADIUS = 22;

export class Pickups {
  readonly #scene: Phaser.Scene;
  readonly #numbers: ArenaNumbers;
  readonly #dials: Phaser.GameObjects.Graphics;
  #drawn: Drawn[] = [];

  constructor(scene: Phaser.Scene, numbers: ArenaNumbers) {
    this.#scene = scene;
    this.#numbers = numbers;
    this.#dials = scene.add.graphics().setDepth(6);
  }

  setSpots(spots: readonly PickupSpot[]): void {
    for (const { icon, pad, glow, timer } of this.#drawn) for (const part of [icon, pad, glow, timer]) part.destroy();
    this.#drawn = spots.map((spot) => {
      const look = pickupLook(spot.kind);
      const image = (key: string, scale: number, depth: number) => this.#scene.add.image(spot.x, spot.y, key).setScale(scale).setDepth(depth);
      const glow = image('glow', 0.5, 4).setTint(look.colour).setBlendMode(1);
      const timer = this.#scene.add.text(spot.x, spot.y, '', { ...FONT, color: cssColour(look.colour) }).setOrigin(0.5).setScale(0.5).setDepth(6).setAlpha(0.85);
      return { spot, timer, pad: image('pickup-pad', 0.5, 5).setTint(look.colour), glow, icon: image(look.texture, 0.5, 10) };
    });
  }

  spotOf(id: number): PickupSpot | undefined {
    return this.#drawn[id]?.spot;
  }

  update(pickups: readonly ArenaPickup[], tick: number, timeMs: number): void {
    const still = settings().reducedMotion;
    this.#dials.clear();
    for (const pickup of pickups) {
      const drawn = this.#drawn[pickup.id];
      if (drawn === undefined) continue;
      const isThere = pickup.backAt <= tick;
      const wave = still ? 0 : Math.sin(timeMs / 420 + pickup.id);
      drawn.icon.setVisible(isThere).setY(drawn.spot.y - 3 + wave * 3);
      drawn.glow.setVisible(isThere).setAlpha(0.26 + wave * 0.08);
      this.#showTimer(drawn, isThere ? 0 : (pickup.backAt - tick) / this.#numbers.tickHz);
      drawn.pad.setAlpha(isThere ? 0.9 : 0.25).setRotation(still ? 0 : timeMs / 2600);
    }
  }

  /** An empty pad counts down, its dial filling until the pick-up is back. */
  #showTimer({ spot, timer }: Drawn, leftSec: number): void {
    const text = leftSec > 0 ? String(Math.ceil(leftSec)) : '';
    if (timer.text !== text) timer.setText(text);
    if (leftSec <= 0) return;
    const done = 1 - Math.min(1, leftSec / (this.#numbers.pickupBackSec[spot.kind] ?? leftSec));
    this.#dials.lineStyle(3, pickupLook(spot.kind).colour, 0.6);
    this.#dials.beginPath();
    this.#dials.arc(spot.x, spot.y, DIAL_RADIUS, -Math.PI / 2, -Math.PI / 2 + done * Math.PI * 2);
    this.#dials.strokePath();
  }
}

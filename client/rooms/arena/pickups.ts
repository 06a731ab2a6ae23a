// In: the map's pick-ups and which are there. Out: icons that float over their pads. Run by: the arena scene.
import type * as Phaser from 'phaser';
import type { ArenaPickup } from '../../../shared/rooms/arena/world.ts';
import { settings } from '../../ui/settings.ts';
import { pickupLook } from '../../render/pickup-art.ts';

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
}

export class Pickups {
  readonly #scene: Phaser.Scene;
  #drawn: Drawn[] = [];

  constructor(scene: Phaser.Scene) {
    this.#scene = scene;
  }

  setSpots(spots: readonly PickupSpot[]): void {
    for (const { icon, pad, glow } of this.#drawn) for (const image of [icon, pad, glow]) image.destroy();
    this.#drawn = spots.map((spot) => {
      const look = pickupLook(spot.kind);
      const image = (key: string, scale: number, depth: number) => this.#scene.add.image(spot.x, spot.y, key).setScale(scale).setDepth(depth);
      const glow = image('glow', 0.5, 4).setTint(look.colour).setBlendMode(1);
      return { spot, pad: image('pickup-pad', 0.5, 5).setTint(look.colour), glow, icon: image(look.texture, 0.5, 10) };
    });
  }

  spotOf(id: number): PickupSpot | undefined {
    return this.#drawn[id]?.spot;
  }

  update(pickups: readonly ArenaPickup[], tick: number, timeMs: number): void {
    const still = settings().reducedMotion;
    for (const pickup of pickups) {
      const drawn = this.#drawn[pickup.id];
      if (drawn === undefined) continue;
      const isThere = pickup.backAt <= tick;
      const wave = still ? 0 : Math.sin(timeMs / 420 + pickup.id);
      drawn.icon.setVisible(isThere).setY(drawn.spot.y - 3 + wave * 3);
      drawn.glow.setVisible(isThere).setAlpha(0.26 + wave * 0.08);
      drawn.pad.setAlpha(isThere ? 0.9 : 0.25).setRotation(still ? 0 : timeMs / 2600);
    }
  }
}

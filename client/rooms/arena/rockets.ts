// In: rockets of the state and own launches. Out: rockets in flight on screen. Run by: the arena scene.
import type * as Phaser from 'phaser';
import type { ArenaRocket } from '../../../shared/rooms/arena/world.ts';
import type { Effects, Spot } from '../../render/effects.ts';

/** A launch that this player's own step predicted; the state knows it by the same id later. */
export interface OwnLaunch {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly vx: number;
  readonly vy: number;
  readonly bornMs: number;
  /** Seconds until it meets a wall. */
  readonly flightSec: number;
}

interface OwnRocket {
  readonly launch: OwnLaunch;
  flownSec: number;
  heldMs: number;
}

interface Drawn {
  readonly image: Phaser.GameObjects.Image;
  trailMs: number;
}

/** Own rockets that the state has not confirmed or has lost are dropped after this long. */
const OWN_MS_MAX = 6_000;
const TRAIL_MS = 26;
/** How long after its wall an own rocket that the state has lost still waits for its explosion. */
const GONE_MS = 1_000;
/** How long an own rocket waits at a foe: 250 ms of latency at most, then it was a miss and flies on. */
const HELD_MS_MAX = 250;
/** Body and rocket together, world px. */
const TOUCH_PX = 23;

export interface RocketClock {
  readonly nowMs: number;
  readonly dtMs: number;
  /** Tick with a fraction at which the others are drawn. */
  readonly viewTick: number;
  readonly tickHz: number;
}

export class Rockets {
  readonly #scene: Phaser.Scene;
  readonly #effects: Effects;
  readonly #drawn = new Map<number, Drawn>();
  readonly #own = new Map<number, OwnRocket>();
  readonly #confirmed = new Set<number>();

  constructor(scene: Phaser.Scene, effects: Effects) {
    this.#scene = scene;
    this.#effects = effects;
  }

  launch(launch: OwnLaunch): void {
    this.#own.set(launch.id, { launch, flownSec: 0, heldMs: 0 });
  }

  /** The server's word that a rocket is gone. */
  exploded(id: number): void {
    this.#own.delete(id);
    this.#confirmed.delete(id);
  }

  /**
   * Own rockets fly on the player's own time all their way, so the server's copy taking over moves nothing; at a wall or
   * a foe they wait for the server's explosion. Others' rockets are where they were at the tick the others are drawn at.
   */
  update(rockets: readonly ArenaRocket[], foes: readonly Spot[], clock: RocketClock): void {
    const seen = new Set<number>();
    for (const rocket of rockets) {
      const age = (clock.viewTick - rocket.startTick) / clock.tickHz;
      if (this.#own.has(rocket.id)) this.#confirmed.add(rocket.id);
      else if (age >= 0) {
        seen.add(rocket.id);
        this.#draw(rocket.id, { x: rocket.startX + rocket.vx * age, y: rocket.startY + rocket.vy * age }, rocket, clock);
      }
    }
    const there = new Set(rockets.map((r) => r.id));
    for (const own of this.#own.values()) {
      const { id, bornMs, flightSec } = own.launch;
      const ageMs = clock.nowMs - bornMs;
      const isGone = this.#confirmed.has(id) && !there.has(id) && ageMs > flightSec * 1000 + GONE_MS;
      if (isGone || ageMs > OWN_MS_MAX) {
        this.exploded(id);
        continue;
      }
      seen.add(id);
      this.#draw(id, flyOwn(own, foes, clock.dtMs), own.launch, clock);
    }
    this.#sweep(seen);
  }

  clear(): void {
    this.#own.clear();
    this.#sweep(new Set());
  }

  #draw(id: number, at: Spot, way: { readonly vx: number; readonly vy: number }, clock: RocketClock): void {
    let drawn = this.#drawn.get(id);
    if (drawn === undefined) {
      drawn = { image: this.#scene.add.image(at.x, at.y, 'rocket').setScale(0.5).setDepth(40), trailMs: 0 };
      this.#drawn.set(id, drawn);
    }
    drawn.image.setPosition(at.x, at.y).setRotation(Math.atan2(way.vy, way.vx));
    drawn.trailMs += clock.dtMs;
    if (drawn.trailMs < TRAIL_MS) return;
    drawn.trailMs = 0;
    const speed = Math.hypot(way.vx, way.vy) || 1;
    this.#effects.rocketTrail({ x: at.x - (way.vx / speed) * 14, y: at.y - (way.vy / speed) * 14 });
  }

  #sweep(seen: ReadonlySet<number>): void {
    for (const [id, drawn] of this.#drawn) {
      if (seen.has(id)) continue;
      drawn.image.destroy();
      this.#drawn.delete(id);
    }
  }
}

/** One frame of an own rocket's way; answers where it is. */
function flyOwn(own: OwnRocket, foes: readonly Spot[], dtMs: number): Spot {
  const { x, y, vx, vy, flightSec } = own.launch;
  const at = { x: x + vx * own.flownSec, y: y + vy * own.flownSec };
  const touches = own.heldMs < HELD_MS_MAX && foes.some((foe) => Math.hypot(foe.x - at.x, foe.y - at.y) < TOUCH_PX);
  if (touches) own.heldMs += dtMs;
  else own.flownSec = Math.min(flightSec, own.flownSec + dtMs / 1000);
  return at;
}

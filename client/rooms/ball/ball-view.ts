// In: the ball frame by frame. Out: a ball that rolls, its trail, and the sound of what it meets. Run by: the scene of the ball game.
import type * as Phaser from 'phaser';
import type { Ball } from '../../../shared/rooms/ball/world.ts';
import type { Effects } from '../../render/effects.ts';
import { settings } from '../../ui/settings.ts';
import type { Sound } from '../../render/sound.ts';

/** A change of velocity between two frames that is a knock, px/s, and the least time between two. */
const KNOCK_PX_PER_SEC = 190;
const QUIET_MS = 90;
const TRAIL_FROM_PX_PER_SEC = 480;
const RADIUS = 13;

export class BallView {
  readonly #effects: Effects;
  readonly #sound: Sound;
  readonly #ball: Phaser.GameObjects.Image;
  readonly #shine: Phaser.GameObjects.Image;
  readonly #shadow: Phaser.GameObjects.Image;
  #vx = 0;
  #vy = 0;
  #spawns = -1;
  #heardMs = -1e9;

  constructor(scene: Phaser.Scene, effects: Effects, sound: Sound) {
    this.#effects = effects;
    this.#sound = sound;
    this.#shadow = scene.add.image(0, 0, 'shadow').setScale(0.36).setDepth(25);
    this.#ball = scene.add.image(0, 0, 'ball').setScale(0.5).setDepth(33);
    this.#shine = scene.add.image(0, 0, 'ball-shine').setScale(0.5).setDepth(34);
  }

  show(ball: Ball, nowMs: number, dtMs: number): void {
    const speed = Math.hypot(ball.vx, ball.vy);
    this.#ball.setPosition(ball.x, ball.y).setRotation(this.#ball.rotation + ((ball.vx + ball.vy * 0.3) / RADIUS) * (dtMs / 1000) * 0.6);
    this.#shine.setPosition(ball.x, ball.y);
    this.#shadow.setPosition(ball.x + 5, ball.y + 8);
    if (speed > TRAIL_FROM_PX_PER_SEC && !settings().reducedMotion) {
      this.#effects.particles.add({ texture: 'glow', x: ball.x, y: ball.y, scale: 0.2, grow: 0.2, lifeMs: 200, tint: 0xbfe9ff, alpha: Math.min(0.6, speed / 1_800), depth: 26 });
    }
    this.#hear(ball, nowMs);
  }

  /** A kick sounds by itself. */
  kicked(nowMs: number): void {
    this.#heardMs = nowMs;
  }

  #hear(ball: Ball, nowMs: number): void {
    const knock = Math.hypot(ball.vx - this.#vx, ball.vy - this.#vy);
    const isSame = ball.spawns === this.#spawns;
    [this.#vx, this.#vy, this.#spawns] = [ball.vx, ball.vy, ball.spawns];
    if (!isSame || knock < KNOCK_PX_PER_SEC || nowMs - this.#heardMs < QUIET_MS) return;
    this.#heardMs = nowMs;
    this.#sound.play('bounce', ball);
    if (knock > 420) this.#effects.sparks(ball, Math.atan2(ball.vy, ball.vx), 5, 0xdff3ff);
  }
}

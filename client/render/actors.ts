// In: players as they are to be drawn. Out: bodies, weapons, rings, names and shields on screen. Run by: the arena scene.
import type * as Phaser from 'phaser';
import { settings } from '../ui/settings.ts';
import { fieldScale } from './camera.ts';
import { lookOf, type TeamLook } from './palette.ts';

export interface ActorPose {
  readonly seat: number;
  readonly name: string;
  readonly team: number;
  readonly isSelf: boolean;
  readonly alive: boolean;
  readonly x: number;
  readonly y: number;
  /** Radians. */
  readonly aim: number;
  readonly weapon: number;
  /** 0 to 1. */
  readonly health: number;
  readonly isShielded: boolean;
  /** Nobody at the keys: drawn paler. */
  readonly isAway: boolean;
}

interface Actor {
  readonly root: Phaser.GameObjects.Container;
  readonly ring: Phaser.GameObjects.Image;
  readonly body: Phaser.GameObjects.Image;
  readonly weapon: Phaser.GameObjects.Image;
  readonly shield: Phaser.GameObjects.Image;
  /** Name and health over the head, as large on a phone as on a desk. */
  readonly tag: Phaser.GameObjects.Container;
  readonly label: Phaser.GameObjects.Text;
  readonly bar: Phaser.GameObjects.Rectangle;
  kickMs: number;
  hurtMs: number;
}

const BAR_WIDTH = 44;
/** CSS px per world px under which tags are drawn larger, to stay readable. */
const TAG_SCALE = 0.86;
/** Phaser's TintModes, whose module is not needed for one number each. */
const [TINT_MULTIPLY, TINT_FILL] = [0, 1];
/** Drawn at twice its size and shown at half: crisp on dense screens. */
const FONT = { fontStyle: '600', fontSize: 28, fontFamily: 'ui-sans-serif, system-ui, "Segoe UI", Roboto, sans-serif' };

export class Actors {
  readonly #scene: Phaser.Scene;
  readonly #actors = new Map<number, Actor>();

  constructor(scene: Phaser.Scene) {
    this.#scene = scene;
  }

  /** Shows one player; actors not shown in a frame are taken away by `sweep`. */
  show(pose: ActorPose, timeMs: number, dtMs: number): void {
    const actor = this.#actors.get(pose.seat) ?? this.#create(pose.seat);
    const look = lookOf(pose.team, pose.isSelf, settings().colourSafe);
    actor.root.setVisible(pose.alive).setPosition(pose.x, pose.y).setAlpha(pose.isAway ? 0.55 : 1);
    if (!pose.alive) return;
    actor.kickMs = Math.max(0, actor.kickMs - dtMs);
    actor.hurtMs = Math.max(0, actor.hurtMs - dtMs);
    const kick = actor.kickMs / 14;
    actor.body.setRotation(pose.aim).setTint(actor.hurtMs > 0 ? 0xffffff : look.colour).setTintMode(actor.hurtMs > 0 ? TINT_FILL : TINT_MULTIPLY);
    actor.weapon.setRotation(pose.aim).setTexture(`weapon-${pose.weapon}`).setPosition(-Math.cos(pose.aim) * kick, -Math.sin(pose.aim) * kick);
    actor.ring.setTexture(look.ring).setTint(look.colour).setAlpha(pose.isSelf ? 0.95 : 0.7).setRotation(pose.isSelf ? pose.aim : timeMs / 3000);
    actor.shield.setVisible(pose.isShielded).setTint(look.colour).setRotation(timeMs / 900).setAlpha(0.6 + 0.3 * Math.sin(timeMs / 120));
    showLabel(actor, pose, look);
  }

  /** The weapon jumps back. */
  kick(seat: number): void {
    const actor = this.#actors.get(seat);
    if (actor !== undefined) actor.kickMs = 90;
  }

  hurt(seat: number): void {
    const actor = this.#actors.get(seat);
    if (actor !== undefined) actor.hurtMs = 90;
  }

  sweep(isThere: (seat: number) => boolean): void {
    for (const [seat, actor] of this.#actors) {
      if (isThere(seat)) continue;
      actor.root.destroy();
      this.#actors.delete(seat);
    }
  }

  #create(seat: number): Actor {
    const add = this.#scene.add;
    const half = (key: string) => add.image(0, 0, key).setScale(0.5);
    const label = add.text(0, -13, '', { ...FONT, color: '#e8f0fa', stroke: '#070b12', strokeThickness: 7 }).setOrigin(0.5).setScale(0.5);
    const bar = add.rectangle(-BAR_WIDTH / 2, 0, BAR_WIDTH, 4, 0xffffff).setOrigin(0, 0.5);
    const tag = add.container(0, -32, [add.rectangle(0, 0, BAR_WIDTH + 4, 7, 0x070b12, 0.85), bar, label]);
    const parts = { ring: half('ring-solid'), body: half('body'), weapon: half('weapon-0'), shield: half('shield'), tag, label, bar };
    const shadow = add.image(6, 9, 'shadow').setScale(0.5);
    const root = add.container(0, 0, [shadow, parts.ring, parts.weapon, parts.body, parts.shield, tag]);
    root.setDepth(30);
    const actor: Actor = { root, ...parts, kickMs: 0, hurtMs: 0 };
    this.#actors.set(seat, actor);
    return actor;
  }
}

function showLabel(actor: Actor, pose: ActorPose, look: TeamLook): void {
  actor.tag.setVisible(!pose.isSelf);
  if (pose.isSelf) return;
  if (actor.label.text !== pose.name) actor.label.setText(pose.name);
  actor.tag.setScale(Math.max(1, TAG_SCALE / fieldScale(innerWidth, innerHeight)));
  actor.bar.setSize(BAR_WIDTH * Math.max(0, Math.min(1, pose.health)), 4).setFillStyle(look.colour);
}

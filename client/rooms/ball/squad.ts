// In: players as they are to be drawn. Out: bodies that run, rings, names, and what they are about to do. Run by: the scene of the ball game.
import type * as Phaser from 'phaser';
import { AIM_TURN, KICK, PLAYER, ticksOf } from '../../../shared/rooms/ball/constants.ts';
import { BUTTON } from '../../../shared/rooms/ball/input.ts';
import type { BallPlayer } from '../../../shared/rooms/ball/world.ts';
import { fieldScale } from '../../render/camera.ts';
import type { Effects } from '../../render/effects.ts';
import { lookOf, type TeamLook } from '../../render/palette.ts';
import { settings } from '../../ui/settings.ts';

interface Figure {
  readonly root: Phaser.GameObjects.Container;
  readonly ring: Phaser.GameObjects.Image;
  readonly boots: readonly [Phaser.GameObjects.Image, Phaser.GameObjects.Image];
  readonly body: Phaser.GameObjects.Image;
  readonly label: Phaser.GameObjects.Text;
  /** Charge of the kick and energy, drawn round the player. */
  readonly dials: Phaser.GameObjects.Graphics;
  stride: number;
  trailMs: number;
}

const FONT = { fontStyle: '600', fontSize: 28, fontFamily: 'ui-sans-serif, system-ui, "Segoe UI", Roboto, sans-serif' };
/** CSS px per world px under which names are drawn larger, to stay readable. */
const TAG_SCALE = 0.86;
const TRAIL_MS = 34;

export class Squad {
  readonly #scene: Phaser.Scene;
  readonly #effects: Effects;
  readonly #figures = new Map<number, Figure>();

  constructor(scene: Phaser.Scene, effects: Effects) {
    this.#scene = scene;
    this.#effects = effects;
  }

  /** @param aim radians; where the own player's hand points, which is newer than the world. */
  show(player: BallPlayer, { isSelf, aim, dtMs, tickHz }: { readonly isSelf: boolean; readonly aim: number; readonly dtMs: number; readonly tickHz: number }): void {
    const figure = this.#figures.get(player.id) ?? this.#create(player.id);
    const look = lookOf(player.team, isSelf, settings().colourSafe);
    const isDown = player.stun > 0;
    figure.root.setPosition(player.x, player.y).setAlpha(player.dormant ? 0.55 : 1).setDepth(isSelf ? 31 : 30);
    figure.body.setTint(look.colour).setRotation(isDown ? figure.body.rotation + dtMs / 90 : aim).setScale(player.tackling > 0 ? 0.56 : 0.5);
    figure.ring.setTexture(look.ring).setTint(look.colour).setAlpha(isSelf ? 0.95 : 0.55).setRotation(isSelf ? aim : 0);
    this.#run(figure, player, aim, dtMs);
    drawDials(figure, player, isSelf, look, tickHz);
    figure.label.setVisible(!isSelf).setScale(0.5 * Math.max(1, TAG_SCALE / fieldScale(innerWidth, innerHeight)));
    if (figure.label.text !== player.name) figure.label.setText(player.name);
    figure.label.setTint(isDown ? 0xffb02e : 0xffffff);
    this.#trail(figure, player, look, dtMs);
  }

  sweep(isThere: (seat: number) => boolean): void {
    for (const [seat, figure] of this.#figures) {
      if (isThere(seat)) continue;
      figure.root.destroy();
      this.#figures.delete(seat);
    }
  }

  /** Boots swing along the way, as far as the player is fast. */
  #run(figure: Figure, player: BallPlayer, aim: number, dtMs: number): void {
    const speed = Math.hypot(player.vx, player.vy);
    figure.stride += (speed * dtMs) / 1000 / 15;
    const way = speed > 20 ? Math.atan2(player.vy, player.vx) : aim;
    const reach = Math.min(1, speed / 200) * 11;
    figure.boots.forEach((boot, n) => {
      const side = n === 0 ? -8 : 8;
      const swing = Math.sin(figure.stride + n * Math.PI) * reach;
      const forward = player.charge > 0 && n === 1 ? -9 : swing;
      boot.setPosition(Math.cos(way) * forward - Math.sin(way) * side, Math.sin(way) * forward + Math.cos(way) * side).setRotation(way).setVisible(player.stun === 0);
    });
  }

  #trail(figure: Figure, player: BallPlayer, look: TeamLook, dtMs: number): void {
    figure.trailMs += dtMs;
    if (figure.trailMs < TRAIL_MS || settings().reducedMotion) return;
    figure.trailMs = 0;
    const { particles } = this.#effects;
    const boosts = (player.buttons & BUTTON.boost) !== 0 && player.energy > 60 && Math.hypot(player.vx, player.vy) > PLAYER.speedPxPerSec;
    if (player.tackling > 0) particles.add({ texture: 'kit', x: player.x, y: player.y, rotation: figure.body.rotation, scale: 0.5, lifeMs: 220, tint: look.colour, alpha: 0.5, depth: 24 });
    else if (boosts) particles.add({ texture: 'smoke', x: player.x, y: player.y, scale: 0.42, grow: 0.3, lifeMs: 300, tint: look.colour, alpha: 0.55, depth: 15 });
  }

  #create(seat: number): Figure {
    const { add } = this.#scene;
    const half = (key: string) => add.image(0, 0, key).setScale(0.5);
    const boots = [half('boot'), half('boot')] as const;
    const label = add.text(0, -37, '', { ...FONT, color: '#e8f0fa', stroke: '#070b12', strokeThickness: 7 }).setOrigin(0.5).setScale(0.5);
    const parts = { ring: half('ring-solid'), boots, body: half('kit'), label, dials: add.graphics() };
    const root = add.container(0, 0, [add.image(5, 8, 'shadow').setScale(0.5), parts.ring, parts.dials, ...boots, parts.body, label]);
    const figure: Figure = { root, ...parts, stride: seat * 1.7, trailMs: 0 };
    this.#figures.set(seat, figure);
    return figure;
  }
}

function drawDials({ dials }: Figure, player: BallPlayer, isSelf: boolean, look: TeamLook, tickHz: number): void {
  dials.clear();
  if (player.charge === 0) return;
  const part = player.charge / ticksOf(KICK.chargeSec, tickHz);
  const aim = (player.aim / AIM_TURN) * Math.PI * 2;
  dials.lineStyle(isSelf ? 6 : 4, part >= 1 ? 0xffb02e : look.colour, isSelf ? 0.95 : 0.6);
  dials.beginPath();
  dials.arc(0, 0, 34, aim - part * Math.PI * 0.7, aim + part * Math.PI * 0.7);
  dials.strokePath();
  if (!isSelf) return;
  // How far along its way the kick is meant.
  const length = 60 + part * 90;
  dials.lineStyle(2, 0xffffff, 0.35);
  dials.lineBetween(Math.cos(aim) * 44, Math.sin(aim) * 44, Math.cos(aim) * length, Math.sin(aim) * length);
}

// In: the own player, the aim, what hit and hurt lately. Out: aim line, crosshair, hit mark and wounds' directions on screen.
// Run by: the arena scene, once a frame.
import type * as Phaser from 'phaser';
import type { ArenaPlayer } from '../../../shared/rooms/arena/world.ts';
import { fieldScale } from '../../render/camera.ts';
import { COLOUR } from '../../render/palette.ts';
import type { Controls } from './controls.ts';
import { HURT_MS, type HudMemory } from './hud-memory.ts';
import { weaponLook } from './look.ts';
import type { ArenaMapView, ArenaNumbers } from './match.ts';
import { flightLength } from './ray.ts';

export interface OwnMarksParts {
  readonly controls: Controls;
  readonly memory: HudMemory;
  readonly numbers: ArenaNumbers;
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

const HITMARK_MS = 260;
const HURTS_SHOWN = 6;
/** World px from the player to the crosshair of a stick, which has no place of its own. */
const STICK_REACH = 220;
/** Crosshair gaps, world px: never so small that the arms touch, never across half the screen. */
const [GAP_MIN, GAP_MAX] = [7, 60];
const ARM = 8;

export class OwnMarks {
  readonly #parts: OwnMarksParts;
  readonly #line: Phaser.GameObjects.Graphics;
  readonly #cross: Phaser.GameObjects.Graphics;
  readonly #hit: Phaser.GameObjects.Image;
  readonly #hurts: readonly Phaser.GameObjects.Image[];

  constructor(scene: Phaser.Scene, parts: OwnMarksParts) {
    this.#parts = parts;
    this.#line = scene.add.graphics().setDepth(22);
    this.#cross = scene.add.graphics().setDepth(82);
    this.#hit = scene.add.image(0, 0, 'hitmark').setScale(0.5).setDepth(83).setVisible(false);
    this.#hurts = Array.from({ length: HURTS_SHOWN }, () => (
      scene.add.image(0, 0, 'hurt').setScale(0.5).setTint(COLOUR.damage).setDepth(81).setVisible(false)));
  }

  /** `onScreen` is where the own player is drawn, CSS px. */
  show(own: ArenaPlayer, map: ArenaMapView, onScreen: Spot, nowMs: number): void {
    const { controls, memory } = this.#parts;
    this.#line.clear();
    this.#cross.clear();
    const [cos, sin] = [Math.cos(memory.ownAim), Math.sin(memory.ownAim)];
    const range = this.#parts.numbers.rangePx[own.weapon] ?? 900;
    const reach = Math.min(flightLength(map, own, cos, sin), range);
    const size = 1 / Math.max(0.5, fieldScale(innerWidth, innerHeight));
    const at = controls.device === 'keys' ? pointerAt(own, onScreen, controls.mouse) : { x: own.x + cos * Math.min(reach, STICK_REACH), y: own.y + sin * Math.min(reach, STICK_REACH) };
    if (own.alive) this.#drawLine(own, cos, sin, reach);
    if (own.alive || controls.device === 'keys') this.#drawCross(own, at, size, nowMs);
    this.#showHit(at, size, nowMs);
    this.#showHurts(own, nowMs);
  }

  hide(): void {
    this.#line.clear();
    this.#cross.clear();
    for (const image of [this.#hit, ...this.#hurts]) image.setVisible(false);
  }

  #drawLine(own: ArenaPlayer, cos: number, sin: number, reach: number): void {
    const line = this.#line;
    for (let at = weaponLook(own.weapon).muzzle + 8; at < reach; at += 18) {
      const end = Math.min(at + 9, reach);
      line.lineStyle(1.5, COLOUR.blueprint, 0.42 * (1 - at / (reach + 200)));
      line.lineBetween(own.x + cos * at, own.y + sin * at, own.x + cos * end, own.y + sin * end);
    }
    line.lineStyle(1.5, COLOUR.white, 0.5);
    line.strokeCircle(own.x + cos * reach, own.y + sin * reach, 3.5);
  }

  /** Four arms as far apart as the shot may stray at that distance, and a ring that fills while reloading. */
  #drawCross(own: ArenaPlayer, at: Spot, size: number, nowMs: number): void {
    const { memory, numbers } = this.#parts;
    const g = this.#cross;
    const away = Math.hypot(at.x - own.x, at.y - own.y);
    const gap = Math.max(GAP_MIN * size, Math.min(GAP_MAX, away * (numbers.spreadTan[own.weapon] ?? 0)));
    const isEmpty = [own.magRifle, own.magShotgun, own.magRocket][own.weapon] === 0;
    const isReloading = own.reloadAt > 0 && own.alive;
    const colour = !own.alive ? 0x7e8997 : isEmpty ? COLOUR.damage : COLOUR.white;
    for (const [width, tint, alpha] of [[4.5, 0x05080d, 0.6], [2, colour, isReloading ? 0.45 : 0.95]] as const) {
      g.lineStyle(width * size, tint, alpha);
      for (const [x, y] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
        g.lineBetween(at.x + x * gap, at.y + y * gap, at.x + x * (gap + ARM * size), at.y + y * (gap + ARM * size));
      }
    }
    g.fillStyle(colour, 0.95);
    g.fillCircle(at.x, at.y, 1.6 * size);
    if (!isReloading) return;
    const part = Math.min(1, (nowMs - memory.reloadedAtMs) / (numbers.reloadMs[own.weapon] ?? 1000));
    const radius = gap + (ARM + 6) * size;
    g.lineStyle(3 * size, 0x05080d, 0.55);
    g.strokeCircle(at.x, at.y, radius);
    g.lineStyle(3 * size, COLOUR.hazard, 0.95);
    g.beginPath();
    g.arc(at.x, at.y, radius, -Math.PI / 2, -Math.PI / 2 + part * Math.PI * 2);
    g.strokePath();
  }

  /** Pale blue while only this side believes in the hit, white once the server confirmed it, red and larger for a kill. */
  #showHit(at: Spot, size: number, nowMs: number): void {
    const { hitMark } = this.#parts.memory;
    const age = (nowMs - hitMark.atMs) / (hitMark.isFatal ? HITMARK_MS * 2 : HITMARK_MS);
    this.#hit.setVisible(age < 1);
    if (age >= 1) return;
    const tint = hitMark.isFatal ? COLOUR.damage : hitMark.isConfirmed ? COLOUR.white : COLOUR.blueprint;
    this.#hit.setPosition(at.x, at.y).setTint(tint).setAlpha((1 - age * age) * (hitMark.isConfirmed ? 1 : 0.6))
      .setScale((hitMark.isFatal ? 0.7 : hitMark.isConfirmed ? 0.62 : 0.48) * size * (1 + age * 0.3));
  }

  #showHurts(own: ArenaPlayer, nowMs: number): void {
    const { hurts } = this.#parts.memory;
    this.#hurts.forEach((image, i) => {
      const hurt = hurts[hurts.length - 1 - i];
      const left = hurt === undefined ? 0 : 1 - (nowMs - hurt.atMs) / HURT_MS;
      image.setVisible(left > 0);
      if (hurt === undefined || left <= 0) return;
      image.setPosition(own.x, own.y).setRotation(Math.atan2(hurt.fromY - own.y, hurt.fromX - own.x))
        .setAlpha(left * Math.min(1, 0.4 + hurt.damage / 40));
    });
  }
}

function pointerAt(own: Spot, onScreen: Spot, mouse: Spot): Spot {
  const scale = fieldScale(innerWidth, innerHeight);
  return { x: own.x + (mouse.x - onScreen.x) / scale, y: own.y + (mouse.y - onScreen.y) / scale };
}

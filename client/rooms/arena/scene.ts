// In: a match and the controls. Out: the arena drawn every frame. Run by: the arena page, inside Phaser.
import * as Phaser from 'phaser';
import type { ArenaPlayer, ArenaWorld } from '../../../shared/rooms/arena/world.ts';
import { Actors } from '../../render/actors.ts';
import { FollowCamera } from '../../render/camera.ts';
import { Effects } from '../../render/effects.ts';
import { drawMap } from '../../render/map-art.ts';
import { COLOUR, lookOf } from '../../render/palette.ts';
import type { Sound } from '../../render/sound.ts';
import { makeTextures } from '../../render/textures.ts';
import { settings } from '../../ui/settings.ts';
import type { Controls } from './controls.ts';
import { EventPlayer } from './event-player.ts';
import { HURT_MS, type HudMemory } from './hud-memory.ts';
import { weaponLook } from './look.ts';
import type { ArenaMapView, ArenaMatch } from './match.ts';
import { Pickups } from './pickups.ts';
import { flightLength } from './ray.ts';
import { Rockets } from './rockets.ts';

export interface SceneParts {
  readonly match: ArenaMatch;
  readonly controls: Controls;
  readonly sound: Sound;
  readonly memory: HudMemory;
  /** Called once a frame with what was drawn. */
  onFrame(world: ArenaWorld, nowMs: number): void;
}

const TURN = Math.PI * 2;
const HITMARK_MS = 260;
/** Longest frame that animations see: a stalled tab does not fast-forward its sparks. */
const FRAME_MS_MAX = 100;

export class ArenaScene extends Phaser.Scene {
  readonly #parts: SceneParts;
  #actors!: Actors;
  #effects!: Effects;
  #rockets!: Rockets;
  #pickups!: Pickups;
  #events!: EventPlayer;
  #follow!: FollowCamera;
  #aimLine!: Phaser.GameObjects.Graphics;
  #hitMark!: Phaser.GameObjects.Image;
  #hurts: Phaser.GameObjects.Image[] = [];
  #mapImages: Phaser.GameObjects.Image[] = [];
  #map: ArenaMapView | undefined;
  #ghostMs = 0;

  constructor(parts: SceneParts) {
    super('arena');
    this.#parts = parts;
  }

  create(): void {
    makeTextures(this.textures);
    this.#effects = new Effects(this);
    this.#actors = new Actors(this);
    this.#rockets = new Rockets(this, this.#effects);
    this.#pickups = new Pickups(this);
    this.#follow = new FollowCamera(this.cameras.main);
    this.#aimLine = this.add.graphics().setDepth(22);
    this.#hitMark = this.add.image(0, 0, 'hitmark').setScale(0.5).setDepth(80).setVisible(false);
    this.#hurts = Array.from({ length: 6 }, () => this.add.image(0, 0, 'hurt').setScale(0.5).setTint(COLOUR.damage).setDepth(81).setVisible(false));
    const { match, sound, memory } = this.#parts;
    this.#events = new EventPlayer({
      match, sound, memory, effects: this.#effects, actors: this.#actors, rockets: this.#rockets, pickups: this.#pickups,
    });
  }

  override update(_time: number, delta: number): void {
    const { match, controls, onFrame } = this.#parts;
    const nowMs = performance.now();
    const dtMs = Math.min(delta, FRAME_MS_MAX);
    const seat = match.game.seat;
    match.game.advance(nowMs, (world) => controls.sample(this.#follow.ownOnScreen, world.players[seat]?.weapon ?? 0));
    this.#parts.memory.sampledAim = controls.aimAngle;
    const world = match.game.view(nowMs);
    if (world === undefined) return;
    this.#showMap(world);
    const own = world.players[seat] ?? null;
    this.#aim(own);
    this.#showPlayers(world, nowMs, dtMs);
    const clock = { nowMs, dtMs, viewTick: match.game.viewTick(nowMs), tickHz: match.numbers.tickHz };
    this.#events.play(world, match.game.takeEvents(nowMs), clock);
    this.#rockets.update(world.rockets, foesOf(world, own), clock);
    this.#pickups.update(world.pickups, world.tick, nowMs);
    this.#showOwn(own, nowMs, dtMs);
    this.#effects.update(dtMs);
    onFrame(world, nowMs);
  }

  /** CSS px of a place of the world; for tests that point at somebody. */
  toScreen(x: number, y: number): { readonly x: number; readonly y: number } {
    return this.#follow.toScreen(x, y);
  }

  /** For the net graph. */
  get spritesAlive(): number {
    return this.#effects?.particles.alive ?? 0;
  }

  #showMap(world: ArenaWorld): void {
    if (this.#map?.name === world.map) return;
    this.#map = this.#parts.match.mapOf(world.map);
    for (const image of this.#mapImages) image.destroy();
    this.#mapImages = drawMap(this, this.#map);
    this.#pickups.setSpots(this.#map.pickups);
    this.#rockets.clear();
  }

  /** With a mouse the pointer may move between two ticks: the drawn aim follows it every frame. */
  #aim(own: ArenaPlayer | null): void {
    const { controls, memory } = this.#parts;
    const origin = this.#follow.ownOnScreen;
    if (controls.device === 'keys') memory.ownAim = Math.atan2(controls.mouse.y - origin.y, controls.mouse.x - origin.x);
    else memory.ownAim = controls.aimAngle;
    if (own !== null && !own.alive) memory.dashing.delete(own.id);
  }

  #showPlayers(world: ArenaWorld, nowMs: number, dtMs: number): void {
    const { match, memory } = this.#parts;
    const seat = match.game.seat;
    this.#ghostMs += dtMs;
    const ghosts = this.#ghostMs > 28 && !settings().reducedMotion;
    if (ghosts) this.#ghostMs = 0;
    for (const player of world.players) {
      if (player === null) continue;
      const isSelf = player.id === seat;
      const aim = isSelf ? memory.ownAim : (player.aim / 256) * TURN;
      this.#actors.show({
        seat: player.id, name: player.name, team: player.team, isSelf, alive: player.alive, x: player.x, y: player.y, aim,
        weapon: player.weapon, health: player.health / match.numbers.healthMax,
        isShielded: player.protectedUntil > world.tick, isAway: false,
      }, nowMs, dtMs);
      if (!ghosts || (memory.dashing.get(player.id) ?? 0) < nowMs) continue;
      this.#effects.ghost(player, aim, lookOf(player.team, isSelf, settings().colourSafe).colour);
    }
    this.#actors.sweep((id) => world.players[id] !== null && world.players[id] !== undefined);
  }

  #showOwn(own: ArenaPlayer | null, nowMs: number, dtMs: number): void {
    const { memory, sound } = this.#parts;
    this.#aimLine.clear();
    if (own === null) return;
    sound.listenAt(own.x, own.y);
    this.#follow.follow(own, memory.ownAim, this.#map!, dtMs);
    if (own.alive) this.#drawAimLine(own, memory.ownAim);
    this.#showHitMark(own, nowMs);
    this.#hurts.forEach((image, i) => {
      const hurt = memory.hurts[memory.hurts.length - 1 - i];
      const left = hurt === undefined ? 0 : 1 - (nowMs - hurt.atMs) / HURT_MS;
      image.setVisible(left > 0);
      if (hurt === undefined || left <= 0) return;
      image.setPosition(own.x, own.y).setRotation(Math.atan2(hurt.fromY - own.y, hurt.fromX - own.x)).setAlpha(left * Math.min(1, 0.4 + hurt.damage / 40));
    });
  }

  #drawAimLine(own: ArenaPlayer, aim: number): void {
    const [cos, sin] = [Math.cos(aim), Math.sin(aim)];
    const from = weaponLook(own.weapon).muzzle + 8;
    const to = Math.min(flightLength(this.#map!, own, cos, sin), own.weapon === 1 ? 420 : 900);
    const line = this.#aimLine;
    for (let at = from; at < to; at += 18) {
      line.lineStyle(1.5, COLOUR.blueprint, 0.42 * (1 - at / (to + 200)));
      line.lineBetween(own.x + cos * at, own.y + sin * at, own.x + cos * Math.min(at + 9, to), own.y + sin * Math.min(at + 9, to));
    }
    line.lineStyle(2, COLOUR.white, 0.7);
    line.strokeCircle(own.x + cos * to, own.y + sin * to, 4);
  }

  /** Hollow blue while only this side believes in the hit, white once the server confirmed it, red for a kill. */
  #showHitMark(own: ArenaPlayer, nowMs: number): void {
    const { hitMark, ownAim } = this.#parts.memory;
    const age = (nowMs - hitMark.atMs) / HITMARK_MS;
    this.#hitMark.setVisible(age < 1);
    if (age >= 1) return;
    const reach = 150;
    const tint = hitMark.isFatal ? COLOUR.damage : hitMark.isConfirmed ? COLOUR.white : COLOUR.blueprint;
    this.#hitMark.setPosition(own.x + Math.cos(ownAim) * reach, own.y + Math.sin(ownAim) * reach).setTint(tint)
      .setAlpha((1 - age) * (hitMark.isConfirmed ? 1 : 0.7)).setScale((hitMark.isFatal ? 0.8 : 0.55) * (1 + age * 0.3));
  }
}

function foesOf(world: ArenaWorld, own: ArenaPlayer | null): ArenaPlayer[] {
  return world.players.filter((p): p is ArenaPlayer => p !== null && p.alive && own !== null && p.id !== own.id && (own.team === 0 || p.team !== own.team));
}

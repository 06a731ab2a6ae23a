// In: a match and the controls. Out: the arena drawn every frame. Run by: the arena page, inside Phaser.
import * as Phaser from 'phaser';
import type { ArenaPlayer, ArenaWorld } from '../../../shared/rooms/arena/world.ts';
import { Actors } from '../../render/actors.ts';
import { FollowCamera } from '../../render/camera.ts';
import { Effects } from '../../render/effects.ts';
import { drawMap } from '../../render/map-art.ts';
import { lookOf } from '../../render/palette.ts';
import type { Sound } from '../../render/sound.ts';
import { makeTextures } from '../../render/textures.ts';
import { settings } from '../../ui/settings.ts';
import type { Controls } from './controls.ts';
import { EventPlayer } from './event-player.ts';
import type { HudMemory } from './hud-memory.ts';
import type { ArenaMapView, ArenaMatch } from './match.ts';
import { OwnMarks } from './own-marks.ts';
import { Pickups } from './pickups.ts';
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
  #marks!: OwnMarks;
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
    this.#pickups = new Pickups(this, this.#parts.match.numbers);
    this.#follow = new FollowCamera(this.cameras.main);
    const { match, controls, sound, memory } = this.#parts;
    this.#marks = new OwnMarks(this, { controls, memory, numbers: match.numbers });
    this.#events = new EventPlayer({
      match, sound, memory, effects: this.#effects, actors: this.#actors, rockets: this.#rockets, pickups: this.#pickups,
    });
  }

  /** `nowMs` is the frame's own time, as even as the display: when its script gets to run is not. */
  override update(nowMs: number, delta: number): void {
    const { match, controls, onFrame } = this.#parts;
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
    if (own === null) return this.#marks.hide();
    sound.listenAt(own.x, own.y);
    this.#follow.follow(own, memory.ownAim, this.#map!, dtMs);
    this.#marks.show(own, this.#map!, this.#follow.ownOnScreen, nowMs);
  }
}

function foesOf(world: ArenaWorld, own: ArenaPlayer | null): ArenaPlayer[] {
  return world.players.filter((p): p is ArenaPlayer => p !== null && p.alive && own !== null && p.id !== own.id && (own.team === 0 || p.team !== own.team));
}

// In: a running ball game and the controls. Out: the pitch drawn every frame. Run by: the game stage, inside Phaser.
import * as Phaser from 'phaser';
import { AIM_TURN } from '../../../shared/rooms/ball/constants.ts';
import { PITCH } from '../../../shared/rooms/ball/pitch.ts';
import { ballOf, PHASE, type BallPlayer, type BallWorld } from '../../../shared/rooms/ball/world.ts';
import { FollowCamera } from '../../render/camera.ts';
import { Effects } from '../../render/effects.ts';
import type { StagedScene } from '../../render/game-stage.ts';
import type { Sound } from '../../render/sound.ts';
import { makeTextures } from '../../render/textures.ts';
import { settings } from '../../ui/settings.ts';
import { BallView } from './ball-view.ts';
import type { Controls } from './controls.ts';
import { EventPlayer } from './event-player.ts';
import type { HudMemory } from './hud-memory.ts';
import { makeKit } from './kit-art.ts';
import type { BallGame } from './match.ts';
import { drawPitch } from './pitch-art.ts';
import { Replay } from './replay.ts';
import { Squad } from './squad.ts';

export interface SceneParts {
  readonly game: BallGame;
  readonly controls: Controls;
  readonly sound: Sound;
  readonly memory: HudMemory;
  /** Called once a frame with what was drawn. */
  onFrame(world: BallWorld, nowMs: number): void;
}

const TURN = Math.PI * 2;
/** Longest frame that animations see: a stalled tab does not fast-forward its sparks. */
const FRAME_MS_MAX = 100;
/** The view lies this share of the way from the own player to the ball, world px at most. */
const BALL_SHARE = 0.42;
const [LEAD_X, LEAD_Y] = [330, 250];
/** World px inside the view's edge at which a ball out of sight is pointed to. */
const POINTER_INSET = 46;

export class BallScene extends Phaser.Scene implements StagedScene {
  readonly #parts: SceneParts;
  readonly #replay = new Replay();
  #effects!: Effects;
  #squad!: Squad;
  #ball!: BallView;
  #events!: EventPlayer;
  #follow!: FollowCamera;
  #pointer!: Phaser.GameObjects.Image;
  #pitch: Phaser.GameObjects.Image[] = [];
  #isColourSafe: boolean | undefined;
  #own: { readonly x: number; readonly y: number } = { x: PITCH.middleX, y: PITCH.middleY };
  /** The phase as this screen knows it: the next one begins by the clock, before the server's word of it is here. */
  #phase = -1;

  constructor(parts: SceneParts) {
    super('ball');
    this.#parts = parts;
  }

  create(): void {
    const { sound, memory, game } = this.#parts;
    makeTextures(this.textures);
    makeKit(this.textures);
    this.#effects = new Effects(this);
    this.#squad = new Squad(this, this.#effects);
    this.#ball = new BallView(this, this.#effects, sound);
    this.#follow = new FollowCamera(this.cameras.main);
    this.#pointer = this.add.image(0, 0, 'pointer').setDepth(70).setVisible(false);
    this.#events = new EventPlayer({ seat: () => game.seat, effects: this.#effects, sound, memory, replay: this.#replay, ball: this.#ball });
  }

  override update(_time: number, delta: number): void {
    const { game, controls, onFrame } = this.#parts;
    const nowMs = performance.now();
    const dtMs = Math.min(delta, FRAME_MS_MAX);
    game.advance(nowMs, () => controls.sample(this.toScreen(this.#own.x, this.#own.y)));
    const world = game.view(nowMs);
    if (world === undefined) return;
    this.#showPitch();
    this.#watchPhase(world, nowMs);
    this.#events.play(world, game.takeEvents(nowMs), nowMs);
    const shown = this.#shownWorld(world, nowMs);
    this.#showPlayers(shown, shown === world, dtMs);
    this.#ball.show(ballOf(shown), nowMs, dtMs);
    this.#look(shown, shown === world, dtMs);
    this.#effects.update(dtMs);
    onFrame(world, nowMs);
  }

  toScreen(x: number, y: number): { readonly x: number; readonly y: number } {
    return this.#follow === undefined ? { x: innerWidth / 2, y: innerHeight / 2 } : this.#follow.toScreen(x, y);
  }

  get spritesAlive(): number {
    return this.#effects?.particles.alive ?? 0;
  }

  #showPitch(): void {
    const { colourSafe } = settings();
    if (this.#isColourSafe === colourSafe) return;
    this.#isColourSafe = colourSafe;
    for (const image of this.#pitch) image.destroy();
    this.#pitch = drawPitch(this, colourSafe);
  }

  #watchPhase(world: BallWorld, nowMs: number): void {
    const phase = world.phase === PHASE.goal && world.tick >= world.phaseEndsAt ? PHASE.replay : world.phase;
    if (phase === PHASE.live || phase === PHASE.goal) this.#replay.keep(world, nowMs);
    if (phase === this.#phase) return;
    this.#phase = phase;
    if (phase === PHASE.replay) this.#replay.start(nowMs);
    else if (phase !== PHASE.goal) this.#replay.stop();
  }

  #shownWorld(world: BallWorld, nowMs: number): BallWorld {
    const replayed = this.#phase === PHASE.replay ? this.#replay.frame(world, nowMs) : undefined;
    this.#parts.memory.replayPart = replayed?.part;
    return replayed?.world ?? world;
  }

  #showPlayers(world: BallWorld, isNow: boolean, dtMs: number): void {
    const { game, controls } = this.#parts;
    for (const player of world.players) {
      if (player === null) continue;
      const isSelf = player.id === game.seat;
      const aim = isSelf && isNow ? this.#handAngle(player, controls) : (player.aim / AIM_TURN) * TURN;
      this.#squad.show(player, { isSelf, aim, dtMs, tickHz: world.tickHz });
    }
    this.#squad.sweep((id) => (world.players[id] ?? null) !== null);
  }

  /** With a mouse the pointer may move between two ticks: the drawn foot follows it every frame. */
  #handAngle(own: BallPlayer, controls: Controls): number {
    if (controls.device !== 'keys') return controls.aimAngle;
    const at = this.toScreen(own.x, own.y);
    return Math.atan2(controls.mouse.y - at.y, controls.mouse.x - at.x);
  }

  /** Keeps own player and ball in sight; a goal shown again is seen from the ball. */
  #look(world: BallWorld, isNow: boolean, dtMs: number): void {
    const { game, controls, sound } = this.#parts;
    const ball = ballOf(world);
    const own = world.players[game.seat] ?? null;
    if (own !== null) this.#own = { x: own.x, y: own.y };
    const from = isNow && own !== null ? own : ball;
    const lead = (way: number, most: number) => Math.max(-most, Math.min(most, way * BALL_SHARE));
    this.#follow.follow({ x: from.x + lead(ball.x - from.x, LEAD_X), y: from.y + lead(ball.y - from.y, LEAD_Y) }, controls.aimAngle, PITCH, dtMs);
    sound.listenAt(from.x, from.y);
    this.#pointTo(ball, from);
  }

  #pointTo(ball: { readonly x: number; readonly y: number }, from: { readonly x: number; readonly y: number }): void {
    const view = this.cameras.main.worldView;
    const isSeen = ball.x > view.left && ball.x < view.right && ball.y > view.top && ball.y < view.bottom;
    this.#pointer.setVisible(!isSeen && view.width > 0);
    if (isSeen) return;
    this.#pointer.setPosition(
      Math.max(view.left + POINTER_INSET, Math.min(view.right - POINTER_INSET, ball.x)),
      Math.max(view.top + POINTER_INSET, Math.min(view.bottom - POINTER_INSET, ball.y)),
    ).setRotation(Math.atan2(ball.y - from.y, ball.x - from.x)).setScale(0.9);
  }
}

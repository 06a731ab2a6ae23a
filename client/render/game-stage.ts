// In: a running match, its scene, controls and HUD. Out: all of it on the page, with sound, menu, net graph and link notice,
// until it ends. Run by: the page of every game.
import * as Phaser from 'phaser';
import { render, type ComponentChild } from 'preact';
import type { World } from '../../shared/netcode/room-type.ts';
import type { LinkState, NetStats } from '../netcode/game-view.ts';
import type { PageKeys } from '../ui/hands.ts';
import { LinkNotice } from '../ui/link-notice.ts';
import { NetGraph } from '../ui/net-graph.ts';
import type { Network } from '../ui/network-select.ts';
import { PauseMenu } from '../ui/pause-menu.tsx';
import type { OpenedRoom, RoomPlace } from '../ui/room-page.ts';
import { changeSettings, settings } from '../ui/settings.ts';
import { drawnDpr } from './camera.ts';
import { exposeForTests, type Probe } from './probe.ts';
import { Sound } from './sound.ts';

/** As much of a game client as the stage needs. */
export interface StagedGame {
  readonly roomId: string;
  readonly seat: number;
  readonly link: LinkState;
  readonly network: Network;
  stats(nowMs: number): NetStats;
  setAway(away: boolean): void;
  leave(): Promise<void>;
}

export interface StagedScene extends Phaser.Scene {
  /** CSS px of a place of the world. */
  toScreen(x: number, y: number): { readonly x: number; readonly y: number };
  readonly spritesAlive: number;
}

/** What a frame's HUD is made from beside the world. */
export interface HudMoment {
  readonly nowMs: number;
  readonly stats: NetStats;
  readonly showsScores: boolean;
  onMenu(): void;
  onScores(isShown: boolean): void;
}

export interface StageParts<W extends World> {
  createControls(stage: HTMLElement, hud: HTMLElement, keys: PageKeys): { isEnabled: boolean; close(): void };
  /** @param onFrame to be called once a frame with the world that was drawn. */
  createScene(sound: Sound, onFrame: (world: W, nowMs: number) => void): StagedScene;
  /** Whether the own player can be moved: for measuring how long that takes. */
  isControllable(world: W): boolean;
  hud(world: W, moment: HudMoment): ComponentChild;
  close?(): void;
}

/** The HUD is rebuilt this often, milliseconds: every frame would cost layout time and say no more. */
const HUD_MS = 66;

export class GameStage<W extends World> implements OpenedRoom {
  readonly #game: StagedGame;
  readonly #place: RoomPlace;
  readonly #parts: StageParts<W>;
  readonly #sound = new Sound();
  readonly #stop = new AbortController();
  readonly #controls: { isEnabled: boolean; close(): void };
  readonly #link: LinkNotice;
  readonly #net: NetGraph;
  readonly #pause: PauseMenu;
  readonly #panels = document.createElement('div');
  readonly #scene: StagedScene;
  readonly #phaser: Phaser.Game;
  readonly #probe: Probe;
  #showsScores = false;
  #hudMs = -1e9;
  #unheardVolume = 0.6;
  #isClosed = false;

  constructor(game: StagedGame, place: RoomPlace, parts: StageParts<W>) {
    this.#game = game;
    this.#place = place;
    this.#parts = parts;
    place.hud.append(this.#panels);
    this.#link = new LinkNotice(place.hud, () => this.#leave());
    this.#net = new NetGraph(place.hud, game.network);
    this.#controls = parts.createControls(place.stage, place.hud, {
      scoreboard: (isShown) => { this.#showsScores = isShown; },
      netGraph: () => changeSettings({ netGraph: !settings().netGraph }),
      menu: () => this.#pause.toggle(),
      mute: () => this.#mute(),
    });
    this.#pause = new PauseMenu(place.hud, {
      roomId: game.roomId,
      onToggle: (isOpen) => { this.#controls.isEnabled = !isOpen; },
      onLeave: () => this.#leave(),
    });
    this.#scene = parts.createScene(this.#sound, (world, nowMs) => this.#frame(world, nowMs));
    this.#probe = exposeForTests(game, (x, y) => this.#scene.toScreen(x, y));
    this.#phaser = startPhaser(place.stage, this.#scene);
    this.#listen();
  }

  get roomId(): string { return this.#game.roomId; }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stop.abort();
    this.#controls.close();
    this.#sound.close();
    this.#parts.close?.();
    this.#link.close();
    this.#net.close();
    this.#pause.close();
    this.#probe.close();
    render(null, this.#panels);
    this.#panels.remove();
    this.#phaser.destroy(true);
  }

  #listen(): void {
    const signal = this.#stop.signal;
    document.addEventListener('visibilitychange', () => this.#game.setAway(document.hidden), { signal });
    addEventListener('resize', () => fitPhaser(this.#phaser), { signal });
    // Frames stop in a hidden tab, so the link is watched on a timer of its own.
    const timer = setInterval(() => this.#watchLink(), 200);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  #watchLink(): void {
    const { link } = this.#game;
    this.#link.show(link, performance.now());
    if (link.kind !== 'closed') return;
    this.close();
    this.#place.onEnd(link.text, link.mayRejoin);
  }

  #leave(): void {
    void this.#game.leave().catch(() => {});
    this.close();
    this.#place.onEnd('', true);
  }

  #mute(): void {
    const { volume } = settings();
    if (volume > 0) this.#unheardVolume = volume;
    changeSettings({ volume: volume > 0 ? 0 : this.#unheardVolume });
  }

  #frame(world: W, nowMs: number): void {
    this.#probe.onFrame(world, this.#parts.isControllable(world));
    const stats = this.#game.stats(nowMs);
    this.#net.show(settings().netGraph ? stats : undefined, { nowMs, fps: this.#phaser.loop.actualFps, sprites: this.#scene.spritesAlive });
    if (nowMs - this.#hudMs < HUD_MS) return;
    this.#hudMs = nowMs;
    const hud = this.#parts.hud(world, {
      nowMs, stats, showsScores: this.#showsScores, onMenu: () => this.#pause.toggle(),
      onScores: (isShown) => { this.#showsScores = isShown; },
    });
    render(hud, this.#panels);
  }
}

function startPhaser(stage: HTMLElement, scene: Phaser.Scene): Phaser.Game {
  const dpr = drawnDpr();
  return new Phaser.Game({
    type: Phaser.AUTO, parent: stage, backgroundColor: '#070b12', banner: false, scene, audio: { noAudio: true },
    scale: { mode: Phaser.Scale.NONE, width: Math.round(innerWidth * dpr), height: Math.round(innerHeight * dpr), zoom: 1 / dpr },
    // Sprites have smooth edges of their own: multisampling would cost four times the fill for the aim line alone.
    render: { antialias: true, antialiasGL: false, powerPreference: 'high-performance' },
    // Input is read from the DOM by hands.ts, which needs no second listener.
    input: { keyboard: false, mouse: false, touch: false, gamepad: false },
  });
}

function fitPhaser(game: Phaser.Game): void {
  const dpr = drawnDpr();
  game.scale.setZoom(1 / dpr);
  game.scale.resize(Math.round(innerWidth * dpr), Math.round(innerHeight * dpr));
}

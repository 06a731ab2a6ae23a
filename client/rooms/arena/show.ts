// In: a match, real or made up. Out: scene, HUD, sound and link notices on the page. Run by: the arena page.
import * as Phaser from 'phaser';
import { h, render } from 'preact';
import type { ArenaWorld } from '../../../shared/rooms/arena/world.ts';
import { drawnDpr } from '../../render/camera.ts';
import { Sound } from '../../render/sound.ts';
import type { OpenedRoom, RoomPlace } from '../../ui/room-page.ts';
import { changeSettings, settings } from '../../ui/settings.ts';
import { Controls } from './controls.ts';
import { Hud } from './hud.tsx';
import { hudModel } from './hud-model.ts';
import { HudMemory } from './hud-memory.ts';
import { LinkNotice } from './link-notice.ts';
import type { ArenaMatch } from './match.ts';
import { Minimap } from './minimap.ts';
import { NetGraph } from './net-graph.ts';
import { PauseMenu } from './pause-menu.tsx';
import { exposeForTests } from './probe.ts';
import { ArenaScene } from './scene.ts';

/** The HUD is rebuilt this often, milliseconds: every frame would cost layout time and say no more. */
const HUD_MS = 66;

export function showArena(match: ArenaMatch, place: RoomPlace): OpenedRoom {
  const show = new ArenaShow(match, place);
  return { roomId: match.game.roomId, close: () => show.close() };
}

class ArenaShow {
  readonly #match: ArenaMatch;
  readonly #place: RoomPlace;
  readonly #sound = new Sound();
  readonly #memory = new HudMemory();
  readonly #stop = new AbortController();
  readonly #controls: Controls;
  readonly #minimap: Minimap;
  readonly #link: LinkNotice;
  readonly #net: NetGraph;
  readonly #pause: PauseMenu;
  readonly #panels = document.createElement('div');
  readonly #scene: ArenaScene;
  readonly #phaser: Phaser.Game;
  readonly #probe: ReturnType<typeof exposeForTests>;
  #showsScores = false;
  #hudMs = -1e9;
  #unheardVolume = 0.6;
  #isClosed = false;

  constructor(match: ArenaMatch, place: RoomPlace) {
    this.#match = match;
    this.#place = place;
    place.hud.append(this.#panels);
    this.#minimap = new Minimap(place.hud);
    this.#link = new LinkNotice(place.hud, () => this.#leave());
    this.#net = new NetGraph(place.hud, match.game.network);
    this.#controls = new Controls(place.stage, place.hud, {
      scoreboard: (isShown) => { this.#showsScores = isShown; },
      netGraph: () => changeSettings({ netGraph: !settings().netGraph }),
      menu: () => this.#pause.toggle(),
      mute: () => this.#mute(),
    });
    this.#pause = new PauseMenu(place.hud, {
      roomId: match.game.roomId,
      onToggle: (isOpen) => { this.#controls.isEnabled = !isOpen; },
      onLeave: () => this.#leave(),
    });
    this.#probe = exposeForTests(match.game, (x, y) => this.#scene.toScreen(x, y));
    this.#scene = new ArenaScene({
      match, controls: this.#controls, sound: this.#sound, memory: this.#memory, onFrame: (world, nowMs) => this.#frame(world, nowMs),
    });
    this.#phaser = startPhaser(place.stage, this.#scene);
    this.#listen();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stop.abort();
    this.#controls.close();
    this.#sound.close();
    this.#minimap.close();
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
    const { game } = this.#match;
    document.addEventListener('visibilitychange', () => game.setAway(document.hidden), { signal });
    addEventListener('resize', () => fitPhaser(this.#phaser), { signal });
    // Frames stop in a hidden tab, so the link is watched on a timer of its own.
    const timer = setInterval(() => this.#watchLink(), 200);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  #watchLink(): void {
    const { link } = this.#match.game;
    this.#link.show(link, performance.now());
    if (link.kind !== 'closed') return;
    this.close();
    this.#place.onEnd(link.text, link.mayRejoin);
  }

  #leave(): void {
    void this.#match.game.leave().catch(() => {});
    this.close();
    this.#place.onEnd('', true);
  }

  #mute(): void {
    const { volume } = settings();
    if (volume > 0) this.#unheardVolume = volume;
    changeSettings({ volume: volume > 0 ? 0 : this.#unheardVolume });
  }

  #frame(world: ArenaWorld, nowMs: number): void {
    const { game, numbers, mapOf } = this.#match;
    this.#probe.onFrame(world);
    const stats = game.stats(nowMs);
    this.#net.show(settings().netGraph ? stats : undefined, { nowMs, fps: this.#phaser.loop.actualFps, sprites: this.#scene.spritesAlive });
    if (nowMs - this.#hudMs < HUD_MS) return;
    this.#hudMs = nowMs;
    const model = hudModel({
      world, seat: game.seat, memory: this.#memory, numbers, mapTitle: mapOf(world.map).title, nowMs, showsScores: this.#showsScores,
      rttMs: stats.rttMs, driverOf: (seat) => game.driverOf(seat),
    });
    render(h(Hud, {
      model, onWeapon: (weapon: number) => this.#controls.pressWeapon(weapon), onMenu: () => this.#pause.toggle(),
      onScores: (isShown: boolean) => { this.#showsScores = isShown; },
    }), this.#panels);
    this.#minimap.draw(mapOf(world.map), world, game.seat);
  }
}

function startPhaser(stage: HTMLElement, scene: Phaser.Scene): Phaser.Game {
  const dpr = drawnDpr();
  return new Phaser.Game({
    type: Phaser.AUTO, parent: stage, backgroundColor: '#070b12', banner: false, scene, audio: { noAudio: true },
    scale: { mode: Phaser.Scale.NONE, width: Math.round(innerWidth * dpr), height: Math.round(innerHeight * dpr), zoom: 1 / dpr },
    // Sprites have smooth edges of their own: multisampling would cost four times the fill for the aim line alone.
    render: { antialias: true, antialiasGL: false, powerPreference: 'high-performance' },
    // Input is read from the DOM by controls.ts, which needs no second listener.
    input: { keyboard: false, mouse: false, touch: false, gamepad: false },
  });
}

function fitPhaser(game: Phaser.Game): void {
  const dpr = drawnDpr();
  game.scale.setZoom(1 / dpr);
  game.scale.resize(Math.round(innerWidth * dpr), Math.round(innerHeight * dpr));
}

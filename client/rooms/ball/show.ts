// In: a running ball game. Out: scene, HUD and radar on the page. Run by: the page of the ball game.
import { h } from 'preact';
import type { BallWorld } from '../../../shared/rooms/ball/world.ts';
import { GameStage } from '../../render/game-stage.ts';
import type { OpenedRoom, RoomPlace } from '../../ui/room-page.ts';
import './ball.css';
import { Controls } from './controls.ts';
import { Hud } from './hud.tsx';
import { hudModel } from './hud-model.ts';
import { HudMemory } from './hud-memory.ts';
import type { BallGame } from './match.ts';
import { Radar } from './radar.ts';
import { BallScene } from './scene.ts';

export function showBall(game: BallGame, place: RoomPlace): OpenedRoom {
  const memory = new HudMemory();
  const radar = new Radar(place.hud);
  let controls: Controls;
  return new GameStage<BallWorld>(game, place, {
    createControls: (stage, hud, keys) => (controls = new Controls(stage, hud, keys)),
    createScene: (sound, onFrame) => new BallScene({ game, controls, sound, memory, onFrame }),
    isControllable: (world) => (world.players[game.seat] ?? null) !== null,
    hud(world, { nowMs, stats, showsScores, onMenu, onScores }) {
      radar.draw(world, game.seat);
      const model = hudModel({ world, seat: game.seat, memory, nowMs, showsScores, rttMs: stats.rttMs, driverOf: (seat) => game.driverOf(seat) });
      return h(Hud, { model, onMenu, onScores });
    },
    close: () => radar.close(),
  });
}

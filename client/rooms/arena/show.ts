// In: a match, real or made up. Out: scene, HUD and minimap on the page. Run by: the arena page.
import { h } from 'preact';
import type { ArenaWorld } from '../../../shared/rooms/arena/world.ts';
import { GameStage } from '../../render/game-stage.ts';
import type { OpenedRoom, RoomPlace } from '../../ui/room-page.ts';
import { Controls } from './controls.ts';
import { Hud } from './hud.tsx';
import { hudModel } from './hud-model.ts';
import { HudMemory } from './hud-memory.ts';
import type { ArenaMatch } from './match.ts';
import { Minimap } from './minimap.ts';
import { ArenaScene } from './scene.ts';

export function showArena(match: ArenaMatch, place: RoomPlace): OpenedRoom {
  const { game, numbers, mapOf } = match;
  const memory = new HudMemory();
  const minimap = new Minimap(place.hud);
  let controls: Controls;
  return new GameStage<ArenaWorld>(game, place, {
    createControls: (stage, hud, keys) => (controls = new Controls(stage, hud, keys)),
    createScene: (sound, onFrame) => new ArenaScene({ match, controls, sound, memory, onFrame }),
    isControllable: (world) => world.players[game.seat]?.alive === true,
    hud(world, { nowMs, stats, showsScores, onMenu, onScores }) {
      minimap.draw(mapOf(world.map), world, game.seat);
      const model = hudModel({
        world, seat: game.seat, memory, numbers, mapTitle: mapOf(world.map).title, nowMs, showsScores,
        rttMs: stats.rttMs, driverOf: (seat) => game.driverOf(seat),
      });
      return h(Hud, { model, onWeapon: (weapon: number) => controls.pressWeapon(weapon), onMenu, onScores });
    },
    close: () => minimap.close(),
  });
}

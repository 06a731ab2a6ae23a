// In: the map and where everybody is. Out: a small plan of it in the corner. Run by: the arena page, about 15 times a second.
import type { ArenaWorld } from '../../../shared/rooms/arena/world.ts';
import { COLOUR, cssColour, lookOf } from '../../render/palette.ts';
import { settings } from '../../ui/settings.ts';
import type { ArenaMapView } from './match.ts';

/** Canvas px of the longer side; shown smaller on phones. */
const SIZE = 320;

export class Minimap {
  readonly #canvas = document.createElement('canvas');
  readonly #plan = document.createElement('canvas');
  #map: ArenaMapView | undefined;
  #scale = 1;

  constructor(hud: HTMLElement) {
    this.#canvas.className = 'minimap';
    this.#canvas.dataset['testid'] = 'minimap';
    hud.append(this.#canvas);
  }

  draw(map: ArenaMapView, world: ArenaWorld, seat: number): void {
    if (this.#map !== map) this.#drawPlan(map);
    const g = this.#canvas.getContext('2d');
    if (g === null) return;
    g.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    g.drawImage(this.#plan, 0, 0);
    const own = world.players[seat] ?? null;
    for (const player of world.players) {
      if (player === null || !player.alive) continue;
      const isSelf = player.id === seat;
      // Foes show only when near, as far as a screen would show them: the plan gives away nothing.
      if (!isSelf && own !== null && (own.team === 0 || own.team !== player.team) && Math.hypot(own.x - player.x, own.y - player.y) > 800) continue;
      g.fillStyle = lookOf(player.team, isSelf, settings().colourSafe).css;
      g.strokeStyle = '#05080d';
      g.lineWidth = 2;
      g.beginPath();
      g.arc(player.x * this.#scale, player.y * this.#scale, isSelf ? 7 : 5.5, 0, 7);
      g.fill();
      g.stroke();
    }
  }

  close(): void {
    this.#canvas.remove();
  }

  #drawPlan(map: ArenaMapView): void {
    this.#map = map;
    this.#scale = SIZE / Math.max(map.width, map.height);
    for (const canvas of [this.#canvas, this.#plan]) {
      canvas.width = Math.ceil(map.width * this.#scale);
      canvas.height = Math.ceil(map.height * this.#scale);
    }
    const g = this.#plan.getContext('2d');
    if (g === null) return;
    g.scale(this.#scale, this.#scale);
    g.fillStyle = cssColour(COLOUR.floor, 0.85);
    g.fillRect(0, 0, map.width, map.height);
    g.fillStyle = cssColour(COLOUR.wallEdge, 0.85);
    for (const box of map.walls) g.fillRect(box.x, box.y, box.w, box.h);
    g.fillStyle = cssColour(COLOUR.coverEdge, 0.7);
    for (const box of map.cover) g.fillRect(box.x, box.y, box.w, box.h);
    g.fillStyle = cssColour(COLOUR.health, 0.8);
    for (const spot of map.pickups) g.fillRect(spot.x - 12, spot.y - 12, 24, 24);
  }
}

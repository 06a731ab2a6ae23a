// In: where everybody is. Out: a small plan of the pitch in the corner. Run by: the page of the ball game, about 15 times a second.
import { OUTLINE, PITCH } from '../../../shared/rooms/ball/pitch.ts';
import { ballOf, type BallWorld } from '../../../shared/rooms/ball/world.ts';
import { COLOUR, cssColour, lookOf } from '../../render/palette.ts';
import { settings } from '../../ui/settings.ts';

/** Canvas px of the longer side; shown smaller. */
const SIZE = 320;
const SCALE = SIZE / PITCH.width;

export class Radar {
  readonly #canvas = document.createElement('canvas');

  constructor(hud: HTMLElement) {
    this.#canvas.className = 'minimap radar';
    this.#canvas.dataset['testid'] = 'minimap';
    [this.#canvas.width, this.#canvas.height] = [SIZE, Math.ceil(PITCH.height * SCALE)];
    hud.append(this.#canvas);
  }

  draw(world: BallWorld, seat: number): void {
    const g = this.#canvas.getContext('2d');
    if (g === null) return;
    g.setTransform(SCALE, 0, 0, SCALE, 0, 0);
    g.clearRect(0, 0, PITCH.width, PITCH.height);
    g.beginPath();
    OUTLINE.forEach(([x, y], i) => (i === 0 ? g.moveTo(x, y) : g.lineTo(x, y)));
    g.closePath();
    g.fillStyle = cssColour(COLOUR.floor, 0.9);
    g.fill();
    g.strokeStyle = cssColour(COLOUR.wallEdge, 0.8);
    g.lineWidth = 10;
    g.stroke();
    g.beginPath();
    g.moveTo(PITCH.middleX, PITCH.top);
    g.lineTo(PITCH.middleX, PITCH.bottom);
    g.lineWidth = 5;
    g.stroke();
    for (const player of world.players) {
      if (player !== null) dot(g, player, player.id === seat ? 44 : 34, lookOf(player.team, player.id === seat, settings().colourSafe).css, player.id === seat);
    }
    dot(g, ballOf(world), 24, '#ffffff', false);
  }

  close(): void {
    this.#canvas.remove();
  }
}

function dot(g: CanvasRenderingContext2D, { x, y }: { readonly x: number; readonly y: number }, radius: number, fill: string, isSelf: boolean): void {
  g.fillStyle = fill;
  g.strokeStyle = isSelf ? '#ffffff' : '#05080d';
  g.lineWidth = 12;
  g.beginPath();
  g.arc(x, y, radius, 0, 7);
  g.fill();
  g.stroke();
}

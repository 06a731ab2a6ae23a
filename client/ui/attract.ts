// In: a canvas. Out: a make-believe skirmish drawn on it, behind the menu. Run by: the menu. Shows no real match.
import { COLOUR, cssColour } from '../render/palette.ts';
import { settings } from './settings.ts';

interface Figure {
  readonly way: readonly (readonly [number, number])[];
  readonly colour: string;
  readonly speed: number;
  x: number;
  y: number;
  aim: number;
  /** Distance walked along the way, and ms until the next shot. */
  walked: number;
  reloadMs: number;
}

interface Shot {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  ageMs: number;
}

/** Design space; the picture covers the canvas whatever its shape. */
const [WIDTH, HEIGHT] = [1600, 900];
/** Behind a veil nobody counts frames: half of them spare a laptop's battery. */
const FRAME_MS = 33;
/** Canvas px per CSS px: drawn coarse and stretched it is soft without a filter over every frame. */
const DRAWN_SCALE = 0.5;
/** How much of the picture the veil hides, behind the text and at the edges. */
const [VEIL_MIDDLE, VEIL_EDGE] = [0.72, 0.25];
const SHOT_MS = 170;
const RANGE = 520;
const WALLS = [
  [180, 170, 360, 34], [180, 170, 34, 230], [1060, 170, 360, 34], [1386, 170, 34, 230], [180, 696, 360, 34], [180, 500, 34, 230],
  [1060, 696, 360, 34], [1386, 500, 34, 230], [700, 60, 34, 190], [866, 650, 34, 190], [380, 380, 160, 34], [1060, 486, 160, 34],
] as const;
const CRATES = [[620, 200, 54, 54], [940, 640, 54, 54], [300, 540, 54, 54], [1240, 300, 54, 54], [90, 430, 54, 54], [1460, 430, 54, 54]] as const;
const WAYS = [
  [[90, 90], [620, 110], [640, 330], [300, 300], [110, 380]],
  [[1500, 90], [980, 110], [990, 320], [1300, 330], [1500, 390]],
  [[100, 820], [640, 800], [600, 560], [270, 620], [110, 520]],
  [[1500, 820], [980, 800], [1010, 590], [1320, 600], [1490, 520]],
  [[560, 110], [790, 330], [600, 640], [470, 460]],
  [[1020, 800], [820, 600], [1010, 290], [1150, 420]],
] as const;

/** Answers how to stop. With reduced motion one still picture is drawn. */
export function startAttract(canvas: HTMLCanvasElement): () => void {
  const figures = WAYS.map((way, i) => makeFigure(way, i));
  const shots: Shot[] = [];
  const floor = document.createElement('canvas');
  let frame = 0;
  let lastMs = performance.now();
  const fit = () => {
    const size = [Math.ceil(innerWidth * DRAWN_SCALE), Math.ceil(innerHeight * DRAWN_SCALE)] as const;
    [canvas.width, canvas.height] = size;
    [floor.width, floor.height] = size;
    drawFloor(floor);
    draw(canvas, floor, figures, shots);
  };
  const run = (nowMs: number) => {
    frame = requestAnimationFrame(run);
    if (nowMs - lastMs < FRAME_MS) return;
    advance(figures, shots, Math.min(100, nowMs - lastMs));
    lastMs = nowMs;
    draw(canvas, floor, figures, shots);
  };
  for (let i = 0; i < 60; i++) advance(figures, shots, FRAME_MS);
  fit();
  addEventListener('resize', fit);
  if (!settings().reducedMotion) frame = requestAnimationFrame(run);
  return () => {
    cancelAnimationFrame(frame);
    removeEventListener('resize', fit);
  };
}

function makeFigure(way: Figure['way'], i: number): Figure {
  const colour = cssColour(i % 2 === 0 ? COLOUR.blueprint : COLOUR.hazard);
  const [x, y] = way[0]!;
  return { way, colour, speed: 105 + i * 9, x, y, aim: 0, walked: i * 190, reloadMs: 300 + i * 260 };
}

function advance(figures: readonly Figure[], shots: Shot[], dtMs: number): void {
  for (const figure of figures) walk(figure, dtMs);
  for (const figure of figures) {
    const foe = nearestFoe(figure, figures);
    const away = Math.hypot(foe.x - figure.x, foe.y - figure.y);
    const wanted = Math.atan2(foe.y - figure.y, foe.x - figure.x);
    figure.aim += Math.atan2(Math.sin(wanted - figure.aim), Math.cos(wanted - figure.aim)) * Math.min(1, dtMs / 180);
    figure.reloadMs -= dtMs;
    if (figure.reloadMs > 0 || away > RANGE) continue;
    figure.reloadMs = Math.random() < 0.7 ? 130 : 1_400;
    const [cos, sin] = [Math.cos(figure.aim), Math.sin(figure.aim)];
    shots.push({ from: [figure.x + cos * 26, figure.y + sin * 26], to: [figure.x + cos * away, figure.y + sin * away], ageMs: 0 });
  }
  for (const shot of shots) shot.ageMs += dtMs;
  while (shots.length > 0 && shots[0]!.ageMs > SHOT_MS) shots.shift();
}

function walk(figure: Figure, dtMs: number): void {
  figure.walked += (figure.speed * dtMs) / 1000;
  const { way } = figure;
  const legs = way.map(([x, y], i) => {
    const [nextX, nextY] = way[(i + 1) % way.length]!;
    return Math.hypot(nextX - x, nextY - y);
  });
  let left = figure.walked % legs.reduce((sum, leg) => sum + leg, 0);
  let i = 0;
  while (left > legs[i]!) left -= legs[i++]!;
  const [x, y] = way[i]!;
  const [nextX, nextY] = way[(i + 1) % way.length]!;
  const part = left / legs[i]!;
  [figure.x, figure.y] = [x + (nextX - x) * part, y + (nextY - y) * part];
}

function nearestFoe(figure: Figure, figures: readonly Figure[]): Figure {
  const foes = figures.filter((other) => other.colour !== figure.colour);
  return foes.reduce((a, b) => (Math.hypot(a.x - figure.x, a.y - figure.y) < Math.hypot(b.x - figure.x, b.y - figure.y) ? a : b));
}

function toDesign(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const g = canvas.getContext('2d');
  const scale = Math.max(canvas.width / WIDTH, canvas.height / HEIGHT);
  g?.setTransform(scale, 0, 0, scale, (canvas.width - WIDTH * scale) / 2, (canvas.height - HEIGHT * scale) / 2);
  return g;
}

function drawFloor(canvas: HTMLCanvasElement): void {
  const g = toDesign(canvas);
  if (g === null) return;
  g.fillStyle = cssColour(COLOUR.floor);
  g.fillRect(-WIDTH, -HEIGHT, WIDTH * 3, HEIGHT * 3);
  g.lineWidth = 1;
  g.strokeStyle = cssColour(COLOUR.gridBold, 0.55);
  g.beginPath();
  for (let x = -WIDTH; x < WIDTH * 2; x += 50) g.rect(x, -HEIGHT, 0, HEIGHT * 3);
  for (let y = -HEIGHT; y < HEIGHT * 2; y += 50) g.rect(-WIDTH, y, WIDTH * 3, 0);
  g.stroke();
  g.shadowColor = 'rgba(0,0,0,.8)';
  g.shadowBlur = 22 * DRAWN_SCALE;
  [g.shadowOffsetX, g.shadowOffsetY] = [10 * DRAWN_SCALE, 14 * DRAWN_SCALE];
  drawBoxes(g, WALLS, COLOUR.wallTop, COLOUR.wallEdge);
  drawBoxes(g, CRATES, COLOUR.coverTop, COLOUR.coverEdge);
}

function drawBoxes(g: CanvasRenderingContext2D, boxes: readonly (readonly [number, number, number, number])[], fill: number, edge: number): void {
  g.fillStyle = cssColour(fill);
  g.strokeStyle = cssColour(edge, 0.8);
  g.lineWidth = 3;
  for (const box of boxes) {
    g.fillRect(...box);
    g.strokeRect(...box);
  }
}

function draw(canvas: HTMLCanvasElement, floor: HTMLCanvasElement, figures: readonly Figure[], shots: readonly Shot[]): void {
  const g = toDesign(canvas);
  if (g === null) return;
  g.save();
  g.resetTransform();
  g.drawImage(floor, 0, 0);
  g.restore();
  g.lineCap = 'round';
  for (const shot of shots) {
    g.globalAlpha = 1 - shot.ageMs / SHOT_MS;
    g.strokeStyle = '#ffe9b0';
    g.lineWidth = 3;
    g.beginPath();
    g.moveTo(...shot.from);
    g.lineTo(...shot.to);
    g.stroke();
    const flash = g.createRadialGradient(...shot.from, 0, ...shot.from, 60);
    flash.addColorStop(0, 'rgba(255,190,90,.6)');
    flash.addColorStop(1, 'rgba(255,190,90,0)');
    g.fillStyle = flash;
    g.fillRect(shot.from[0] - 60, shot.from[1] - 60, 120, 120);
  }
  g.globalAlpha = 1;
  for (const figure of figures) drawFigure(g, figure);
  drawVeil(g, canvas);
}

/** Darker behind the text, so that it reads whoever runs past. */
function drawVeil(g: CanvasRenderingContext2D, { width, height }: HTMLCanvasElement): void {
  g.resetTransform();
  const veil = g.createRadialGradient(width / 2, height / 2, Math.min(width, height) * 0.2, width / 2, height / 2, Math.max(width, height) * 0.62);
  veil.addColorStop(0, cssColour(COLOUR.void, VEIL_MIDDLE));
  veil.addColorStop(1, cssColour(COLOUR.void, VEIL_EDGE));
  g.fillStyle = veil;
  g.fillRect(0, 0, width, height);
}

function drawFigure(g: CanvasRenderingContext2D, { x, y, aim, colour }: Figure): void {
  g.save();
  g.translate(x, y);
  g.strokeStyle = colour;
  g.lineWidth = 2.5;
  g.beginPath();
  g.arc(0, 0, 25, 0, 7);
  g.stroke();
  g.rotate(aim);
  g.fillStyle = '#c9d3de';
  g.fillRect(8, 3, 22, 5);
  g.fillStyle = colour;
  g.strokeStyle = '#0a0f18';
  g.lineWidth = 3;
  for (const [radiusX, radiusY] of [[11, 18], [9, 9]] as const) {
    g.beginPath();
    g.ellipse(0, 0, radiusX, radiusY, 0, 0, 7);
    g.fill();
    g.stroke();
  }
  g.restore();
}

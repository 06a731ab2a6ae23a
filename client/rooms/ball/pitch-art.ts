// In: the pitch's measures and the teams' colours. Out: the pitch as textures on screen. Run by: the scene of the ball game, once.
import type * as Phaser from 'phaser';
import { OUTLINE, PITCH, POSTS } from '../../../shared/rooms/ball/pitch.ts';
import { DETAIL, drawGrid, drawInChunks, drawOutside, line, type Box } from '../../render/map-art.ts';
import { COLOUR, cssColour, teamColour } from '../../render/palette.ts';

const BAND = 34;
const STRIPE = 104;
const { left, right, top, bottom, middleX, middleY, goalTop, goalBottom, goalDepthPx, circlePx } = PITCH;

export function drawPitch(scene: Phaser.Scene, colourSafe: boolean): Phaser.GameObjects.Image[] {
  return drawInChunks(scene, PITCH, (g, chunk) => {
    drawOutside(g, chunk);
    drawBand(g);
    g.save();
    outline(g);
    g.clip();
    drawFloor(g, chunk);
    drawGoals(g, colourSafe);
    drawLines(g, colourSafe);
    shadeEdges(g);
    g.restore();
    drawRim(g);
    drawPosts(g);
  });
}

function outline(g: CanvasRenderingContext2D): void {
  g.beginPath();
  OUTLINE.forEach(([x, y], i) => (i === 0 ? g.moveTo(x, y) : g.lineTo(x, y)));
  g.closePath();
}

/** The barrier around play, with a hazard line on it. */
function drawBand(g: CanvasRenderingContext2D): void {
  g.lineJoin = 'round';
  outline(g);
  g.save();
  g.shadowColor = 'rgba(0,0,0,.8)';
  g.shadowBlur = 30 * DETAIL;
  g.strokeStyle = cssColour(COLOUR.wallFace);
  g.lineWidth = BAND * 2 + 8;
  g.stroke();
  g.restore();
  g.strokeStyle = cssColour(COLOUR.wallEdge, 0.9);
  g.lineWidth = BAND * 2 + 4;
  g.stroke();
  g.strokeStyle = cssColour(COLOUR.wallTop);
  g.lineWidth = BAND * 2 - 2;
  g.stroke();
  g.setLineDash([22, 22]);
  g.strokeStyle = cssColour(COLOUR.hazard, 0.7);
  g.lineWidth = 36;
  g.stroke();
  g.setLineDash([]);
  g.strokeStyle = cssColour(COLOUR.wallTop);
  g.lineWidth = 27;
  g.stroke();
}

function drawFloor(g: CanvasRenderingContext2D, area: Box): void {
  const light = g.createRadialGradient(middleX, middleY, 0, middleX, middleY, 1_000);
  light.addColorStop(0, '#1d3a4d');
  light.addColorStop(0.6, '#17303f');
  light.addColorStop(1, '#12222f');
  g.fillStyle = light;
  g.fillRect(area.x, area.y, area.w, area.h);
  g.fillStyle = 'rgba(140, 230, 220, .045)';
  for (let x = left; x < right; x += STRIPE * 2) g.fillRect(x, top, STRIPE, bottom - top);
  drawGrid(g, area, 52, COLOUR.gridBold, 0.6);
}

/** What shows of a goal: its team's light on the floor, and a net. */
function drawGoals(g: CanvasRenderingContext2D, colourSafe: boolean): void {
  for (const [team, x, way] of [[1, left, -1], [2, right, 1]] as const) {
    const colour = teamColour(team, colourSafe);
    g.fillStyle = '#0b141e';
    g.fillRect(way < 0 ? x - goalDepthPx : x, goalTop, goalDepthPx, goalBottom - goalTop);
    g.fillStyle = cssColour(colour, 0.22);
    g.fillRect(way < 0 ? x - goalDepthPx : x, goalTop, goalDepthPx, goalBottom - goalTop);
    g.strokeStyle = 'rgba(230, 240, 255, .26)';
    g.lineWidth = 1.2;
    for (let d = 0; d <= goalDepthPx; d += 12) line(g, x + way * d, goalTop, x + way * d, goalBottom);
    for (let y = goalTop; y <= goalBottom; y += 12.5) line(g, x, y, x + way * goalDepthPx, y);
    const glow = g.createRadialGradient(x, middleY, 20, x, middleY, 300);
    glow.addColorStop(0, cssColour(colour, 0.2));
    glow.addColorStop(1, cssColour(colour, 0));
    g.fillStyle = glow;
    g.fillRect(x - 300, middleY - 300, 600, 600);
  }
}

function drawLines(g: CanvasRenderingContext2D, colourSafe: boolean): void {
  g.strokeStyle = cssColour(COLOUR.white, 0.5);
  g.lineWidth = 4;
  line(g, middleX, top, middleX, bottom);
  ring(g, middleX, middleY, circlePx);
  g.fillStyle = cssColour(COLOUR.white, 0.6);
  g.beginPath();
  g.arc(middleX, middleY, 8, 0, 7);
  g.fill();
  for (const [team, x, way] of [[1, left, 1], [2, right, -1]] as const) {
    g.strokeStyle = cssColour(COLOUR.white, 0.42);
    g.strokeRect(x - (way < 0 ? 250 : 0), middleY - 240, 250, 480);
    g.strokeRect(x - (way < 0 ? 100 : 0), middleY - 170, 100, 340);
    g.beginPath();
    g.arc(x + way * 180, middleY, 96, way > 0 ? -0.76 : Math.PI - 0.76, way > 0 ? 0.76 : Math.PI + 0.76);
    g.stroke();
    g.strokeStyle = cssColour(teamColour(team, colourSafe), 0.95);
    g.lineWidth = 6;
    line(g, x, goalTop, x, goalBottom);
    g.lineWidth = 4;
  }
  g.fillStyle = cssColour(COLOUR.blueprint, 0.07);
  g.font = '900 120px ui-sans-serif, system-ui, sans-serif';
  g.textAlign = 'center';
  g.fillText('FOUNDRY', middleX - 420, middleY + 42);
  g.fillText('ATHLETIC', middleX + 420, middleY + 42);
}

function ring(g: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  g.beginPath();
  g.arc(x, y, radius, 0, 7);
  g.stroke();
}

/** The barrier's shadow on the floor. */
function shadeEdges(g: CanvasRenderingContext2D): void {
  g.save();
  g.shadowColor = 'rgba(0,0,0,.85)';
  g.shadowBlur = 26 * DETAIL;
  g.shadowOffsetX = 8 * DETAIL;
  g.shadowOffsetY = 10 * DETAIL;
  g.strokeStyle = '#000';
  g.lineWidth = 6;
  outline(g);
  g.stroke();
  g.restore();
}

function drawRim(g: CanvasRenderingContext2D): void {
  outline(g);
  g.strokeStyle = cssColour(COLOUR.wallEdge);
  g.lineWidth = 4;
  g.stroke();
}

function drawPosts(g: CanvasRenderingContext2D): void {
  for (const post of POSTS) {
    g.fillStyle = '#f4f8ff';
    g.strokeStyle = '#0a0f18';
    g.lineWidth = 3;
    g.beginPath();
    g.arc(post.x, post.y, post.radius + 1, 0, 7);
    g.fill();
    g.stroke();
  }
}

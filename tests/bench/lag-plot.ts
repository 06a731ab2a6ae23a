// In: the figures of all cells. Out: two charts in one SVG: hit rate and deaths behind cover over latency. Run by: lag-report.
import { LOSSES, RTTS_MS, type CellFigures, type Share } from './lag-cells.ts';

const [WIDTH, HEIGHT] = [960, 430];
const PANEL = { width: 340, height: 270, top: 62 } as const;
const LEFT = [64, 540] as const;
const INK = '#1d2733';
const DIM = '#5b6876';
const GRID = '#dde3ea';
const COLOURS = { true: ['#0b63c5', '#3f8fe0', '#86bdf2'], false: ['#b3261e', '#dd5f4d', '#f0a093'] } as const;

interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly left: number;
  /** Share at the top. */
  readonly top: number;
  readonly step: number;
  read(figures: CellFigures): Share;
}

export function plotOf(all: readonly CellFigures[]): string {
  const highest = Math.max(...all.map(({ behindCover }) => behindCover.high));
  const panels: readonly Panel[] = [
    { title: 'Shots that hit', unit: 'of all shots', left: LEFT[0], top: 0.8, step: 0.2, read: ({ hits }) => hits },
    { title: 'Deaths behind cover', unit: 'of all deaths by guns', left: LEFT[1], top: Math.ceil(highest * 20) / 20, step: 0.05, read: ({ behindCover }) => behindCover },
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui, sans-serif" font-size="13" fill="${INK}" role="img">`,
    '<title>Hit rate and deaths behind cover over round trip time, with and without rewind, at 0, 1 and 3 % loss</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...panels.flatMap((panel) => panelLines(panel, all)),
    ...legendLines(),
    '</svg>\n',
  ].join('\n');
}

function xOf({ left }: Panel, rttMs: number): number {
  return left + (rttMs / RTTS_MS.at(-1)!) * PANEL.width;
}

/** Bars of the same latency stand beside each other. */
function apart({ loss, rewind }: CellFigures): number {
  return (LOSSES.indexOf(loss as (typeof LOSSES)[number]) - 1) * 6 + (rewind ? 2 : -2);
}

function yOf({ top }: Panel, share: number): number {
  return PANEL.top + PANEL.height * (1 - Math.min(top, share) / top);
}

const point = (n: number) => n.toFixed(1);

function panelLines(panel: Panel, all: readonly CellFigures[]): string[] {
  const lines = [`<text x="${panel.left}" y="${PANEL.top - 36}" font-size="16" font-weight="600">${panel.title}</text>`,
    `<text x="${panel.left}" y="${PANEL.top - 18}" fill="${DIM}">${panel.unit}; bars are 95 % intervals</text>`];
  for (let share = 0; share <= panel.top + 1e-9; share += panel.step) {
    const y = point(yOf(panel, share));
    lines.push(`<line x1="${panel.left}" x2="${panel.left + PANEL.width}" y1="${y}" y2="${y}" stroke="${GRID}"/>`);
    lines.push(`<text x="${panel.left - 8}" y="${y}" dy="4" text-anchor="end" fill="${DIM}">${(share * 100).toFixed(0)} %</text>`);
  }
  const bottom = PANEL.top + PANEL.height;
  for (const rttMs of RTTS_MS) lines.push(`<text x="${point(xOf(panel, rttMs))}" y="${bottom + 20}" text-anchor="middle" fill="${DIM}">${rttMs}</text>`);
  lines.push(`<text x="${panel.left + PANEL.width / 2}" y="${bottom + 40}" text-anchor="middle" fill="${DIM}">round trip, ms</text>`);
  for (const rewind of [false, true]) {
    // The lossless line last, on top of the others.
    for (let n = LOSSES.length - 1; n >= 0; n--) {
      lines.push(...seriesLines(panel, all.filter((cell) => cell.rewind === rewind && cell.loss === LOSSES[n]), COLOURS[`${rewind}`][n]!, rewind));
    }
  }
  return lines;
}

function seriesLines(panel: Panel, series: readonly CellFigures[], colour: string, rewind: boolean): string[] {
  const at = series.toSorted((a, b) => a.rttMs - b.rttMs).map((cell) => ({ x: point(xOf(panel, cell.rttMs) + apart(cell)), share: panel.read(cell) }));
  const path = at.map(({ x, share }) => `${x},${point(yOf(panel, share.share))}`).join(' ');
  return [
    `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"${rewind ? '' : ' stroke-dasharray="6 4"'}/>`,
    ...at.map(({ x, share }) => `<line x1="${x}" x2="${x}" y1="${point(yOf(panel, share.low))}" y2="${point(yOf(panel, share.high))}" stroke="${colour}" stroke-width="1.5"/>`),
    ...at.map(({ x, share }) => `<circle cx="${x}" cy="${point(yOf(panel, share.share))}" r="3" fill="${colour}"/>`),
  ];
}

function legendLines(): string[] {
  return [true, false].flatMap((rewind, row) => LOSSES.map((loss, n) => {
    const x = LEFT[0] + n * 210;
    const y = HEIGHT - 30 + row * 18;
    const colour = COLOURS[`${rewind}`][n]!;
    return `<line x1="${x}" x2="${x + 30}" y1="${y - 4}" y2="${y - 4}" stroke="${colour}" stroke-width="2"${rewind ? '' : ' stroke-dasharray="6 4"'}/>`
      + `<text x="${x + 38}" y="${y}">${rewind ? 'with rewind' : 'without'}, ${loss * 100} % loss</text>`;
  }));
}

// In: the link's figures, once a frame. Out: a small chart of the last seconds, the numbers below it, and a choice of bad networks. Run by: the game stage.
import type { NetStats } from '../netcode/game-view.ts';
import { NetworkSelect, type Network } from './network-select.ts';

interface Sample {
  readonly rttMs: number;
  readonly patchAgeMs: number;
  readonly frameMs: number;
  readonly isCorrected: boolean;
}

/** One sample a frame: four seconds at 60 frames. */
const SAMPLES = 240;
const [WIDTH, HEIGHT] = [240, 84];
/** Milliseconds at the top of the chart. */
const TOP_MS = 200;
/** The numbers change this often; faster nobody can read. */
const TEXT_MS = 250;
const COLOURS = { rtt: '#5fd4ff', age: 'rgba(255, 176, 46, .55)', frame: 'rgba(146, 166, 192, .5)', correction: '#ff5d5d' } as const;

export interface Frame {
  readonly nowMs: number;
  readonly fps: number;
  readonly sprites: number;
}

export class NetGraph {
  readonly #root = document.createElement('div');
  readonly #canvas = document.createElement('canvas');
  readonly #list = document.createElement('dl');
  readonly #select: NetworkSelect;
  #samples: Sample[] = [];
  #lastMs = 0;
  #textMs = -1e9;
  #corrections = 0;

  constructor(hud: HTMLElement, network: Network) {
    this.#select = new NetworkSelect(network);
    this.#root.className = 'net-graph';
    this.#root.dataset['testid'] = 'net-graph';
    this.#root.hidden = true;
    [this.#canvas.width, this.#canvas.height] = [WIDTH * 2, HEIGHT * 2];
    const legend = document.createElement('p');
    legend.innerHTML = `<i style="color:${COLOURS.rtt}">round trip</i> <i style="color:#ffb02e">patch age</i> <i style="color:#92a6c0">frame</i> <i style="color:${COLOURS.correction}">correction</i>`;
    this.#root.append(this.#canvas, legend, this.#list, this.#select.root);
    hud.append(this.#root);
  }

  /** Without figures the graph is hidden, and begins anew when it comes back. */
  show(stats: NetStats | undefined, frame: Frame): void {
    this.#root.hidden = stats === undefined;
    if (stats === undefined) {
      this.#samples = [];
      return;
    }
    this.#samples.push({
      rttMs: stats.rttMs, patchAgeMs: stats.patchAgeMs, frameMs: Math.min(TOP_MS, frame.nowMs - this.#lastMs),
      isCorrected: this.#samples.length > 0 && stats.corrections > this.#corrections,
    });
    this.#lastMs = frame.nowMs;
    this.#corrections = stats.corrections;
    if (this.#samples.length > SAMPLES) this.#samples.shift();
    this.#drawChart();
    if (frame.nowMs - this.#textMs < TEXT_MS) return;
    this.#textMs = frame.nowMs;
    this.#select.show();
    this.#list.replaceChildren(...netLines(stats, frame).map(lineElement));
  }

  close(): void {
    this.#root.remove();
  }

  #drawChart(): void {
    const g = this.#canvas.getContext('2d');
    if (g === null) return;
    g.setTransform(2, 0, 0, 2, 0, 0);
    g.clearRect(0, 0, WIDTH, HEIGHT);
    g.fillStyle = 'rgba(95, 212, 255, .12)';
    for (const ms of [50, 100, 150]) g.fillRect(0, yOf(ms), WIDTH, 1);
    this.#samples.forEach((sample, x) => {
      g.fillStyle = COLOURS.age;
      g.fillRect(x, yOf(sample.patchAgeMs), 1, HEIGHT - yOf(sample.patchAgeMs));
      g.fillStyle = COLOURS.frame;
      g.fillRect(x, yOf(sample.frameMs), 1, 1.5);
      if (!sample.isCorrected) return;
      g.fillStyle = COLOURS.correction;
      g.fillRect(x, 0, 1.5, HEIGHT);
    });
    g.strokeStyle = COLOURS.rtt;
    g.lineWidth = 1.5;
    g.beginPath();
    this.#samples.forEach((sample, x) => { if (sample.rttMs >= 0) g.lineTo(x, yOf(sample.rttMs)); });
    g.stroke();
  }
}

function yOf(ms: number): number {
  return HEIGHT - Math.max(1, (Math.min(TOP_MS, ms) / TOP_MS) * HEIGHT);
}

function lineElement([name, value]: readonly [string, string]): HTMLElement {
  const line = document.createElement('div');
  const [term, text] = [document.createElement('dt'), document.createElement('dd')];
  term.textContent = name;
  text.textContent = value;
  line.append(term, text);
  return line;
}

function netLines(stats: NetStats, { fps, sprites }: Frame): readonly (readonly [string, string])[] {
  const ms = (n: number) => `${n.toFixed(0)} ms`;
  const counts = Object.entries(stats.verdicts).filter(([, n]) => n > 0).map(([name, n]) => `${name} ${n}`).join(', ');
  return [
    ['round trip', stats.rttMs < 0 ? '...' : `${ms(stats.rttMs)} ± ${stats.jitterMs.toFixed(1)}`], ['frames', `${fps.toFixed(0)} per s`],
    ['ticks / patches', `${stats.tickHz.toFixed(0)} / ${stats.patchHz.toFixed(0)} per s`], ['patch age', ms(stats.patchAgeMs)],
    ['others behind', ms(stats.interpMs)], ['unacknowledged', String(stats.pendingInputs)],
    ['corrections', `${stats.corrections}, max ${stats.correctionPxMax.toFixed(1)} px`], ['starved frames', String(stats.starvedFrames)],
    ['in / out', `${(stats.bytesInPerSec / 1024).toFixed(1)} / ${(stats.bytesOutPerSec / 1024).toFixed(1)} KB/s`],
    ['server late p99', `${stats.serverLateMsP99.toFixed(1)} ms`], ['sprites', String(sprites)], ['inputs', counts || '...'],
  ];
}

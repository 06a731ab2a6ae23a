// In: a run as it goes. Out: a table that stays in place in a terminal, or a line every few seconds where there is none. Run by: main.
import type { RunData, Second } from './run-data.ts';

/** Seconds between two lines where there is no terminal. */
const LINE_SEC = 5;
const BAR_CELLS = 30;

export interface Screen {
  readonly isTerminal: boolean;
  /** Width of the terminal: a line that wraps could not be drawn over. */
  readonly columns: number;
  write(text: string): void;
}

export interface ViewOptions {
  readonly title: string;
  readonly count: number;
  readonly rampSec: number;
  readonly totalSec: number;
}

export class LiveView {
  readonly #screen: Screen;
  readonly #options: ViewOptions;
  #linesShown = 0;
  #lastSecond = -1;

  constructor(screen: Screen, options: ViewOptions) {
    this.#screen = screen;
    this.#options = options;
    if (!screen.isTerminal) screen.write(`${options.title}\n`);
  }

  /** The row of `second` has got something; all workers have told theirs of the second before. */
  show(second: number, data: RunData): void {
    if (second <= this.#lastSecond) return;
    this.#lastSecond = second;
    const row = data.seconds[second - 1];
    if (row === undefined) return;
    if (this.#screen.isTerminal) this.#redraw(row, data);
    else if (second % LINE_SEC === 0) this.#screen.write(`${this.#line(row, data)}\n`);
  }

  end(): void {
    if (this.#screen.isTerminal && this.#linesShown > 0) this.#screen.write('\n');
  }

  #line(row: Second, data: RunData): string {
    return `${String(row.second + 1).padStart(5)} s  ${cells(row, data).map(([name, value]) => `${name} ${value}`).join('  ')}`;
  }

  #redraw(row: Second, data: RunData): void {
    const { title, rampSec, totalSec } = this.#options;
    const done = Math.min(1, (row.second + 1) / totalSec);
    const bar = '#'.repeat(Math.round(done * BAR_CELLS)).padEnd(BAR_CELLS, '.');
    const phase = row.second < rampSec ? 'joining' : 'playing';
    const errors = Object.entries(data.errors).sort(([, a], [, b]) => b - a).slice(0, 3).map(([text, n]) => `  ${n} x ${text}`);
    const lines = [
      title, `[${bar}] ${row.second + 1} of ${Math.ceil(totalSec)} s, ${phase}`,
      ...cells(row, data).map(([name, value]) => `  ${name.padEnd(22)}${value}`), ...errors,
    ];
    const up = this.#linesShown === 0 ? '' : `\u001b[${this.#linesShown}A`;
    this.#screen.write(`${up}${lines.map((line) => `\u001b[2K${line.slice(0, this.#screen.columns)}`).join('\n')}\n\u001b[0J`);
    this.#linesShown = lines.length;
  }
}

/** The figures that say whether it goes well, of the last whole second; corrections and errors since the start. */
function cells(row: Second, data: RunData): [name: string, value: string][] {
  const { counts, sketches } = row;
  const since = (name: 'corrected' | 'stalls' | 'reconnects'): number => data.seconds.reduce((sum, each) => sum + each.counts[name], 0);
  const errors = Object.values(data.errors).reduce((sum, n) => sum + n, 0);
  return [
    ['players', `${counts.players}${counts.bots > counts.players ? ` + ${counts.bots - counts.players} cheats` : ''}`],
    ['rtt p50/p99', `${ms(sketches.rttMs.percentile(50))}/${ms(sketches.rttMs.percentile(99))} ms`],
    ['input to ack p50', `${ms(sketches.inputToAckMs.percentile(50))} ms`],
    ['corrections', String(since('corrected'))],
    ['stalls', String(since('stalls'))],
    ['reconnects', String(since('reconnects'))],
    ['errors', String(errors)],
    ['bots late p99', `${ms(sketches.lateMs.percentile(99))} ms`],
  ];
}

function ms(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0);
}

// In: --quick, --from, or nothing. Out: the table of latency, loss and rewind, printed; docs/lag.md and docs/lag.svg. Run by: npm run bench:lag.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { CELLS, type Cell, type CellFigures, type CellSize } from './lag-cells.ts';
import { plotOf } from './lag-plot.ts';
import { documentOf, tableOf } from './lag-report.ts';

const FULL: CellSize = { shots: 10_000, deaths: 600 };
/** Enough to see that it works; nothing is written. */
const QUICK: CellSize = { shots: 500, deaths: 30 };
const FIGURES = 'artefacts/lag.json';
const USAGE = `npm run bench:lag [-- --quick | --from ${FIGURES}]
--quick measures little, prints, and leaves docs alone; --from writes docs from the figures that an earlier run has kept there`;

function readArguments() {
  try {
    return parseArgs({ options: { quick: { type: 'boolean', default: false }, from: { type: 'string' } } }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return process.exit(2);
  }
}

/** Each thread takes the next cell when it is done with one. */
async function measureAll(size: CellSize): Promise<CellFigures[]> {
  const left = CELLS.map((cell, index) => ({ cell, index }));
  const figures: CellFigures[] = [];
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), left.length) }, async () => {
    const worker = new Worker(new URL('lag-worker.ts', import.meta.url), { workerData: size });
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      figures[next.index] = await ask(worker, next.cell);
      console.error(`${figures.filter(Boolean).length} of ${CELLS.length}`);
    }
    await worker.terminate();
  }));
  return figures;
}

function ask(worker: Worker, cell: Cell): Promise<CellFigures> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (figures: CellFigures) => {
      worker.off('error', reject);
      resolve(figures);
    });
    worker.postMessage(cell);
  });
}

const { quick, from } = readArguments();
const figures = from === undefined ? await measureAll(quick ? QUICK : FULL) : JSON.parse(readFileSync(from, 'utf8')) as CellFigures[];
process.stdout.write(`${tableOf(figures)}\n`);
if (!quick) {
  mkdirSync('artefacts', { recursive: true });
  if (from === undefined) writeFileSync(FIGURES, JSON.stringify(figures));
  const docs = new URL('../../docs/', import.meta.url);
  writeFileSync(new URL('lag.md', docs), documentOf(figures));
  writeFileSync(new URL('lag.svg', docs), plotOf(figures));
}

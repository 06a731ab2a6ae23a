// In: cells, one at a time, from the thread that started this. Out: their figures. Run by: lag-figures, in worker threads.
import { parentPort, workerData } from 'node:worker_threads';
import { measureCell, type Cell, type CellSize } from './lag-cells.ts';

const port = parentPort;
if (port === null) throw new Error('this runs in a worker thread');
port.on('message', (cell: Cell) => port.postMessage(measureCell(cell, workerData as CellSize)));

// In: options. Out: what became of each seed, as it becomes known; the seeds are dealt to threads one by one. Run by: main.
import { Worker } from 'node:worker_threads';
import type { SimOptions } from './options.ts';
import type { Outcome } from './simulate.ts';

export interface Done {
  readonly outcome: Outcome;
  /** Processor time of the thread that ran it. */
  readonly cpuMs: number;
}

/** Most of what a tick makes is gone with it: collected seldom, it costs little, also where threads wait for each other's collections. */
const YOUNG_MB = 96;

/** Runs all seeds, or until `tell` says that it has heard enough. @throws whatever ends a thread. */
export async function runSeeds(options: SimOptions, tell: (done: Done) => 'more' | 'enough'): Promise<void> {
  let next = options.seed;
  const end = options.seed + options.seeds;
  const workers = Array.from({ length: Math.min(options.workers, options.seeds) }, () => new Worker(new URL('./worker.ts', import.meta.url), { workerData: options, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } }));
  try {
    await Promise.all(workers.map((worker) => new Promise<void>((resolve, reject) => {
      const deal = () => {
        if (next >= end) resolve();
        else worker.postMessage(next++);
      };
      worker.on('error', reject);
      worker.on('message', (done: Done) => {
        if (tell(done) === 'enough') next = end;
        deal();
      });
      deal();
    })));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

// In: this process. Out: how late its event loop is, and how long garbage collection stops it. Run by: boot.
import { constants, monitorEventLoopDelay, PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { DURATION_MS, Histogram } from './histogram.ts';

const RESOLUTION_MS = 10;
const WINDOW_MS = 1_000;

const { NODE_PERFORMANCE_GC_MAJOR, NODE_PERFORMANCE_GC_MINOR, NODE_PERFORMANCE_GC_INCREMENTAL, NODE_PERFORMANCE_GC_WEAKCB } = constants;
const GC_KINDS: Readonly<Record<number, GcKind>> = {
  [NODE_PERFORMANCE_GC_MAJOR]: 'major', [NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental', [NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
};
export type GcKind = 'major' | 'minor' | 'incremental' | 'weakcb';

/** Node's own types leave it out. */
type GcEntry = PerformanceEntry & { readonly detail?: { readonly kind: number } };

export interface ProcessWatch {
  readonly loopDelayMs: Histogram;
  readonly gcPauseMs: Readonly<Record<GcKind, Histogram>>;
  stop(): void;
}

export function watchProcess(): ProcessWatch {
  const loopDelayMs = new Histogram(DURATION_MS);
  const gcPauseMs = {
    major: new Histogram(DURATION_MS), minor: new Histogram(DURATION_MS),
    incremental: new Histogram(DURATION_MS), weakcb: new Histogram(DURATION_MS),
  };
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const timer = setInterval(() => {
    // Node's own histogram tells percentiles, which do not add up: its hundred of a second, about the number of values it
    // has in one, do.
    if (delay.count > 0) for (let percent = 1; percent <= 100; percent++) loopDelayMs.add(Math.max(0, delay.percentile(percent) / 1e6 - RESOLUTION_MS));
    delay.reset();
  }, WINDOW_MS);
  timer.unref();
  const observer = new PerformanceObserver((list) => {
    for (const { detail, duration } of list.getEntries() as GcEntry[]) {
      const kind = GC_KINDS[detail?.kind ?? -1];
      if (kind !== undefined) gcPauseMs[kind].add(duration);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return {
    loopDelayMs, gcPauseMs,
    stop: () => {
      clearInterval(timer);
      delay.disable();
      observer.disconnect();
    },
  };
}

// In: the event loop of this process. Out: rooms at a pace it can keep. Run by: boot.
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { LoadGovernor } from '../netcode/load-governor.ts';
import type { TickLoop } from '../netcode/tick-loop.ts';
import type { Logger } from './logger.ts';

const WINDOW_MS = 250;

export interface LoadWatch {
  /** Whether another room may start without harm to those that run. */
  hasRoom(): boolean;
  stop(): void;
}

/** Slows all rooms while the process has more to do than time for it, and says so; see LoadGovernor. */
export function watchLoad(loop: TickLoop, log: Logger, count: (name: string, by?: number) => void): LoadWatch {
  const governor = new LoadGovernor();
  let before = performance.eventLoopUtilization();
  let lostBefore = loop.stats().lost;
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { lost } = loop.stats();
    const { utilization } = performance.eventLoopUtilization(now, before);
    const pace = governor.sample(utilization, lost - lostBefore);
    before = now;
    lostBefore = lost;
    if (pace === loop.pace) return;
    count(pace < loop.pace ? 'load.slowed' : 'load.sped-up');
    log.warn({ pace, utilization: Math.round(utilization * 100) / 100 }, pace < 1 ? 'too much to do: all rooms run slower' : 'rooms run at full pace again');
    loop.setPace(pace);
  }, WINDOW_MS);
  timer.unref();
  return { hasRoom: () => governor.hasRoom && heapShare() < LIMITS.heapShareMax, stop: () => clearInterval(timer) };
}

function heapShare(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used / limit;
}

/** Rooms as many and as fast as they like, whatever becomes of their ticks. */
export const UNWATCHED: LoadWatch = { hasRoom: () => true, stop: () => {} };

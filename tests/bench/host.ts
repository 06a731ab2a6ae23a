// In: an entrant's name, then verbs over IPC. Out: its server, what it cost and how late its steps were. Run by: measures.
import { readFileSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { announceReady, answerVerbs } from './child.ts';
import { SCENE } from './scene/world.ts';
import { takeGateWaits } from './gate-waits.ts';
import { resetSteps, stepLateness, type Lateness } from './step-times.ts';

/** What an entrant's start answers: its port, and what it can be asked beside the rest. */
export interface Started {
  readonly port: number;
  readonly arenas?: (params: { readonly count: number }) => Promise<void>;
  readonly meterGate?: () => void;
}

export interface HostFigures {
  /** Of the window: CPU and length in microseconds, and how long the process was ready to run but another one had its core. */
  readonly cpuUs: number;
  readonly windowUs: number;
  readonly waitedUs: number;
  readonly lateness: Lateness;
  readonly allocatedBytes: number;
  readonly gcMs: readonly number[];
  /** Milliseconds from an input's arrival to the tick that took it; Arbiter only, with `gate`. */
  readonly gateMs: readonly number[];
}

const [which = '', parameter = '0'] = process.argv.slice(2);
const stepHz = which === 'floor' ? 1000 / 50 : SCENE.tickHz;
const ALLOCATION_SAMPLE_MS = 10;

/** Each entrant loads its own code alone. @returns the port, and verbs of its own. */
async function start(): Promise<Started> {
  switch (which) {
    case 'arbiter': return (await import('./entrants/arbiter.ts')).startArbiter();
    case 'stock': case 'tuned': return (await import('./entrants/stock.ts')).startStock(which);
    case 'socketio': return (await import('./entrants/socketio-scene.ts')).startSocketIo();
    case 'floor': return (await import('./entrants/floor.ts')).startFloor(Number(parameter));
    default: throw new Error(`no entrant is called ${which}`);
  }
}

/** Microseconds this process was ready while its core was another's; 0 where the system does not say. */
function waitedUs(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1000;
  } catch {
    return 0;
  }
}

async function measure({ ms, allocation = false }: { readonly ms: number; readonly allocation?: boolean }): Promise<HostFigures> {
  const gcMs: number[] = [];
  const observer = new PerformanceObserver((list) => gcMs.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ entryTypes: ['gc'] });
  let allocatedBytes = 0;
  let usedBytes = getHeapStatistics().used_heap_size;
  const sampler = allocation ? setInterval(() => {
    const now = getHeapStatistics().used_heap_size;
    allocatedBytes += Math.max(0, now - usedBytes);
    usedBytes = now;
  }, ALLOCATION_SAMPLE_MS) : undefined;
  resetSteps();
  takeGateWaits();
  const startMs = performance.now();
  const startWaited = waitedUs();
  const cpu = process.cpuUsage();
  await new Promise((resolve) => { setTimeout(resolve, ms); });
  const { user, system } = process.cpuUsage(cpu);
  const waited = waitedUs() - startWaited;
  const windowUs = (performance.now() - startMs) * 1000;
  clearInterval(sampler);
  observer.disconnect();
  return { cpuUs: user + system, windowUs, waitedUs: waited, lateness: stepLateness(stepHz), allocatedBytes, gcMs, gateMs: takeGateWaits() };
}

const COLLECTIONS = 6;

/** Bytes in use after everything unused was collected: several times, because code ages before it is given up. */
async function memory(): Promise<number> {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error('needs --expose-gc');
  for (let n = 0; n < COLLECTIONS; n++) {
    gc();
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const { port, ...verbs } = await start();
answerVerbs({ ...verbs, measure, memory, end: () => process.exit(0) });
announceReady(port);

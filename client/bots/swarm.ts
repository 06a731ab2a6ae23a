// In: checked options. Out: a finished run's data: workers started, fed, watched and ended. Run by: main.
import { Worker } from 'node:worker_threads';
import { behaviourNamed } from './behaviours/index.ts';
import type { BotOptions } from './options.ts';
import { planBots, type BotPlan, type FromWorker, type SwarmPlan, type ToWorker } from './plan.ts';
import { RunData } from './run-data.ts';
import { UsageError } from './usage-error.ts';

/** Time for the workers to load before the first bot joins, and to say good-bye. */
const LOAD_MS = 1_500;
const DONE_MS_MAX = 5_000;

export interface SwarmEvents {
  /** A second is over: its row may still grow by what slower workers say. */
  onSecond(second: number, data: RunData): void;
}

export interface SwarmRun {
  readonly startedAt: Date;
  readonly bots: readonly BotPlan[];
  readonly data: RunData;
  /** Seconds that were played after the ramp. */
  readonly playedSec: number;
  readonly interrupted: boolean;
}

export class BotSwarm {
  readonly #options: BotOptions;
  readonly #events: SwarmEvents;
  readonly #data: RunData;
  readonly #bots: readonly BotPlan[];
  readonly #startAtMs = Date.now() + LOAD_MS;
  readonly #workers: Worker[] = [];
  #end: (() => void) | undefined;
  #interrupted = false;
  #failure: Error | undefined;

  constructor(options: BotOptions, events: SwarmEvents) {
    const { count, mix, rampSec, seed } = options;
    this.#options = options;
    this.#events = events;
    this.#data = new RunData(Math.ceil(rampSec));
    this.#bots = planBots({ count, mix, rampSec, seed });
  }

  get bots(): readonly BotPlan[] { return this.#bots; }
  get startAtMs(): number { return this.#startAtMs; }

  /** Runs to the end, or to `stop`. @throws UsageError where a bot could not get in: the run is not what was asked for. */
  async run(): Promise<SwarmRun> {
    const { rampSec, durationSec, workers } = this.#options;
    const crews = Array.from({ length: Math.min(workers, this.#bots.length) }, () => [] as BotPlan[]);
    for (const bot of this.#bots) crews[bot.index % crews.length]!.push(bot);
    const done = crews.map((bots) => this.#startWorker(bots));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#startAtMs + (Math.ceil(rampSec) + durationSec) * 1000 + 50 - Date.now());
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#failure !== undefined) this.#end();
    });
    const playedSec = Math.max(0, Math.min(durationSec, (Date.now() - this.#startAtMs) / 1000 - Math.ceil(rampSec)));
    for (const worker of this.#workers) worker.postMessage({ verb: 'stop', early: this.#interrupted } satisfies ToWorker);
    await Promise.race([Promise.all(done), new Promise((resolve) => { setTimeout(resolve, DONE_MS_MAX).unref(); })]);
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
    if (this.#failure !== undefined) throw this.#failure;
    return { startedAt: new Date(this.#startAtMs), bots: this.#bots, data: this.#data, playedSec, interrupted: this.#interrupted };
  }

  /** Ends the run early; what was measured is still reported. */
  stop(): void {
    this.#interrupted = true;
    this.#end?.();
  }

  #startWorker(bots: readonly BotPlan[]): Promise<void> {
    const { url, room, roomOptions, scenario, rampSec, durationSec } = this.#options;
    const workerData: SwarmPlan = {
      url, room, options: roomOptions, scenario, startAtMs: this.#startAtMs, rampSec, durationSec,
      witnessed: this.#bots.some(({ kind }) => behaviourNamed(kind)!.cheat), bots,
    };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
    this.#workers.push(worker);
    return new Promise((resolve) => {
      worker.on('message', (message: FromWorker) => {
        if (message.verb === 'done') {
          this.#data.tallies.push(...message.tallies);
          resolve();
        } else this.#hear(message);
      });
      worker.on('error', (error) => {
        this.#fail(error);
        resolve();
      });
      worker.on('exit', () => resolve());
    });
  }

  #hear(message: Exclude<FromWorker, { verb: 'done' }>): void {
    if (message.verb === 'row') {
      this.#data.add(message.second, message.row, message.roomIds);
      this.#events.onSecond(message.second, this.#data);
      return;
    }
    const { text, code } = message;
    this.#fail(new UsageError(`a bot could not join: ${text.replace(/[.]$/, '')}: ${adviceOn(text, code)}`));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#end?.();
  }
}

function adviceOn(text: string, code: number): string {
  if (code === 429) return 'start the server with a higher ARBITER_JOINS_PER_MIN, or make --ramp longer';
  if (/server is full/.test(text)) return 'it is overloaded or has all the rooms it may have; ask for a smaller --count, or give it a machine of its own';
  return "look at the server's log, or check --url, --room and --option";
}

const HEALTH_MS_MAX = 5_000;

/** @throws UsageError where there is no Arbiter server at `url`, or one that says it is not well. */
export async function checkServer(url: string): Promise<void> {
  let status: number;
  try {
    ({ status } = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(HEALTH_MS_MAX) }));
  } catch (error) {
    const { cause } = error as { readonly cause?: { readonly code?: string } };
    throw new UsageError(`no server answers at ${url} (${cause?.code ?? 'the address cannot be reached'}): start one with npm start, or give its address with --url`);
  }
  if (status === 503) throw new UsageError(`the server at ${url} says of itself that it does not tick: restart it`);
  if (status !== 200) throw new UsageError(`${url} answers, but not as an Arbiter server (${status} for /healthz): check --url`);
}

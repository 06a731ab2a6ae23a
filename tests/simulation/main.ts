// In: options. Out: whole matches in virtual time, seed after seed, and exit 0, or the first broken invariant and exit 1. Run by: npm run sim.
import { runSeeds } from './crew.ts';
import { commandOf, parseOptions, USAGE, UsageError, type SimOptions } from './options.ts';
import type { Outcome } from './simulate.ts';

const EXIT = { held: 0, broken: 1, usage: 2 } as const;
/** Milliseconds between two words of how far it is. */
const WORD_MS = 10_000;

async function main(argv: readonly string[]): Promise<number> {
  let options: SimOptions | 'help';
  try {
    options = parseOptions(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message} (--help lists the options)`);
    return EXIT.usage;
  }
  if (options === 'help') {
    console.log(USAGE);
    return EXIT.held;
  }
  return run(options);
}

async function run(options: SimOptions): Promise<number> {
  const startedMs = performance.now();
  const counts: Record<string, number> = {};
  const broken: Outcome[] = [];
  let [seeds, simMs, cpuMs, saidMs] = [0, 0, 0, startedMs];
  await runSeeds(options, ({ outcome, cpuMs: tookMs }) => {
    seeds++;
    simMs += outcome.simMs;
    cpuMs += tookMs;
    for (const [name, count] of Object.entries(outcome.counts)) counts[name] = (counts[name] ?? 0) + count;
    if (outcome.finding !== undefined) broken.push(outcome);
    if (performance.now() - saidMs > WORD_MS) {
      saidMs = performance.now();
      console.log(`${seeds} of ${options.seeds} seeds, ${Math.round(simMs / 60_000)} minutes of play`);
    }
    return broken.length > 0 ? 'enough' : 'more';
  });
  if (broken.length > 0) {
    // Threads finish in any order: the lowest seed is the one to look at.
    sayBroken(options, broken.sort((a, b) => a.seed - b.seed)[0]!);
    return EXIT.broken;
  }
  sayHeld({ seeds, simMs, cpuMs, tookMs: performance.now() - startedMs }, counts, options);
  return EXIT.held;
}

function sayBroken(options: SimOptions, { seed, finding }: Outcome): void {
  const { invariant, tick, field, text } = finding!;
  console.error(`broken: ${invariant}\n  seed   ${seed}\n  tick   ${tick}\n  field  ${field}\n  ${text}\nreplay: ${commandOf(options, seed)}`);
}

function sayHeld(ran: { seeds: number; simMs: number; cpuMs: number; tookMs: number }, counts: Readonly<Record<string, number>>, options: SimOptions): void {
  const of = (name: string) => (counts[name] ?? 0).toLocaleString('en');
  const minutes = (ran.simMs / 60_000).toFixed(1);
  console.log(`held: ${ran.seeds} seeds of ${options.room}, ${options.players} players, ${options.scenario ?? 'mixed'} networks, ${minutes} minutes of play in ${(ran.tookMs / 1000).toFixed(1)} s`);
  console.log(`${Math.round(ran.simMs / ran.tookMs)} x real time on ${Math.min(options.workers, options.seeds)} threads, ${Math.round(ran.simMs / ran.cpuMs)} x for a second of processor time`);
  console.log(`server: ${of('ticks')} ticks, hung ${of('stall')} times, changed pace ${of('pace')} times, held back ${of('held')} patches for links that were behind`);
  console.log(`players: ${of('join')} joined, ${of('leave')} left, ${of('vanish')} vanished, ${of('drop')} dropped, ${of('net.reset')} resets and ${of('net.half-open')} dead links by the network, ${of('welcomes')} welcomes, ${of('expired')} seats given away, ${of('hide')} tabs hidden`);
  console.log(`rooms: ${of('rooms')}, ${of('failed')} ended by an exception, ${of('captures')} captures re-run to the same worlds`);
  console.log(`compared: ${of('inputs')} inputs, ${of('states')} states, ${of('comparedAlone')} of ${of('compared')} predictions free of others' doing, ${of('events')} events`);
  const known = new Set(['join', 'leave', 'vanish', 'drop', 'hide', 'show', 'welcomes', 'expired', 'rooms', 'failed', 'captures', 'inputs', 'states', 'compared', 'comparedAlone', 'events', 'ticks', 'stall', 'pace', 'held']);
  const rest = Object.keys(counts).filter((name) => !known.has(name) && !name.startsWith('net.')).map((name) => `${of(name)} ${name}`);
  if (rest.length > 0) console.log(`in play: ${rest.join(', ')}`);
}

process.exitCode = await main(process.argv.slice(2));

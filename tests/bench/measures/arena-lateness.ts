// In: rounds and seconds. Out: P6: how late the ticks of arenas full of bots are at 80 % of a core. Run by: bench.
import { LIMITS } from '../../../shared/netcode/limits.ts';
import { startChild } from '../child.ts';
import type { HostFigures } from '../host.ts';
import { show, spreadOf, type Row } from '../report.ts';
import type { Plan } from './scene-rounds.ts';

const LOAD = 0.8;
const PROBE_ROOMS = 4;
/** Looks at the load, each with more rooms: code gets faster while it runs. */
const PROBES = 3;
const SETTLE_MS = 3_000;
const P99_MS_MAX = 3;
const WAITED_MAX = 0.05;
const TRIES_MAX = 2;
/** These rounds are long. */
const ROUNDS_MAX = 2;

interface ArenaRun extends HostFigures {
  readonly rooms: number;
  readonly cpu: number;
}

/** Rooms are added until their work is 80 % of a core, by what the first of them cost. */
async function runArenas(which: 'arbiter' | 'stock', ms: number): Promise<ArenaRun> {
  const server = await startChild('host.ts', [which], 0);
  try {
    await server.ask('arenas', { count: PROBE_ROOMS });
    await new Promise((resolve) => { setTimeout(resolve, SETTLE_MS); });
    let rooms = PROBE_ROOMS;
    for (let n = 0; n < PROBES; n++) {
      const probe = await server.ask<HostFigures>('measure', { ms: 2_000 });
      const wanted = Math.min(LIMITS.roomsMax, Math.round((LOAD * rooms) / (probe.cpuUs / probe.windowUs)));
      if (wanted <= rooms) break;
      await server.ask('arenas', { count: wanted - rooms });
      rooms = wanted;
      await new Promise((resolve) => { setTimeout(resolve, SETTLE_MS); });
    }
    const figures = await server.ask<HostFigures>('measure', { ms });
    return { ...figures, rooms, cpu: figures.cpuUs / figures.windowUs };
  } finally {
    await server.end();
  }
}

async function runValid(which: 'arbiter' | 'stock', { seconds, say }: Plan): Promise<ArenaRun | undefined> {
  for (let n = 0; n < TRIES_MAX; n++) {
    const run = await runArenas(which, seconds * 1000);
    const waited = run.waitedUs / run.windowUs;
    say(`  ${which}: ${run.rooms} rooms, ${(run.cpu * 100).toFixed(0)} % of a core, late ${run.lateness.p50.toFixed(1)} / ${run.lateness.p99.toFixed(1)} / ${run.lateness.max.toFixed(1)} ms`
      + (waited > WAITED_MAX ? `; void: other processes had its core for ${(waited * 100).toFixed(0)} %` : ''));
    if (waited <= WAITED_MAX) return run;
  }
  return undefined;
}

/** A window may begin on a late step and so hold one more of each room than its grid. */
const skippedOf = ({ lateness }: ArenaRun) => Math.max(0, lateness.expected - lateness.steps);

export async function latenessRow(plan: Plan): Promise<Row> {
  const runs = { arbiter: [] as ArenaRun[], stock: [] as ArenaRun[] };
  for (let round = 0; round < Math.min(plan.rounds, ROUNDS_MAX); round++) {
    for (const which of ['arbiter', 'stock'] as const) {
      const run = await runValid(which, plan);
      if (run !== undefined) runs[which].push(run);
    }
  }
  const text = (list: readonly ArenaRun[]) => {
    const of = (pick: (run: ArenaRun) => number, digits = 1) => show(spreadOf(list.map(pick)), digits);
    return `${of(({ lateness }) => lateness.p50)} / ${of(({ lateness }) => lateness.p99)} / ${of(({ lateness }) => lateness.max)}, `
      + `${of(skippedOf, 0)} not run, at ${of(({ cpu }) => cpu * 100, 0)} % (${of(({ rooms }) => rooms, 0)} rooms)`;
  };
  const p99 = spreadOf(runs.arbiter.map(({ lateness }) => lateness.p99)).median;
  const skipped = runs.arbiter.reduce((sum, run) => sum + skippedOf(run), 0);
  return {
    id: 'p6', figure: 'tick lateness p50 / p99 / max at 80 % load, ms; arenas of 32 bots', arbiter: text(runs.arbiter),
    peers: `A stock Colyseus, same rules: ${text(runs.stock)}`, goal: `p99 ${P99_MS_MAX}, 0 skipped`,
    held: runs.arbiter.length === 0 ? undefined : p99 <= P99_MS_MAX && skipped === 0, data: runs,
  };
}

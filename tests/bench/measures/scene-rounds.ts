// In: rounds and seconds. Out: P1, P4, P5 and P7: what scene S costs, entrant beside entrant. Run by: bench.
import { show, spreadOf, type Row, type Spread } from '../report.ts';
import { SCENE } from '../scene/world.ts';
import { ENTRANT_NAMES, runScene, type Entrant, type SceneRun } from './scene-run.ts';

export interface Plan {
  readonly rounds: number;
  readonly seconds: number;
  /** Told what happens, line by line. */
  say(text: string): void;
}

const ENTRANTS: readonly Entrant[] = ['arbiter', 'stock', 'tuned', 'socketio', 'floor', 'arbiter-1'];
const TRIES_MAX = 3;

export type SceneRounds = Readonly<Partial<Record<Entrant, readonly SceneRun[]>>>;

/** One entrant after the other, round by round, so that a slow minute of the machine hits all of them. */
export async function runRounds({ rounds, seconds, say }: Plan, entrants: readonly Entrant[] = ENTRANTS): Promise<SceneRounds> {
  const runs: Partial<Record<Entrant, SceneRun[]>> = {};
  let patchBytes = 0;
  for (let round = 1; round <= rounds; round++) {
    for (const entrant of entrants) {
      const run = await runValid(entrant, { players: SCENE.players, ms: seconds * 1000, patchBytes, sample: true }, say);
      if (run === undefined) continue;
      (runs[entrant] ??= []).push(run);
      if (entrant === 'arbiter') patchBytes = run.load.bytesDown / run.load.patches;
      say(`  round ${round}: ${ENTRANT_NAMES[entrant]}: ${run.cpuUsPerPlayerTick.toFixed(1)} us, ${(run.downBytesPerPlayerSec / 1000).toFixed(1)} KB/s`);
    }
  }
  return runs;
}

async function runValid(entrant: Entrant, options: Parameters<typeof runScene>[1], say: Plan['say']): Promise<SceneRun | undefined> {
  for (let n = 0; n < TRIES_MAX; n++) {
    const run = await runScene(entrant, options);
    if (run.void === undefined) return run;
    say(`  void: ${ENTRANT_NAMES[entrant]}: ${run.void}`);
  }
  return undefined;
}

const of = (runs: readonly SceneRun[] | undefined, pick: (run: SceneRun) => number): Spread => spreadOf((runs ?? []).map(pick));

/** Arbiter by a peer, round by round: the peer of the same round is the one that had the same machine. */
function ratio(all: SceneRounds, peer: Entrant, pick: (run: SceneRun) => number): Spread {
  const peers = all[peer] ?? [];
  return spreadOf((all.arbiter ?? []).flatMap((run, n) => (peers[n] === undefined ? [] : [pick(run) / pick(peers[n])])));
}

function peersOf(all: SceneRounds, pick: (run: SceneRun) => number, unit: string): string {
  return ENTRANTS.filter((entrant) => entrant !== 'arbiter' && all[entrant] !== undefined)
    .map((entrant) => `${ENTRANT_NAMES[entrant]} ${show(of(all[entrant], pick))}${unit}: ${show(ratio(all, entrant, pick), 2)} x`)
    .join('; ');
}

/** Microseconds per player-tick of each entrant that was measured. */
export function costsOf(all: SceneRounds): Partial<Record<Entrant, number>> {
  return Object.fromEntries(ENTRANTS.filter((entrant) => all[entrant] !== undefined).map((entrant) => [entrant, of(all[entrant], cpu).median]));
}

/** What the floor is to send. */
export function patchBytesOf(all: SceneRounds): number {
  return of(all.arbiter, ({ load }) => load.bytesDown / load.patches).median;
}

const cpu = (run: SceneRun) => run.cpuUsPerPlayerTick;
const down = (run: SceneRun) => run.downBytesPerPlayerSec / 1000;
const up = (run: SceneRun) => run.upBytesPerInput;

export function cpuRow(all: SceneRounds): Row {
  const byStock = ratio(all, 'stock', cpu).median;
  const bySocketIo = ratio(all, 'socketio', cpu).median;
  return {
    id: 'p1', figure: 'server CPU per player-tick, us', arbiter: show(of(all.arbiter, cpu)), peers: peersOf(all, cpu, ''),
    goal: '0.5 x A, 0.7 x B', held: byStock <= 0.5 && bySocketIo <= 0.7,
    data: all,
  };
}

export function downRow(all: SceneRounds): Row {
  const arbiter = of(all.arbiter, down);
  return {
    id: 'p4', figure: 'downlink per player, KB/s of payload', arbiter: show(arbiter), peers: peersOf(all, down, ''),
    goal: '4', held: arbiter.median <= 4,
  };
}

export function upRow(all: SceneRounds): Row {
  const arbiter = of(all.arbiter, up);
  return {
    id: 'p5', figure: 'uplink, bytes per input', arbiter: show(arbiter, 2), peers: peersOf(all, up, ''),
    goal: '4', held: arbiter.median <= 4,
  };
}

/** Share of a sampled client's patches that carried exactly the ticks between two patches. */
export function ticksRow(all: SceneRounds): Row {
  const share = (run: SceneRun) => {
    const ticks = run.load.sample?.ticksPerPatch ?? {};
    const sum = Object.values(ticks).reduce((a, b) => a + b, 0);
    return (100 * (ticks[SCENE.patchTicks] ?? 0)) / sum;
  };
  const arbiter = of(all.arbiter, share);
  const peers = (['stock', 'tuned', 'socketio'] as const).filter((entrant) => all[entrant] !== undefined)
    .map((entrant) => `${ENTRANT_NAMES[entrant]} ${show(of(all[entrant], share))}`).join('; ');
  return { id: 'p7', figure: 'patches that carry three ticks, %', arbiter: show(arbiter), peers, goal: '100', held: arbiter.median === 100 };
}

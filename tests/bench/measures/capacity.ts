// In: what a player costs each entrant. Out: P2 and P3: how many players one core carries before ticks come late. Run by: bench.
import { BIG_ROOM, SCENE } from '../scene/world.ts';
import type { Row } from '../report.ts';
import { ENTRANT_NAMES, SceneBench, SETTLE_MS, type Entrant, type SceneRun } from './scene-run.ts';
import type { Plan } from './scene-rounds.ts';

/** Arbiter's goal. Others' own timers make them 16 to 17 ms late when idle, so they are given as much on top of that. */
const LATE_MS_MAX = 4;
const PEERS_LATE_MS_MAX = 16.7 + LATE_MS_MAX;
const PLAYERS_MAX = 1_500;
/** Loads at which to look, of what the cost of a player in one room lets hope for. */
const LOADS = [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.7, 2];
const WINDOW_MS = 3_000;
const STEP_SETTLE_MS = 2_000;
const STEPS_RUN_MIN = 0.99;
const TRIES_MAX = 3;

interface Step {
  readonly players: number;
  readonly cpu: number;
  readonly p99: number;
  readonly run: number;
  readonly void: string | undefined;
}

const stepOf = (players: number, { host, void: why }: SceneRun): Step => ({
  players, cpu: host.cpuUs / host.windowUs, p99: host.lateness.p99, run: host.lateness.steps / host.lateness.expected, void: why,
});

/** Whether a window counts as one in which all was well; a window that does not count proves nothing either way. */
function holds({ p99, run }: Step, lateMsMax: number): boolean {
  return run >= STEPS_RUN_MIN && p99 <= lateMsMax;
}

async function measureStep(bench: SceneBench, players: number): Promise<Step> {
  let step: Step;
  let tries = 0;
  do {
    step = stepOf(players, await bench.measure(WINDOW_MS));
  } while (step.void !== undefined && ++tries < TRIES_MAX);
  return step;
}

/** Adds rooms of 50 until ticks are late. */
async function ramp(entrant: Entrant, cpuUsPerPlayerTick: number, patchBytes: number, plan: Plan): Promise<readonly Step[]> {
  const wholeCore = 1e6 / (cpuUsPerPlayerTick * SCENE.tickHz);
  const bench = await SceneBench.open(entrant, 'scene', patchBytes);
  const steps: Step[] = [];
  let players = 0;
  try {
    for (const load of LOADS) {
      const next = Math.min(PLAYERS_MAX, Math.round((wholeCore * load) / SCENE.players) * SCENE.players);
      if (next <= players) continue;
      await bench.add(next - players);
      players = next;
      await new Promise((resolve) => { setTimeout(resolve, STEP_SETTLE_MS); });
      const step = await measureStep(bench, players);
      steps.push(step);
      plan.say(`  ${ENTRANT_NAMES[entrant]}: ${players} players: ${(step.cpu * 100).toFixed(0)} % of a core, late ${step.p99.toFixed(1)} ms (p99)${step.void === undefined ? '' : `, void: ${step.void}`}`);
      if (!holds(step, PEERS_LATE_MS_MAX)) break;
    }
  } catch (error) {
    plan.say(`  ${ENTRANT_NAMES[entrant]}: no more could join: ${(error as Error).message}`);
  } finally {
    await bench.end();
  }
  return steps;
}

const most = (steps: readonly Step[] | undefined, lateMsMax: number) =>
  Math.max(0, ...(steps ?? []).filter((step) => holds(step, lateMsMax)).map(({ players }) => players));

/** @param costs microseconds per player-tick of each entrant, from P1. */
export async function capacityRow(costs: Readonly<Partial<Record<Entrant, number>>>, patchBytes: number, plan: Plan): Promise<Row> {
  const data: Partial<Record<Entrant, readonly Step[]>> = {};
  const entrants = (['arbiter', 'stock', 'socketio', 'floor'] as const).filter((entrant) => costs[entrant] !== undefined);
  for (const entrant of entrants) data[entrant] = await ramp(entrant, costs[entrant]!, patchBytes, plan);
  const punctual = most(data.arbiter, LATE_MS_MAX);
  const own = most(data.arbiter, PEERS_LATE_MS_MAX);
  return {
    id: 'p2', figure: 'players a core carries in rooms of 50', arbiter: `${own}; ${punctual} with ticks late at most ${LATE_MS_MAX} ms (p99)`,
    peers: entrants.filter((entrant) => entrant !== 'arbiter')
      .map((entrant) => `${ENTRANT_NAMES[entrant]} ${most(data[entrant], PEERS_LATE_MS_MAX)}: ${(own / most(data[entrant], PEERS_LATE_MS_MAX)).toFixed(2)} x`).join('; '),
    goal: '750, 3 x A', held: punctual >= 750 && punctual >= 3 * most(data.stock, PEERS_LATE_MS_MAX),
    note: `Counts and ratios are at a lateness of ${PEERS_LATE_MS_MAX} ms (p99) for all, because the peers' timers alone make them 16.7 ms late; goal and verdict are at ${LATE_MS_MAX} ms. Raw ws simulates nothing and has no ticks: its broadcasts are timed.`,
    data,
  };
}

export async function bigRoomRow(): Promise<Row> {
  const bench = await SceneBench.open('arbiter', 'scene-big');
  try {
    await bench.add(BIG_ROOM);
    await new Promise((resolve) => { setTimeout(resolve, SETTLE_MS); });
    const step = await measureStep(bench, BIG_ROOM);
    return {
      id: 'p3', figure: `${BIG_ROOM} players in one room: tick lateness p99, ms`,
      arbiter: `${step.p99.toFixed(1)} at ${(step.cpu * 100).toFixed(0)} % of a core`, peers: '', goal: `${LATE_MS_MAX}`,
      held: step.void === undefined ? step.p99 <= LATE_MS_MAX : undefined, ...(step.void === undefined ? {} : { note: `Void: ${step.void}.` }), data: step,
    };
  } finally {
    await bench.end();
  }
}

// In: rows wanted, rounds, seconds. Out: the performance table P1 to P16, printed, as JSON and as Markdown. Run by: npm run bench.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PINNED } from './child.ts';
import { latenessRow } from './measures/arena-lateness.ts';
import { bigRoomRow, capacityRow } from './measures/capacity.ts';
import { frameRow } from './measures/client-frame.ts';
import { pageRow } from './measures/page.ts';
import { costsOf, cpuRow, patchBytesOf, downRow, runRounds, ticksRow, upRow, type Plan, type SceneRounds } from './measures/scene-rounds.ts';
import { allocationRow, joinRow, memoryRow, waitRow } from './measures/server-cost.ts';
import { correctionRow, shotRow, starvedRow } from './measures/virtual.ts';
import { machineLine, TABLE_HEAD, tableLine, type Machine, type Row } from './report.ts';

const USAGE = `npm run bench -- [--only p1,p4] [--rounds 3] [--seconds 4] [--quick] [--out FOLDER]
Measures Arbiter and its peers in one run and prints the rows of the performance table.`;

interface Wanted {
  readonly only: readonly string[];
  readonly plan: Plan;
  readonly quick: boolean;
  readonly out: string;
}

function fail(text: string): never {
  console.error(`${text}\n\n${USAGE}`);
  process.exit(2);
}

function readArguments(): Wanted {
  const { values } = (() => {
    try {
      return parseArgs({
        options: {
          only: { type: 'string' }, rounds: { type: 'string' }, seconds: { type: 'string' }, quick: { type: 'boolean', default: false },
          out: { type: 'string', default: 'artefacts/bench' },
        },
      });
    } catch (error) {
      return fail((error as Error).message);
    }
  })();
  const whole = (name: string, text: string | undefined, otherwise: number) => {
    const n = text === undefined ? otherwise : Number(text);
    return Number.isInteger(n) && n >= 1 && n <= 60 ? n : fail(`--${name} must be a whole number from 1 to 60`);
  };
  const only = values.only?.toLowerCase().split(',') ?? Object.keys(MEASURES);
  for (const id of only) if (!(id in MEASURES)) fail(`no row is called ${id}: there are ${Object.keys(MEASURES).join(', ')}`);
  const plan = {
    rounds: whole('rounds', values.rounds, values.quick ? 1 : 3), seconds: whole('seconds', values.seconds, values.quick ? 3 : 4),
    say: (text: string) => console.error(text),
  };
  return { only, plan, quick: values.quick, out: values.out };
}

/** Several rows come from the same runs: whoever asks first pays. */
class Shared {
  readonly wanted: Wanted;
  #rounds: Promise<SceneRounds> | undefined;

  constructor(wanted: Wanted) {
    this.wanted = wanted;
  }

  rounds(): Promise<SceneRounds> {
    return (this.#rounds ??= runRounds(this.wanted.plan));
  }
}

const MEASURES: Readonly<Record<string, (shared: Shared) => Promise<Row>>> = {
  p1: async (shared) => cpuRow(await shared.rounds()),
  p2: async (shared) => {
    const rounds = await shared.rounds();
    return capacityRow(costsOf(rounds), patchBytesOf(rounds), shared.wanted.plan);
  },
  p3: () => bigRoomRow(),
  p4: async (shared) => downRow(await shared.rounds()),
  p5: async (shared) => upRow(await shared.rounds()),
  p6: (shared) => latenessRow(shared.wanted.plan),
  p7: async (shared) => ticksRow(await shared.rounds()),
  p8: (shared) => allocationRow(shared.wanted.plan),
  p9: (shared) => waitRow(shared.wanted.plan),
  p10: correctionRow,
  p11: starvedRow,
  p12: shotRow,
  p13: (shared) => pageRow(shared.wanted.plan.say),
  p14: (shared) => joinRow(shared.wanted.plan),
  p15: (shared) => frameRow(shared.wanted.plan.seconds),
  p16: (shared) => memoryRow(shared.wanted.plan),
};

function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
    return git('rev-parse', '--short', 'HEAD');
  } catch {
    return 'unknown';
  }
}

const wanted = readArguments();
const machine: Machine = {
  date: new Date().toISOString().slice(0, 10), commit: commit(), node: process.version, cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(), pinned: PINNED, rounds: wanted.plan.rounds, seconds: wanted.plan.seconds,
};
const shared = new Shared(wanted);
const rows: Row[] = [];
for (const id of wanted.only) {
  wanted.plan.say(id);
  rows.push(await MEASURES[id]!(shared).catch((error: unknown): Row => {
    return { id, figure: 'not measured', arbiter: '', peers: '', goal: '', held: undefined, note: `It failed: ${(error as Error).message}.` };
  }));
}
const notes = rows.flatMap(({ id, note }) => (note === undefined ? [] : [`- ${id.toUpperCase()}: ${note}`]));
const markdown = [machineLine(machine), '', TABLE_HEAD, ...rows.map(tableLine), '', ...notes].join('\n');
console.log(markdown);
mkdirSync(wanted.out, { recursive: true });
writeFileSync(join(wanted.out, 'bench.json'), `${JSON.stringify({ version: 1, machine, rows }, undefined, 2)}\n`);
writeFileSync(join(wanted.out, 'bench.md'), `${markdown}\n`);
process.exit(0);

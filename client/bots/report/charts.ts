// In: a run's seconds. Out: which charts there are, and their lines as numbers on one time line. Run by: page.
import { figureNamed, type Figure } from './figure-table.ts';
import type { Measured, RunResult, Sample } from './format.ts';
import { VERDICTS } from '../../../shared/netcode/verdicts.ts';

export type Tone = 'a' | 'b' | 'c' | 'd' | 'e';

interface SeriesSpec {
  readonly label: string;
  readonly tone: Tone;
  read(measured: Measured): number | undefined;
  /** Whose thresholds and meaning it has. */
  readonly figure?: Figure;
  /** Which of several seconds stands for them where there is not a point for each. */
  readonly worst: 'most' | 'least';
}

export interface ChartSpec {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly side: 'client' | 'server';
  /** Bars for what is counted, lines for what is measured. */
  readonly kind: 'line' | 'bars';
  readonly series: readonly SeriesSpec[];
  /** Names of the figures it shows, be it in another unit: who looks for one finds this chart. */
  readonly shows: readonly string[];
}

const TONES: readonly Tone[] = ['a', 'b', 'c', 'd', 'e'];
type Side = ChartSpec['side'];
type Counted = readonly [label: string, read: (measured: Measured) => number | undefined];

/** A chart of figures: labels and the figures' names. */
function figures(side: Side, id: string, title: string, named: readonly (readonly [label: string, name: string])[]): ChartSpec {
  const series = named.map(([label, name], n): SeriesSpec => {
    const figure = figureNamed(name)!;
    return { label, tone: TONES[n]!, figure, worst: figure.better === 'higher' ? 'least' : 'most', read: (measured) => figure.read(measured) };
  });
  return { id, title, side, kind: 'line', unit: series[0]!.figure!.unit, series, shows: named.map(([, name]) => name) };
}

/** p50, p99 and max of one spread. */
function spread(side: Side, id: string, title: string, name: string): ChartSpec {
  return figures(side, id, title, [['p50', `${name}.p50`], ['p99', `${name}.p99`], ['max', `${name}.max`]]);
}

/** A chart of what happened in each second, next to the figures made of it. */
function counts(side: Side, [id, title]: readonly [string, string], shows: readonly string[], counted: readonly Counted[]): ChartSpec {
  return { id, title, side, kind: 'bars', unit: 'a second', shows, series: counted.map(([label, read], n) => ({ label, tone: TONES[n]!, read, worst: 'most' })) };
}

export const CHARTS: readonly ChartSpec[] = [
  figures('client', 'players', 'Players', [['connected', 'players']]),
  spread('client', 'corrections', 'Corrections', 'correction.px'),
  counts('client', ['corrected', 'Corrections over 0.5 px'], ['correction.rate'], [['corrections', ({ client }) => client.corrected]]),
  figures('client', 'mispredict', 'Mispredict rate', [['of patches compared', 'mispredict.rate']]),
  spread('client', 'input-ack', 'Input to acknowledgement', 'input.ack.ms'),
  spread('client', 'patch-age', 'Patch age', 'patch.age.ms'),
  spread('client', 'patch-spacing', 'Patch spacing', 'patch.spacing.ms'),
  counts('client', ['stalls', 'Stalls'], ['stall.rate'], [['holes over 250 ms', ({ client }) => client.stalls]]),
  counts('client', ['starved', 'Starved frames'], ['starved.rate'], [['others not where they are', ({ client }) => client.starvedFrames]]),
  counts('client', ['verdicts', 'Inputs not simply accepted, by verdict'], VERDICTS.map((verdict) => `verdict.${verdict}`), VERDICTS.filter((verdict) => verdict !== 'accepted')
    .map((verdict): Counted => [verdict, ({ client }) => client.verdicts[verdict] ?? 0])),
  counts('client', ['surprises', "Others' doing, which nobody can predict"], ['surprise.rate'], [['patches that told of it', ({ client }) => client.surprised]]),
  counts('client', ['reconnects', 'Drops, reconnects, errors'], ['drops', 'reconnects', 'errors', 'reconnect.ms.p50', 'reconnect.ms.p99', 'reconnect.ms.max'], [
    ['drops', ({ client }) => client.drops], ['reconnects', ({ client }) => client.reconnects], ['errors', ({ client }) => client.errors],
  ]),
  figures('client', 'rtt', 'Round trip', [['p50', 'rtt.ms.p50'], ['p99', 'rtt.ms.p99']]),
  figures('client', 'bytes', 'Bytes per player', [['down', 'bytes.in'], ['up', 'bytes.out']]),
  spread('client', 'bots-late', "The bots' own lateness", 'bots.late.ms'),
  figures('server', 'clients', 'Clients', [['connected', 'clients']]),
  spread('server', 'tick-late', 'Tick lateness', 'tick.late'),
  figures('server', 'step', 'Step and tick time', [['step p50', 'step.ms.p50'], ['step p99', 'step.ms.p99'], ['whole tick p99', 'tick.ms.p99']]),
  spread('server', 'loop-delay', 'Event loop delay', 'loop.delay'),
  figures('server', 'cpu', 'Processor', [['of one core', 'cpu']]),
  figures('server', 'memory', 'Memory', [['resident', 'memory'], ['heap', 'heap']]),
  spread('server', 'gc', 'Garbage collection pauses', 'gc.pause'),
  figures('server', 'encode', 'Patch encoding', [['p50', 'encode.ms.p50'], ['p99', 'encode.ms.p99']]),
  figures('server', 'patch-bytes', 'Patch length', [['p50', 'patch.bytes.p50'], ['p99', 'patch.bytes.p99']]),
  counts('server', ['refused', 'Frames refused, ticks lost, rooms failed'], ['frames.refused', 'ticks.lost', 'rooms.failed'], [
    ['frames refused', (measured) => figureNamed('frames.refused')!.read(measured)], ['ticks lost', ({ server }) => server?.ticksLost], ['rooms failed', ({ server }) => server?.roomsFailed],
  ]),
  figures('server', 'pace', 'Pace', [['share of full pace', 'pace']]),
  figures('server', 'rooms', 'Rooms', [['alive', 'rooms']]),
];

/** Points a line may have: more than pixels would be wasted on a page that is mailed around. */
const POINTS_MAX = 600;

export interface TimeLine {
  /** First second of each point. */
  readonly seconds: readonly number[];
  /** Seconds that one point stands for. */
  readonly stride: number;
  readonly endSec: number;
  readonly rampSec: number;
}

export interface ChartData {
  readonly spec: ChartSpec;
  /** One list a series, one value a point; `null` where nothing was measured. */
  readonly lines: readonly (readonly (number | null)[])[];
}

export function timeLineOf({ samples, rampSec }: RunResult): TimeLine {
  const endSec = (samples.at(-1)?.second ?? 0) + 1;
  const stride = Math.ceil(endSec / POINTS_MAX);
  return { seconds: Array.from({ length: Math.ceil(endSec / stride) }, (_, n) => n * stride), stride, endSec, rampSec };
}

/** Charts in which something was measured. */
export function chartsOf(result: RunResult, line: TimeLine): ChartData[] {
  const groups: Sample[][] = line.seconds.map(() => []);
  for (const sample of result.samples) groups[Math.floor(sample.second / line.stride)]?.push(sample);
  return CHARTS.map((spec) => ({ spec, lines: spec.series.map((series) => groups.map((group) => pointOf(series, group))) }))
    .filter(({ lines }) => lines.some((values) => values.some((value) => value !== null)));
}

/** The worst of its seconds: what a mean would smooth away is what a tester looks for. */
function pointOf({ read, worst }: SeriesSpec, group: readonly Sample[]): number | null {
  const values = group.flatMap((sample) => read(sample) ?? []);
  if (values.length === 0) return null;
  return worst === 'most' ? Math.max(...values) : Math.min(...values);
}

// In: everything the process measures. Out: named families of values, the same for people's tools and for the bots. Run by: metrics-route.
import { memoryUsage, cpuUsage } from 'node:process';
import { performance } from 'node:perf_hooks';
import type { LoopStats } from '../netcode/tick-loop.ts';
import type { HistogramData, Histogram } from './histogram.ts';
import type { Meters, TypeMeter } from './meters.ts';
import type { ProcessWatch } from './process-watch.ts';

export interface MetricSources {
  readonly meters: Meters;
  readonly watch: ProcessWatch;
  loop(): LoopStats & { readonly pace: number };
  /** Every counter of the process by name. */
  counts(): Readonly<Record<string, number>>;
}

export interface Series<V> {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: V;
}

interface Named {
  /** Base units, as Prometheus has them: seconds and bytes. */
  readonly name: string;
  readonly help: string;
}

export type MetricFamily =
  | (Named & { readonly type: 'counter' | 'gauge'; readonly series: readonly Series<number>[] })
  | (Named & { readonly type: 'histogram'; readonly series: readonly Series<HistogramData>[] });

const one = (value: number): Series<number>[] => [{ labels: {}, value }];

/** Everything is read at the moment of asking; nothing here runs in a tick. */
export function metricFamilies(sources: MetricSources): MetricFamily[] {
  return [...processFamilies(sources.watch), ...loopFamilies(sources), ...roomFamilies(sources.meters), ...countFamilies(sources)];
}

function processFamilies({ loopDelayMs, gcPauseMs }: ProcessWatch): MetricFamily[] {
  const { rss, heapUsed } = memoryUsage();
  const { user, system } = cpuUsage();
  return [
    gauge('arbiter_uptime_seconds', 'Since the process started.', one(performance.now() / 1000)),
    counter('process_cpu_seconds_total', 'Processor time, user and system.', one((user + system) / 1e6)),
    counter('arbiter_loop_active_seconds_total', 'Time in which the event loop was not idle.', one(performance.eventLoopUtilization().active / 1000)),
    gauge('process_resident_memory_bytes', 'Resident memory.', one(rss)),
    gauge('nodejs_heap_size_used_bytes', 'JavaScript heap in use.', one(heapUsed)),
    durations('arbiter_loop_delay_seconds', 'How late the event loop ran a timer of 10 ms.', [{ labels: {}, value: loopDelayMs }]),
    durations('nodejs_gc_duration_seconds', 'Pauses for garbage collection.', Object.entries(gcPauseMs).map(([kind, value]) => ({ labels: { kind }, value }))),
  ];
}

function loopFamilies({ meters, loop }: MetricSources): MetricFamily[] {
  const { ticks, caughtUp, lost, pace } = loop();
  return [
    durations('arbiter_tick_late_seconds', 'How late ticks began, behind their grid.', [{ labels: {}, value: meters.tickLateMs }]),
    counter('arbiter_ticks_total', 'Ticks run, of all rooms.', one(ticks)),
    counter('arbiter_ticks_caught_up_total', 'Ticks made up late, right behind another.', one(caughtUp)),
    counter('arbiter_ticks_lost_total', 'Ticks given up after a long block.', one(lost)),
    gauge('arbiter_pace', 'Pace of all rooms as a share of their tick rate; less than 1 under overload.', one(pace)),
  ];
}

function roomFamilies(meters: Meters): MetricFamily[] {
  const types = [...meters.types];
  const byType = (part: (meter: TypeMeter) => Histogram): Series<Histogram>[] => types.map(([room, meter]) => ({ labels: { room }, value: part(meter) }));
  const looks = types.map(([room, meter]) => ({ room, rooms: [...meter.rooms].map((look) => look()) }));
  return [
    durations('arbiter_tick_seconds', 'One tick of one room: inputs, bots, rules, capture, and the patch where one is due.', byType((meter) => meter.tickMs)),
    durations('arbiter_step_seconds', 'The rules of one tick alone.', byType((meter) => meter.stepMs)),
    durations('arbiter_patch_encode_seconds', 'Encoding of one patch.', byType((meter) => meter.encodeMs)),
    { type: 'histogram', name: 'arbiter_patch_bytes', help: 'Length of one patch.', series: byType((meter) => meter.patchBytes).map(({ labels, value }) => ({ labels, value: value.data() })) },
    gauge('arbiter_rooms', 'Rooms alive.', looks.map(({ room, rooms }) => ({ labels: { room }, value: rooms.length }))),
    gauge('arbiter_clients', 'Clients in rooms whose link is up.', looks.map(({ room, rooms }) => ({ labels: { room }, value: rooms.reduce((sum, { clients }) => sum + clients, 0) }))),
    gauge('arbiter_seats', 'Seats taken, by who drives them.', looks.flatMap(({ room, rooms }) => ['player', 'bot', 'away'].map((driver) => ({
      labels: { room, driver }, value: rooms.reduce((sum, { seats }) => sum + (seats[driver as keyof typeof seats]), 0),
    })))),
  ];
}

/** Counters whose names share a beginning are one family with a label. */
const PREFIXED = [
  { prefix: 'frames.refused.', name: 'arbiter_frames_refused_total', label: 'reason', help: 'Frames refused before any decoder.' },
  { prefix: 'captures.', name: 'arbiter_captures_total', label: 'outcome', help: 'Captures of matches, by what became of them.' },
  { prefix: 'http.refused.', name: 'arbiter_http_refused_total', label: 'status', help: 'HTTP requests refused at the door.' },
] as const;

function countFamilies({ meters, counts }: MetricSources): MetricFamily[] {
  const all = Object.entries(counts());
  const rest = all.filter(([name]) => !PREFIXED.some(({ prefix }) => name.startsWith(prefix)));
  return [
    counter('arbiter_inputs_total', 'Inputs of players, by what the gate said of them.', Object.entries(meters.verdicts()).map(([verdict, value]) => ({ labels: { verdict }, value }))),
    ...PREFIXED.map(({ prefix, name, label, help }) => counter(name, help, all.filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => ({ labels: { [label]: key.slice(prefix.length) }, value })))),
    counter('arbiter_events_total', 'Everything else that is counted, by name.', rest.map(([event, value]) => ({ labels: { event }, value }))),
  ];
}

function counter(name: string, help: string, series: readonly Series<number>[]): MetricFamily {
  return { type: 'counter', name, help, series };
}

function gauge(name: string, help: string, series: readonly Series<number>[]): MetricFamily {
  return { type: 'gauge', name, help, series };
}

/** Measured in milliseconds, told in seconds. */
function durations(name: string, help: string, series: readonly Series<Histogram>[]): MetricFamily {
  return {
    type: 'histogram', name, help,
    series: series.map(({ labels, value }) => {
      const { first, sum, ...data } = value.data();
      return { labels, value: { ...data, first: first / 1000, sum: sum / 1000 } };
    }),
  };
}

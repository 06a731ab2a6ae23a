// In: families of values. Out: Prometheus' text format, version 0.0.4. Run by: metrics-route.
import type { HistogramData } from './histogram.ts';
import type { MetricFamily } from './metric-families.ts';

export const TEXT_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Every so many bounds one is told: finer than half would be a page of lines for each room type. */
const BOUND_STRIDE = 8;

export function prometheusText(families: readonly MetricFamily[]): string {
  return families.map((family) => {
    const head = [`# HELP ${family.name} ${escape(family.help)}`, `# TYPE ${family.name} ${family.type}`];
    const body = family.type === 'histogram'
      ? family.series.flatMap(({ labels, value }) => histogramLines(family.name, labels, value))
      : family.series.map(({ labels, value }) => line(family.name, labels, value));
    return [...head, ...body].join('\n');
  }).join('\n') + '\n';
}

function histogramLines(name: string, labels: Readonly<Record<string, string>>, data: HistogramData): string[] {
  const lines: string[] = [];
  let below = 0;
  let next = 0;
  for (let bound = 0; bound < data.bounds; bound += BOUND_STRIDE) {
    for (; next < data.buckets.length && data.buckets[next]![0] <= bound; next++) below += data.buckets[next]![1];
    const le = String(Number((data.first * data.ratio ** bound).toPrecision(6)));
    lines.push(line(`${name}_bucket`, { ...labels, le }, below));
  }
  lines.push(line(`${name}_bucket`, { ...labels, le: '+Inf' }, data.count));
  return [...lines, line(`${name}_sum`, labels, data.sum), line(`${name}_count`, labels, data.count)];
}

function line(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escape(text).replaceAll('"', '\\"')}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

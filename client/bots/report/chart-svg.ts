// In: one chart's numbers. Out: its drawing, which needs no script. Run by: page.
import type { ChartData, TimeLine } from './charts.ts';
import type { Verdict } from './expectations.ts';
import { html, type Markup } from './html.ts';
import { roundUp, shown } from './numbers.ts';

/** The drawing is stretched to its box; labels are not in it, so that they keep their size. */
const WIDE = 1000;
const HIGH = 100;
/** Room above the highest line, or its upper half would be cut off. */
const HEADROOM = 1.06;
/** A threshold this far above everything measured would press the lines flat. */
const THRESHOLD_FAR = 4;

export interface ChartContext {
  readonly line: TimeLine;
  readonly verdicts: readonly Verdict[];
  /** Of the whole run, for each series. */
  readonly totals: readonly (number | undefined)[];
}

export function chartMarkup(data: ChartData, index: number, context: ChartContext): Markup {
  const { spec, lines } = data;
  const { line, totals } = context;
  const own = context.verdicts.filter(({ expectation }) => spec.series.some(({ figure }) => figure?.name === expectation.figure.name));
  const broken = context.verdicts.filter(({ expectation, held }) => !held && spec.shows.includes(expectation.figure.name));
  const top = topOf(data, own);
  const firstSec = Math.min(...broken.map(({ first }) => first?.second ?? Infinity));
  const about = spec.series.find(({ figure }) => figure !== undefined)?.figure?.stem.about;
  return html`
<figure class="chart${broken.length > 0 ? ' is-broken' : ''}" id="chart-${spec.id}">
<figcaption><h3${about === undefined ? '' : html` title="${about}"`}>${spec.title} <small>${spec.unit}</small></h3>
<ul class="legend">${spec.series.map(({ label, tone }, n) => html`<li class="tone-${tone}"><i></i>${label} <b data-of="${index}.${n}">${shown(totals[n])}</b></li>`)}</ul></figcaption>
<div class="plot" tabindex="0" role="img" aria-label="${spec.title} over ${line.endSec} seconds" data-chart="${index}">
<svg viewBox="0 0 ${WIDE} ${HIGH}" preserveAspectRatio="none" aria-hidden="true">
${line.rampSec > 0 ? html`<rect class="ramp" x="0" y="0" width="${round((Math.min(line.rampSec, line.endSec) / line.endSec) * WIDE)}" height="${HIGH}"/>` : undefined}
<path class="grid" d="M0 ${HIGH / 2}H${WIDE}"/>
${spec.series.map(({ tone }, n) => (spec.kind === 'bars' ? bars(lines[n]!, tone, n, { top, line, of: lines.length }) : curve(lines[n]!, tone, { top, line })))}
${own.filter(({ expectation }) => expectation.threshold <= top && expectation.threshold >= 0).map(({ expectation: { threshold } }) => html`<path class="threshold" d="M0 ${y(threshold, top)}H${WIDE}"/>`)}
</svg>
<span class="scale top">${shown(top)}</span><span class="scale middle">${shown(top / 2)}</span><span class="scale bottom">0</span>
${Number.isFinite(firstSec) ? html`<span class="first" style="left:${round((firstSec / line.endSec) * 100)}%"><em>${firstSec} s</em></span>` : undefined}
<span class="cross" hidden></span>
</div>
<div class="time"><span>0 s</span><span>${shown(Math.round(line.endSec / 2))} s</span><span>${shown(line.endSec)} s</span></div>
</figure>`;
}

/** Values where a point's line begins; measured seconds below are joined, holes are left open. */
function curve(values: readonly (number | null)[], tone: string, { top, line }: { readonly top: number; readonly line: TimeLine }): Markup {
  let path = '';
  let pen = false;
  values.forEach((value, n) => {
    if (value !== null) {
      const at = `${round(x(n + 0.5, line))} ${y(value, top)}`;
      // A point between two holes is drawn as well: the round cap shows it.
      path += pen ? `L${at}` : `M${at}h.01`;
    }
    pen = value !== null;
  });
  return html`<path class="line tone-${tone}" d="${path}"/>`;
}

function bars(values: readonly (number | null)[], tone: string, n: number, scale: { readonly top: number; readonly line: TimeLine; readonly of: number }): Markup {
  const width = 0.86 / scale.of;
  const path = values.map((value, at) => {
    if (value === null || value === 0) return '';
    const from = at + 0.07 + n * width;
    return `M${round(x(from, scale.line))} ${HIGH}V${y(value, scale.top)}H${round(x(from + width, scale.line))}V${HIGH}Z`;
  }).join('');
  return html`<path class="bar tone-${tone}" d="${path}"/>`;
}

function topOf({ lines }: ChartData, own: readonly Verdict[]): number {
  const most = lines.flat().reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  const thresholds = own.map(({ expectation }) => expectation.threshold).filter((threshold) => most === 0 || threshold <= most * THRESHOLD_FAR);
  return roundUp(Math.max(most, ...thresholds) * HEADROOM);
}

function x(point: number, line: TimeLine): number {
  return Math.min(WIDE, ((point * line.stride) / line.endSec) * WIDE);
}

function y(value: number, top: number): number {
  return round(HIGH - (Math.min(value, top) / top) * HIGH);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

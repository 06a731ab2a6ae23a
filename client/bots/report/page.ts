// In: a run's result and its verdicts. Out: one HTML page that needs no network and no script to be read. Run by: write-report.
// Charts are own drawings and no library's: as SVG they are there where scripts are not (build servers show artefacts so),
// can be printed, take the page's own colours, and cost a few kilobytes.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chartsOf, timeLineOf, type ChartData, type TimeLine } from './charts.ts';
import { chartMarkup } from './chart-svg.ts';
import type { Verdict } from './expectations.ts';
import type { RunResult } from './format.ts';
import { html, Markup, scriptJson } from './html.ts';
import {
  amountSections, captureSection, cheatSection, definitionSection, fieldSection, headSection, nextSection, optionSection, tileSection, verdictSection,
} from './page-sections.ts';

export function reportPage(result: RunResult, verdicts: readonly Verdict[]): string {
  const style = readBeside('page.css');
  const script = readBeside('page-script.js');
  const line = timeLineOf(result);
  const charts = chartsOf(result, line);
  // Nothing but these two may run or be fetched, whatever a name or a message in the report contains.
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${String(result.options['room'] ?? 'room')} - bots report</title><link rel="icon" href="data:,"><style>${new Markup(style)}</style></head>
<body>
${headSection(result, verdicts)}
<main>
<div class="pair">${verdictSection(result, verdicts)}${nextSection(result, verdicts)}</div>
${tileSection(result)}
${timeSection(result, verdicts, charts, line)}
<div class="pair">${fieldSection(result)}<div class="stack">${amountSections(result)}</div></div>
${cheatSection(result)}
<div class="pair">${captureSection(result)}${optionSection(result)}</div>
${definitionSection(result)}
</main>
<footer>report.json holds every second of it, format ${result.formatVersion}.</footer>
<script type="application/json" id="chart-data">${scriptJson({ seconds: line.seconds, stride: line.stride, endSec: line.endSec, lines: charts.map(({ lines }) => lines.map(rounded)) })}</script>
<script>${new Markup(script)}</script>
</body></html>
`.text;
}

function timeSection(result: RunResult, verdicts: readonly Verdict[], charts: readonly ChartData[], line: TimeLine): Markup {
  const drawn = charts.map((data, index) => ({
    side: data.spec.side,
    markup: chartMarkup(data, index, { line, verdicts, totals: data.spec.series.map((series) => series.read(result.totals)) }),
  }));
  const of = (side: string): readonly Markup[] => drawn.filter((chart) => chart.side === side).map(({ markup }) => markup);
  const grain = line.stride === 1 ? 'One point a second.' : `One point for ${line.stride} seconds: the worst of them.`;
  return html`
<section id="time"><h2>One time line</h2>
<p class="hint">${grain} ${line.rampSec > 0 ? 'Where the ground is lighter the bots were still joining, and nothing counts. ' : ''}Numbers are of the whole run; point at a second for its own.<output id="moment"></output></p>
<div class="columns"><div><h2 class="side">What players saw</h2>${of('client')}</div>
<div><h2 class="side">What the server did</h2>${of('server')}${result.serverAbsent === undefined ? undefined : html`<p class="panel absent">Not available: ${result.serverAbsent}.</p>`}</div></div></section>`;
}

function rounded(values: readonly (number | null)[]): (number | null)[] {
  return values.map((value) => (value === null ? null : Number(value.toPrecision(4))));
}

function readBeside(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

// In: a run's result and its verdicts. Out: the parts of the page around the charts. Run by: page.
import { firstBroken, outcomeOf, type Outcome, type Verdict } from './expectations.ts';
import { FIGURES, figureNamed, readTotal, sumOf, type Figure } from './figure-table.ts';
import type { Amounts, RunResult } from './format.ts';
import { CHARTS } from './charts.ts';
import { html, type Markup } from './html.ts';
import { shown } from './numbers.ts';

/** Rows of a table; what is left out is counted below it. */
const ROWS_MAX = 40;
const FIELD_ROWS_MAX = 20;

const WORDS: Readonly<Record<Outcome, { readonly title: string; readonly tone: string }>> = {
  held: { title: 'Held', tone: 'good' }, 'fell short': { title: 'Fell short', tone: 'bad' },
  measured: { title: 'Measured', tone: 'neutral' }, void: { title: 'Does not count', tone: 'void' },
};

export function headSection(result: RunResult, verdicts: readonly Verdict[]): Markup {
  const outcome = outcomeOf(verdicts, result);
  const { title, tone } = WORDS[outcome];
  return html`
<header class="verdict is-${tone}">
<p class="kicker">Arbiter bots report</p>
<h1>${title}</h1>
<p class="lead">${leadOf(outcome, result, verdicts)}</p>
${factsOf(result)}
</header>`;
}

function leadOf(outcome: Outcome, result: RunResult, verdicts: readonly Verdict[]): Markup {
  const short = verdicts.filter(({ held }) => !held);
  const first = firstBroken(verdicts);
  if (outcome === 'void') return html`${upperFirst(result.harness.reason ?? 'the bots themselves were the bottleneck')}.`;
  if (outcome === 'measured') return html`No expectation was given, so there is no verdict: <code>--expect "correction.px.p99&lt;0.5"</code> asks for one.`;
  if (first === undefined) return html`${verdicts.length === 1 ? 'The one expectation' : `All ${verdicts.length} expectations`} held.`;
  const when = first.first === undefined ? '' : `, from second ${first.first.second} on`;
  return html`${short.length} of ${verdicts.length} expectations fell short. First broke <b>${first.expectation.figure.name}</b>${when}.`;
}

function factsOf({ options, seed, startedAt, durationSec, rampSec, ended, totals }: RunResult): Markup {
  const facts: [string, string][] = [
    ['players', shown(totals.client.players)], ['room', String(options['room'] ?? '-')], ['server', String(options['url'] ?? '-')],
    ['network', String(options['scenario'] ?? 'as it is')], ['played', `${shown(durationSec - rampSec)} s after ${shown(rampSec)} s of joining`],
    ['seed', String(seed)], ['started', startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')],
    ...(ended === 'interrupted' ? [['ended', 'by hand, before its time'] as [string, string]] : []),
  ];
  return html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

export function verdictSection(result: RunResult, verdicts: readonly Verdict[]): Markup | undefined {
  if (verdicts.length === 0) return undefined;
  const isVoid = result.harness.saturated;
  return html`
<section class="panel" id="expectations"><h2>Expectations</h2>
<ul class="verdicts">${verdicts.map(({ expectation, held, value, reason, first }) => html`
<li class="${isVoid ? 'is-void' : held ? 'is-good' : 'is-bad'}"><b class="mark">${isVoid ? 'void' : held ? 'held' : 'short'}</b>
<span class="what"><code>${expectation.text}</code><small>${expectation.figure.about}</small></span>
<span class="value">${value === undefined ? html`<small>${reason}</small>` : shown(value, expectation.figure.unit)}
${first === undefined ? undefined : html`<small>${held ? 'over the run; outside in' : 'first outside in'} ${chartLink(expectation.figure.name, `second ${first.second}`)}: ${shown(first.value, expectation.figure.unit)}, ${first.seconds} seconds in all</small>`}</span></li>`)}
</ul></section>`;
}

function chartLink(figure: string, text: string): Markup {
  const stem = figureNamed(figure)?.stem.name;
  const chart = CHARTS.find(({ shows }) => shows.some((each) => figureNamed(each)?.stem.name === stem));
  return chart === undefined ? html`${text}` : html`<a href="#chart-${chart.id}">${text}</a>`;
}

/** What to look at next, most telling first. */
export function nextSection(result: RunResult, verdicts: readonly Verdict[]): Markup | undefined {
  const first = firstBroken(verdicts);
  const steps: Markup[] = [];
  if (result.harness.saturated) steps.push(html`Repeat the run with the bots relieved, as the sentence above says; <a href="#chart-bots-late">their lateness</a> shows when it began.`);
  else if (first !== undefined) steps.push(...stepsAfter(first, result));
  if (result.serverAbsent !== undefined) steps.push(html`Figures of the server are not available: ${result.serverAbsent}.`);
  return steps.length === 0 ? undefined : html`<section class="panel next"><h2>Open next</h2><ol>${steps.map((step) => html`<li>${step}</li>`)}</ol></section>`;
}

function stepsAfter({ expectation, first, reason }: Verdict, { captures }: RunResult): Markup[] {
  const { figure } = expectation;
  const files = captures.flatMap((room) => room.files);
  if (reason !== undefined) return [html`${figure.name} was ${reason}.`];
  return [
    ...(first === undefined ? [] : [html`${chartLink(figure.name, `The chart of ${figure.name}`)} at second ${first.second}, and what the other charts say of the same second.`]),
    ...(figure.at === 'cheats' ? [html`<a href="#cheats">The table of cheats</a>: which kind gained, and in what.`] : []),
    ...(files.length === 0 ? [] : [html`Re-run the match: <code>npm run replay -- verify data/captures/${files[0]!}</code>${files.length > 1 ? html` and <a href="#captures">${files.length - 1} more</a>` : undefined}`]),
  ];
}

const TILES = [
  'correction.px.p99', 'mispredict.rate', 'input.ack.ms.p50', 'patch.spacing.ms.p99', 'stall.rate', 'bytes.in', 'tick.late.p99', 'step.ms.p99', 'loop.delay.p99', 'cpu', 'memory', 'errors',
];

export function tileSection(result: RunResult): Markup {
  const tiles = TILES.map((name) => figureNamed(name)!);
  return html`<section class="tiles" aria-label="Figures of the whole run">${tiles.map((figure) => {
    const value = readTotal(figure, result);
    return html`<div class="tile" title="${figure.about}"><span>${figure.name}</span><b>${shown(value)}<small>${value === undefined ? '' : figure.unit}</small></b></div>`;
  })}</section>`;
}

export function fieldSection({ bytesByField, bytesByFieldOf: { patches, patchBytes } }: RunResult): Markup {
  const named = bytesByField.reduce((sum, { bytes }) => sum + bytes, 0);
  const rest = bytesByField.slice(FIELD_ROWS_MAX);
  const rows = [
    ...bytesByField.slice(0, FIELD_ROWS_MAX),
    ...(rest.length > 0 ? [{ field: `${rest.length} other fields`, bytes: rest.reduce((sum, { bytes }) => sum + bytes, 0) }] : []),
    ...(patchBytes > named ? [{ field: 'which structure comes next', bytes: patchBytes - named }] : []),
  ];
  const most = Math.max(1, ...rows.map(({ bytes }) => bytes));
  const bar = ({ field, bytes }: { readonly field: string; readonly bytes: number }): Markup => html`
<li><span>${field}</span><i style="width:${Math.round((bytes / most) * 1000) / 10}%"></i><b>${shown(bytes / Math.max(1, patches))} B</b><small>${shown((bytes * 100) / Math.max(1, patchBytes))} %</small></li>`;
  return html`
<section class="panel" id="fields"><h2>Bytes by field</h2>
<p class="hint">Bytes a patch, by field of the schema: ${shown(patches)} patches of ${shown(patchBytes)} bytes, as one bot a worker decoded them.</p>
${rows.length === 0 ? html`<p class="hint">No patch was metered.</p>` : html`<ul class="bars">${rows.map(bar)}</ul>`}</section>`;
}

export function amountSections({ totals, errors }: RunResult): Markup {
  const { client, server } = totals;
  return html`
${amounts('Verdicts on players\' inputs', client.verdicts, 'What the gate said of each input of well-behaved players.')}
${server === undefined ? undefined : amounts('Frames the server refused', server.framesRefused, 'Before any decoder, by reason; those of cheats as well.')}
${amounts('Errors', errors, 'What failed for bots that should not have failed.')}`;
}

function amounts(title: string, all: Amounts, hint: string): Markup {
  const rows = Object.entries(all).filter(([, amount]) => amount > 0).sort(([, a], [, b]) => b - a);
  const sum = sumOf(all);
  return html`
<section class="panel"><h2>${title}</h2><p class="hint">${hint}</p>
${rows.length === 0 ? html`<p>None.</p>` : html`<table><tbody>${rows.slice(0, ROWS_MAX).map(([name, amount]) => html`<tr><td>${name}</td><td>${shown(amount)}</td><td>${shown((amount * 100) / sum)} %</td></tr>`)}</tbody></table>${leftOut(rows.length, 'rows')}`}</section>`;
}

export function cheatSection({ cheats }: RunResult): Markup | undefined {
  if (cheats.length === 0) return undefined;
  const gain = (percent: number | null): Markup => (percent === null ? html`<td class="dim">not seen to play</td>` : html`<td class="${percent > 1 ? 'is-bad' : 'is-good'}">${shown(percent)} %</td>`);
  return html`
<section class="panel" id="cheats"><h2>Cheats</h2>
<p class="hint">What each kind gained over an honest player beyond what chance explains; 0 % is nothing.</p>
<div class="wide"><table><thead><tr><th>kind</th><th>bots</th><th>gained</th><th>in</th><th>refused by</th></tr></thead>
<tbody>${cheats.map(({ kind, count, advantagePercent, advantageIn, refusedBy }) => html`<tr><td>${kind}</td><td>${count}</td>${gain(advantagePercent)}<td>${advantageIn ?? '-'}</td>
<td>${Object.entries(refusedBy).slice(0, 4).map(([by, times]) => html`<span class="chip">${by} <b>${shown(times)}</b></span> `)}</td></tr>`)}</tbody></table></div></section>`;
}

export function captureSection({ captures }: RunResult): Markup | undefined {
  if (captures.length === 0) return undefined;
  const withFiles = captures.filter(({ files }) => files.length > 0);
  return html`
<section class="panel" id="captures"><h2>Captures</h2>
<p class="hint">${captures.length === 1 ? 'One room was' : `${captures.length} rooms were`} played. Each capture re-runs its match: <code>npm run replay -- verify FILE</code>, in the server's data folder.</p>
<ul class="files">${captures.slice(0, ROWS_MAX).map(({ room, roomId, files }) => html`<li><b>${room} ${roomId}</b>${files.length === 0 ? html`<span class="dim">no capture known</span>` : files.map((file) => html`<code>${file}</code>`)}</li>`)}</ul>
${leftOut(captures.length, 'rooms')}${withFiles.length === 0 ? html`<p class="hint">The server names captures it has written in /metrics.json.</p>` : undefined}</section>`;
}

export function definitionSection(result: RunResult): Markup {
  const stems = Map.groupBy(FIGURES, ({ stem }) => stem.name);
  return html`
<section class="panel" id="figures"><h2>Every figure</h2>
<p class="hint">Of the whole run after the ramp. These are the names that <code>--expect</code> takes; of what is measured many times there is
<code>.p50</code> (half of them are at most this), <code>.p99</code> (99 of 100 are) and <code>.max</code> (the largest).</p>
<div><table class="figures"><thead><tr><th>figure</th><th>value</th><th>better</th><th>what it is</th></tr></thead>
<tbody>${[...stems].map(([name, figures]) => stemRow(name, figures, result))}</tbody></table></div></section>`;
}

/** One row for all parts of a spread: their meanings differ in nothing else. */
function stemRow(name: string, figures: readonly Figure[], result: RunResult): Markup {
  const [{ unit, better, stem }] = figures as [Figure, ...Figure[]];
  const values = figures.map((figure) => ({ part: figure.name.slice(name.length), value: readTotal(figure, result) }));
  const isMeasured = values.some(({ value }) => value !== undefined);
  return html`<tr><td><code>${name}</code></td><td>${values.map(({ part, value }) => html`<span>${part === '' ? undefined : html`<small>${part}</small> `}${shown(value)}</span> `)}${isMeasured ? unit : ''}</td><td>${better}</td><td>${stem.about}</td></tr>`;
}

export function optionSection({ options }: RunResult): Markup {
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value) ?? '-');
  return html`
<section class="panel" id="options"><h2>Options</h2>
<table><tbody>${Object.entries(options).filter(([, value]) => value !== undefined).map(([name, value]) => html`<tr><td>${name}</td><td class="text">${text(value)}</td></tr>`)}</tbody></table></section>`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function leftOut(count: number, what: string): Markup | undefined {
  return count > ROWS_MAX ? html`<p class="hint">${count - ROWS_MAX} more ${what} are in report.json.</p>` : undefined;
}

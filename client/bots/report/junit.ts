// In: a run's result and its verdicts. Out: JUnit XML, as build servers read it: one test case an expectation. Run by: write-report.
import { outcomeOf, type Verdict } from './expectations.ts';
import type { RunResult } from './format.ts';
import { html, type Markup } from './html.ts';
import { shown } from './numbers.ts';

export function junitXml(result: RunResult, verdicts: readonly Verdict[]): string {
  const { options, harness, durationSec, startedAt, seed } = result;
  const isVoid = outcomeOf(verdicts, result) === 'void';
  const suite = ['bots', options['room'], options['scenario']].filter((part) => part !== undefined).map(String).join('.');
  const failures = isVoid ? 0 : verdicts.filter(({ held }) => !held).length;
  return html`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="bots" tests="${verdicts.length + 1}" failures="${failures}" errors="${isVoid ? 1 : 0}" time="${durationSec}">
<testsuite name="${suite}" tests="${verdicts.length + 1}" failures="${failures}" errors="${isVoid ? 1 : 0}" skipped="${isVoid ? verdicts.length : 0}" time="${durationSec}" timestamp="${startedAt.slice(0, 19)}">
<properties><property name="seed" value="${seed}"/><property name="url" value="${String(options['url'] ?? '')}"/></properties>
<testcase classname="${suite}" name="the bots were not the bottleneck" time="${durationSec}">${isVoid ? html`<error message="${harness.reason ?? 'the bots were the bottleneck'}" type="void"/>` : undefined}</testcase>
${verdicts.map((verdict) => testCase(suite, verdict, isVoid))}</testsuite>
</testsuites>
`.text;
}

function testCase(suite: string, verdict: Verdict, isVoid: boolean): Markup {
  const { expectation, held } = verdict;
  const body = isVoid ? html`<skipped message="the run does not count"/>` : held ? undefined : html`<failure message="${saying(verdict)}" type="expectation">${saying(verdict)}
${expectation.figure.about}</failure>`;
  return html`<testcase classname="${suite}" name="${expectation.text}" time="0">${body}</testcase>
`;
}

/** One line a verdict, for people at a terminal and in a build's log. */
export function saying({ expectation, held, value, reason, first }: Verdict): string {
  const { figure, text } = expectation;
  if (value === undefined) return `${text}: ${reason}`;
  const when = first === undefined || held ? '' : `, first in second ${first.second} (${shown(first.value, figure.unit)})`;
  return `${text}: ${held ? 'held' : 'fell short'} at ${shown(value, figure.unit)}${when}`;
}

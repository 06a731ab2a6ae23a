// In: a run's result and what was expected of it. Out: the report's files, the last words on the terminal, an exit code. Run by: main.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BotOptions } from './options.ts';
import { evaluate, firstBroken, type Verdict } from './report/expectations.ts';
import type { RunResult } from './report/format.ts';
import { writeReport } from './report/write-report.ts';
import { UsageError } from './usage-error.ts';

export const EXIT = { held: 0, fellShort: 1, couldNotRun: 2, killed: 130 } as const;

/** Before the run: an hour of play is not to end in a folder that cannot be written. @throws UsageError. */
export async function checkReportDir(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
    const probe = join(dir, `.probe-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw new UsageError(`--report ${dir}: cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}): name another folder`);
  }
}

/** Writes the report and says in a few lines how it ended. */
export async function conclude(result: RunResult, { expectations, reportDir }: BotOptions): Promise<number> {
  const verdicts = evaluate(expectations, result);
  const paths = await writeReport(result, verdicts, reportDir);
  for (const line of lastWords(result, verdicts)) console.log(line);
  console.log(`report: ${paths.join(', ')}`);
  const { harness } = result;
  if (harness.saturated) {
    console.error(`bots: this run does not count: ${harness.reason}`);
    return EXIT.couldNotRun;
  }
  return verdicts.every(({ held }) => held) ? EXIT.held : EXIT.fellShort;
}

/** One line each: what cheats gained, what held, what fell short with value, threshold and first second, and which captures show it. */
export function lastWords(result: RunResult, verdicts: readonly Verdict[]): string[] {
  const cheats = result.cheats.map(({ kind, advantagePercent, advantageIn, refusedBy }) => {
    const gained = advantagePercent === null ? 'played too little to say' : `gained ${advantagePercent.toFixed(1)} %${advantageIn === undefined ? '' : ` in ${advantageIn}`}`;
    const refused = Object.entries(refusedBy).map(([by, times]) => `${times} ${by}`).join(', ');
    return `cheat ${kind}: ${gained}${refused === '' ? '' : `; refused: ${refused}`}`;
  });
  const broken = verdicts.filter(({ held }) => !held);
  const held = verdicts.length - broken.length;
  const files = result.captures.flatMap((room) => (room.files.length > 0 ? room.files : [`*-${room.room}-${room.roomId}.capture.gz`]));
  const first = firstBroken(verdicts);
  return [
    ...cheats, ...broken.map(brokenLine),
    ...(broken.length > 1 && first?.first !== undefined ? [`first to break: ${first.expectation.figure.name}, in second ${first.first.second}`] : []),
    ...(broken.length > 0 ? [`captures of the rooms, in the server's data folder: ${files.join(', ')}`] : []),
    ...(verdicts.length > 0 ? [`${held} of ${verdicts.length} expectations held`] : []),
  ];
}

function brokenLine({ expectation, value, reason, first }: Verdict): string {
  const { figure, text } = expectation;
  if (value === undefined) return `fell short: ${text}: ${reason}`;
  const since = first === undefined ? '' : `; first in second ${first.second}, ${first.seconds} seconds in all`;
  return `fell short: ${text}: it was ${Number(value.toPrecision(4))} ${figure.unit}${since}`;
}

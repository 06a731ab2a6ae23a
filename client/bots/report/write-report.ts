// In: a run's result and its verdicts. Out: report.json, junit.xml and report.html in a folder. Run by: main.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../usage-error.ts';
import { outcomeOf, type Outcome, type Verdict } from './expectations.ts';
import { FIGURES, readTotal } from './figure-table.ts';
import type { RunResult } from './format.ts';
import { junitXml } from './junit.ts';
import { reportPage } from './page.ts';

export const REPORT_FILES = { json: 'report.json', junit: 'junit.xml', html: 'report.html' } as const;

/** What report.json holds: the run, and what was made of it. */
export interface ReportJson extends RunResult {
  readonly outcome: Outcome;
  readonly verdicts: readonly VerdictJson[];
  /** Every figure of the whole run, with its meaning. */
  readonly figures: readonly { readonly name: string; readonly value: number | null; readonly unit: string; readonly better: string; readonly about: string }[];
}

export interface VerdictJson {
  readonly expectation: string;
  readonly figure: string;
  readonly comparison: string;
  readonly threshold: number;
  readonly held: boolean;
  /** `null` where it was not measured; `reason` says why. */
  readonly value: number | null;
  readonly reason?: string;
  /** The first second after the ramp that was outside by itself, and how many were. */
  readonly first?: { readonly second: number; readonly value: number; readonly seconds: number };
}

/**
 * Each file is put in place whole, so that nobody reads half of one.
 * @returns the paths written. @throws UsageError where the folder cannot be written.
 */
export async function writeReport(result: RunResult, verdicts: readonly Verdict[], dir: string): Promise<string[]> {
  const files = [
    [REPORT_FILES.json, `${JSON.stringify(reportJson(result, verdicts), null, 1)}\n`],
    [REPORT_FILES.junit, junitXml(result, verdicts)],
    [REPORT_FILES.html, reportPage(result, verdicts)],
  ] as const;
  const paths: string[] = [];
  try {
    await mkdir(dir, { recursive: true });
    for (const [name, text] of files) {
      const path = join(dir, name);
      const part = `${path}.${process.pid}.part`;
      await writeFile(part, text).then(() => rename(part, path)).catch(async (error: unknown) => {
        await rm(part, { force: true });
        throw error;
      });
      paths.push(path);
    }
  } catch (error) {
    throw new UsageError(`the report cannot be written to ${dir} (${(error as NodeJS.ErrnoException).code ?? String(error)}): give another folder with --report`);
  }
  return paths;
}

export function reportJson(result: RunResult, verdicts: readonly Verdict[]): ReportJson {
  return {
    ...result, outcome: outcomeOf(verdicts, result),
    verdicts: verdicts.map(({ expectation: { text, figure, comparison, threshold }, held, value, reason, first }) => ({
      expectation: text, figure: figure.name, comparison, threshold, held, value: value ?? null,
      ...(reason === undefined ? {} : { reason }), ...(first === undefined ? {} : { first }),
    })),
    figures: FIGURES.map((figure) => ({
      name: figure.name, value: readTotal(figure, result) ?? null, unit: figure.unit, better: figure.better, about: figure.about,
    })),
  };
}

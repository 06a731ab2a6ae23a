// In: options of the bots' command. Out: what it said and how it ended. Run by: tests of the bots.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunResult } from '../../client/bots/report/format.ts';

export interface BotsRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** `undefined` where there is no report. */
  readonly result: RunResult | undefined;
  /** Names of the report's files. */
  readonly files: readonly string[];
}

/**
 * Runs the command as a tester would. The machine of a test may be busy: its own lateness is no reason to fail.
 * @param interruptAt what it must have said before it gets a Ctrl-C.
 */
export async function runBots(
  options: Readonly<Record<string, string | number>>, expectations: readonly string[] = [], interruptAt?: RegExp,
): Promise<BotsRun> {
  const folder = await mkdtemp(join(tmpdir(), 'arbiter-bots-'));
  const given = Object.entries({ report: folder, 'late-max': 1_000, ...options }).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const argv = ['client/bots/main.ts', ...given, ...expectations.flatMap((text) => ['--expect', text])];
  const ended = await new Promise<Omit<BotsRun, 'result' | 'files'>>((resolve) => {
    const child = execFile(process.execPath, argv, (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }));
    if (interruptAt !== undefined) child.stdout!.on('data', (said: string) => interruptAt.test(said) && child.kill('SIGINT'));
  });
  const text = await readFile(join(folder, 'report.json'), 'utf8').catch(() => undefined);
  const files = await readdir(folder);
  await rm(folder, { recursive: true, force: true });
  return { ...ended, result: text === undefined ? undefined : JSON.parse(text) as RunResult, files };
}

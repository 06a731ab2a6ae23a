// In: a command line. Out: a run of bots against a server, its report, and an exit code: 0 held, 1 fell short, 2 could not
// run or does not count. Run by: npm run bots.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LiveView } from './live-view.ts';
import { helpText, parseOptions, type BotOptions } from './options.ts';
import type { RunResult } from './report/format.ts';
import { runResult } from './run-result.ts';
import { BotSwarm, checkServer } from './swarm.ts';
import { UsageError } from './usage-error.ts';

const EXIT = { held: 0, fellShort: 1, couldNotRun: 2, killed: 130 } as const;

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(helpText());
    return EXIT.held;
  }
  await checkServer(options.url);
  const result = await play(options);
  await mkdir(options.reportDir, { recursive: true });
  await writeFile(join(options.reportDir, 'report.json'), JSON.stringify(result, null, 1));
  return conclude(result);
}

async function play(options: BotOptions): Promise<RunResult> {
  const view = new LiveView({ isTerminal: process.stdout.isTTY, columns: process.stdout.columns, write: (text) => process.stdout.write(text) }, {
    title: `${options.count} bots in ${options.room} at ${options.url}${options.scenario === undefined ? '' : ` over ${options.scenario}`}, seed ${options.seed}`,
    count: options.count, rampSec: options.rampSec, totalSec: Math.ceil(options.rampSec) + options.durationSec,
  });
  const swarm = new BotSwarm(options, { onSecond: (second, data) => view.show(second, data) });
  let interrupts = 0;
  const interrupt = (): void => {
    if (interrupts++ > 0) process.exit(EXIT.killed);
    console.error('\nEnding the run; the report follows. Ctrl-C again ends at once.');
    swarm.stop();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return runResult(options, await swarm.run());
  } finally {
    view.end();
  }
}

function conclude({ harness }: RunResult): number {
  if (!harness.saturated) return EXIT.held;
  console.error(`The run does not count: ${harness.reason}.`);
  return EXIT.couldNotRun;
}

try {
  process.exit(await main());
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`bots: ${error.message}`);
  process.exit(EXIT.couldNotRun);
}

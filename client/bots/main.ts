// In: a command line. Out: a run of bots against a server, its report, and an exit code: 0 held, 1 fell short, 2 could not
// run or does not count. Run by: npm run bots.
import { checkReportDir, conclude, EXIT } from './conclusion.ts';
import { LiveView } from './live-view.ts';
import { helpText, parseOptions, type BotOptions } from './options.ts';
import type { RunResult } from './report/format.ts';
import { ServerWatch } from './report/server-figures.ts';
import { runResult } from './run-result.ts';
import { ServerPoll } from './server-poll.ts';
import { BotSwarm, checkServer } from './swarm.ts';
import { UsageError } from './usage-error.ts';

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(helpText());
    return EXIT.held;
  }
  await checkReportDir(options.reportDir);
  await checkServer(options.url);
  return conclude(await play(options), options);
}

async function play(options: BotOptions): Promise<RunResult> {
  const { count, room, url, scenario, seed, durationSec } = options;
  const rampSec = Math.ceil(options.rampSec);
  const view = new LiveView({ isTerminal: process.stdout.isTTY, columns: process.stdout.columns, write: (text) => process.stdout.write(text) }, {
    title: `${count} bots in ${room} at ${url}${scenario === undefined ? '' : ` over ${scenario}`}, seed ${seed}`,
    count, rampSec, totalSec: rampSec + durationSec,
  });
  const swarm = new BotSwarm(options, { onSecond: (second, data) => view.show(second, data) });
  const watch = new ServerWatch({ url, token: process.env['ARBITER_METRICS_TOKEN'] });
  const poll = new ServerPoll(watch, swarm.startAtMs, rampSec);
  endOnInterrupt(swarm);
  poll.start();
  try {
    const run = await swarm.run();
    poll.stop();
    await poll.captures([...run.data.roomIds]);
    return runResult(options, run, watch);
  } finally {
    poll.stop();
    view.end();
  }
}

function endOnInterrupt(swarm: BotSwarm): void {
  let interrupts = 0;
  const interrupt = (): void => {
    if (interrupts++ > 0) process.exit(EXIT.killed);
    process.stdout.write('\nEnding the run; the report follows. Ctrl-C again ends at once.\n');
    swarm.stop();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
}

try {
  process.exit(await main());
} catch (error) {
  // A mistake in the bots is no verdict on the server: exit code 1 would be one.
  console.error(error instanceof UsageError ? `bots: ${error.message}` : error);
  process.exit(EXIT.couldNotRun);
}

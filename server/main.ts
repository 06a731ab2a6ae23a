// In: environment variables and signals. Out: a running Arbiter server, and its orderly end. Run by: npm start.
import { readConfig } from './platform/config.ts';
import { outliveFaults, runUntilSignal } from './platform/life.ts';
import { StartError } from './platform/start-error.ts';
import { startServer } from './start.ts';

try {
  const server = await startServer(readConfig(process.env));
  runUntilSignal(server);
  outliveFaults(server);
  console.log(`Arbiter is running: ${server.address}`);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(`Arbiter cannot start: ${error.message}`);
  process.exit(1);
}

// In: a running server, signals, errors that nobody caught. Out: its orderly end. Run by: main.
import type { RunningServer } from './boot.ts';
import { FaultLimit } from './faults.ts';

/** The first signal ends matches and keeps captures, exit 0, or 1 where that took too long; the second ends at once. */
export function runUntilSignal(server: RunningServer): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending) process.exit(1);
      ending = true;
      void end(server, signal, 0);
    });
  }
}

/** What nobody caught is logged and counted, and matches go on; see FaultLimit for when they do not. */
export function outliveFaults(server: RunningServer): void {
  const limit = new FaultLimit();
  const onFault = (kind: string) => (error: unknown): void => {
    server.metrics.count(`process.${kind}`);
    server.log.error({ err: error }, kind);
    if (limit.note(performance.now())) void end(server, 'too many faults', 1);
  };
  process.on('unhandledRejection', onFault('unhandledRejection'));
  process.on('uncaughtException', onFault('uncaughtException'));
}

async function end(server: RunningServer, reason: string, code: number): Promise<void> {
  server.log.info({ reason, ...server.metrics.snapshot() }, 'ending');
  const inTime = await server.close();
  process.exit(inTime ? code : 1);
}

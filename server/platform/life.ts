// In: a running server, signals, errors that nobody caught. Out: its orderly end. Run by: main.
import type { RunningServer } from './boot.ts';
import { FaultLimit } from './faults.ts';

/**
 * SIGTERM lets matches finish first, SIGINT ends them; both keep captures and exit with 0, or with 1 where closing took
 * too long. The second signal ends at once.
 */
export function runUntilSignal(server: RunningServer): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending) process.exit(1);
      ending = true;
      void end(server, signal, 0, signal === 'SIGTERM');
    });
  }
}

/** What nobody caught is logged and counted, and matches go on; see FaultLimit for when they do not. */
export function outliveFaults(server: RunningServer): void {
  const limit = new FaultLimit();
  const onFault = (kind: string) => (error: unknown): void => {
    server.metrics.count(`process.${kind}`);
    server.log.error({ err: error }, kind);
    if (limit.note(performance.now())) void end(server, 'too many faults', 1, false);
  };
  process.on('unhandledRejection', onFault('unhandledRejection'));
  process.on('uncaughtException', onFault('uncaughtException'));
}

async function end(server: RunningServer, reason: string, code: number, mayFinish: boolean): Promise<void> {
  server.log.info({ reason, ...server.metrics.snapshot() }, 'ending');
  if (mayFinish) await server.drain();
  const inTime = await server.close();
  process.exit(inTime ? code : 1);
}

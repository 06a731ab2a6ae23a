// In: settings that differ from the defaults. Out: the whole server on a free port, in this process. Run by: tests.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../server/platform/config.ts';
import { startServer } from '../../server/start.ts';

export interface ServerUnderTest {
  readonly url: string;
  readonly dataDir: string;
  readonly server: Awaited<ReturnType<typeof startServer>>;
  close(): Promise<void>;
}

/** One a test file: Colyseus keeps its matchmaker in the module, so two servers in a process would share rooms. */
export async function serverUnderTest(env: Readonly<Record<string, string>> = {}): Promise<ServerUnderTest> {
  const dataDir = await mkdtemp(join(tmpdir(), 'arbiter-test-'));
  const config = readConfig({
    PORT: '0', HOST: '127.0.0.1', ARBITER_DATA: dataDir, LOG_LEVEL: 'silent', ARBITER_JOINS_PER_MIN: '100000',
    ARBITER_SOCKETS_PER_ADDRESS: '10000',
    // The event loop is the tests' as well: what they do on it is no load of rooms.
    ARBITER_SLOW_UNDER_LOAD: 'off', ...env,
  });
  const server = await startServer(config);
  return {
    url: `http://127.0.0.1:${server.port}`, dataDir, server,
    close: async () => {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

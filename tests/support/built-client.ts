// In: nothing. Out: an up-to-date dist/client for the browser tests. Run by: vitest, once before all tests.
import { buildClient } from '../../tools/build.ts';

export async function setup(): Promise<void> {
  await buildClient();
}

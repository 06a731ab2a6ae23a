// In: nothing. Out: an up-to-date dist/client and an unpacked browser. Run by: vitest, once before all tests.
import { buildClient } from '../../tools/build.ts';
import { browserPath } from './browser.ts';

export async function setup(): Promise<void> {
  await buildClient();
  // Unpacked here once: two test files doing it at the same time would each run the other's half-written file.
  await browserPath();
}

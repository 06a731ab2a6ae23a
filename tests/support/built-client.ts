// In: nothing. Out: an up-to-date dist/client and an unpacked browser. Run by: vitest, once before all tests.
import { buildClient } from '../../tools/build.ts';
import { findChromium } from './chromium.ts';

export async function setup(): Promise<void> {
  await buildClient();
  // Unpacked here once, so that no test's time limit has to cover it.
  await findChromium();
}

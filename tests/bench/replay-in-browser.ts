// In: captures. Out: what a real browser says of them. Run by: engine-figures, replay.test.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build, type Rollup } from 'vite';
import type { ReplayPage, TimedReplay } from '../support/replay-page.ts';

/** A multiple of three, so that pieces of base64 stand for themselves. */
const PIECE_BYTES = 3 * 256 * 1024;

/** The replay as one classic script: no server is needed to load it. */
export async function buildReplayScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: join(import.meta.dirname, '../support/replay-page.ts'), formats: ['iife'], name: 'replayScript' },
    },
  });
  const [output] = [built].flat() as Rollup.RollupOutput[];
  const chunk = output?.output[0];
  if (chunk === undefined) throw new Error('the replay script was not built');
  return chunk.code;
}

/** @param page one that has the replay script. @param faultTick a tick whose step is made to go wrong there. */
export async function replayInPage(page: Page, file: Uint8Array, faultTick?: number): Promise<TimedReplay> {
  for (let at = 0; at < file.length; at += PIECE_BYTES) {
    const piece = Buffer.from(file.subarray(at, at + PIECE_BYTES)).toString('base64');
    await page.evaluate((base64) => (globalThis as unknown as { replayPage: ReplayPage }).replayPage.add(base64), piece);
  }
  return page.evaluate((tick) => (globalThis as unknown as { replayPage: ReplayPage }).replayPage.run(tick), faultTick);
}

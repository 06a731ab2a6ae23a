// In: nothing. Out: a real browser with WebGL, on a machine without a graphics card or a screen. Run by: browser tests, benchmarks.
import { chromium, type Browser } from 'playwright-core';
import { findChromium } from './chromium.ts';

const FLAGS = [
  // Software WebGL: no test machine has a graphics card.
  '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
  '--no-sandbox', '--mute-audio', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required',
  // Two pages share the machine: the one behind must keep playing.
  '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows',
];

export async function launchBrowser(): Promise<Browser> {
  const { path, env } = await findChromium();
  return chromium.launch({ executablePath: path, env, headless: true, args: FLAGS });
}

// In: effects on a camera that only counts. Out: proof of who is never shaken. Run by: vitest.
import { afterEach, expect, test } from 'vitest';
import { Effects } from '../../client/render/effects.ts';
import { changeSettings, settings } from '../../client/ui/settings.ts';

const before = settings();
afterEach(() => changeSettings(before));

/** Whatever is asked of it is a part of Phaser that answers itself, but for the camera's shakes. */
function scene(shakes: number[]): never {
  const anything: unknown = new Proxy(() => {}, { get: (_, name) => (name === Symbol.iterator ? undefined : anything), apply: () => anything });
  return new Proxy({}, { get: (_, name) => (name === 'cameras' ? { main: { shake: (ms: number) => shakes.push(ms) } } : anything) }) as never;
}

test.each([
  [{ reducedMotion: false, shake: true }, 1], [{ reducedMotion: true, shake: true }, 0],
  [{ reducedMotion: false, shake: false }, 0], [{ reducedMotion: true, shake: false }, 0],
])('with %o a blast shakes the screen %d times', (change, times) => {
  const shakes: number[] = [];
  const effects = new Effects(scene(shakes));
  changeSettings(change);
  effects.shake(0.01, 200);
  expect(shakes).toHaveLength(times);
});

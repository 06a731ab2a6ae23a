// In: Phaser's sources. Out: a Vite plugin that builds the parts of Phaser which the client uses, not the whole engine. Run by: vite.config.ts.
import { join } from 'node:path';
import type { Plugin } from 'vite';

const SOURCES = 'node_modules/phaser/src/';
const MODULE = '\0phaser-parts';

/**
 * What registers itself when it is loaded: the core of every scene, and the factories behind `scene.add`. Whoever draws with
 * another kind of object names it here; without that it works in `npm run dev`, which has all of Phaser, and throws in a build.
 * The renderer is first: its modules name one another in a circle, which closes only when it is entered there.
 */
export const PARTS: readonly string[] = [
  'renderer/index', 'events/EventEmitter', 'cameras/2d/CameraManager', 'scene/ScenePlugin', 'gameobjects/DisplayList', 'gameobjects/UpdateList',
  'gameobjects/GameObjectFactory', 'gameobjects/GameObjectCreator', 'gameobjects/container/ContainerFactory', 'gameobjects/graphics/GraphicsFactory',
  'gameobjects/image/ImageFactory', 'gameobjects/shape/rectangle/RectangleFactory', 'gameobjects/text/TextFactory',
];

/** What the client names at run time of `Phaser`. */
const NAMED: Readonly<Record<string, string>> = { Game: 'core/Game', Scene: 'scene/Scene', Scale: 'scale/const/SCALE_MODE_CONST' };

/** Switches of Phaser's own build, in the form it asks for them. Sound is made by Web Audio, without Phaser. */
const FLAGS: Readonly<Record<string, boolean>> = { WEBGL_RENDERER: true, CANVAS_RENDERER: true, WEBGL_DEBUG: false, FEATURE_SOUND: false };

export function phaserParts(): Plugin {
  const path = (name: string) => JSON.stringify(join(import.meta.dirname, '..', SOURCES, `${name}.js`).replaceAll('\\', '/'));
  return {
    name: 'phaser-parts',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id) => (id === 'phaser' ? MODULE : undefined),
    load(id) {
      if (id !== MODULE) return undefined;
      const parts = PARTS.map((name) => `import ${path(name)};`);
      const named = Object.entries(NAMED).map(([name, from]) => `import ${name} from ${path(from)};`);
      return [...parts, ...named, `import CONST from ${path('const')};`, 'export const { AUTO } = CONST;', `export { ${Object.keys(NAMED).join(', ')} };`].join('\n');
    },
    transform(code, id) {
      if (!id.includes(SOURCES)) return undefined;
      return { code: code.replace(/\btypeof ([A-Z_]+)\b/g, (whole, flag: string) => String(FLAGS[flag] ?? whole)), map: null };
    },
  };
}

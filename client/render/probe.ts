// In: a running match. Out: `window.arbiter`, what browser tests read of it. Run by: the game stage.
import type { World } from '../../shared/netcode/room-type.ts';
import type { LinkState, NetStats } from '../netcode/game-view.ts';

/**
 * Tests in a real browser cannot see into a canvas. This is what they may read; it is the player's own view and
 * figures, so it gives a cheat nothing that the socket does not.
 */
export interface ArbiterProbe {
  readonly roomId: string;
  readonly seat: number;
  readonly link: LinkState;
  /** Frames drawn with a world. */
  readonly frames: number;
  /** Milliseconds from the opening of the page to the first frame in which the own player could be moved; -1 before. */
  readonly firstControlMs: number;
  /** The world as last drawn. */
  view(): World | undefined;
  stats(): NetStats;
  /** CSS px of a place of the world: where to point to aim at it. */
  toScreen(x: number, y: number): { readonly x: number; readonly y: number };
}

declare global {
  interface Window {
    arbiter?: ArbiterProbe;
  }
}

interface ProbedGame {
  readonly roomId: string;
  readonly seat: number;
  readonly link: LinkState;
  stats(nowMs: number): NetStats;
}

export interface Probe {
  /** @param isControllable whether the own player could be moved in the frame that was drawn. */
  onFrame(world: World, isControllable: boolean): void;
  close(): void;
}

export function exposeForTests(game: ProbedGame, toScreen: ArbiterProbe['toScreen']): Probe {
  let frames = 0;
  let firstControlMs = -1;
  let drawn: World | undefined;
  window.arbiter = {
    get roomId() { return game.roomId; },
    get seat() { return game.seat; },
    get link() { return game.link; },
    get frames() { return frames; },
    get firstControlMs() { return firstControlMs; },
    view: () => drawn,
    toScreen,
    stats: () => game.stats(performance.now()),
  };
  return {
    onFrame(world, isControllable) {
      frames++;
      drawn = world;
      if (firstControlMs >= 0 || !isControllable) return;
      firstControlMs = performance.now();
      performance.mark('arbiter:controllable');
    },
    close() {
      delete window.arbiter;
    },
  };
}

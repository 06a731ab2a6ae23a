// In: an own shot and the foes as drawn. Out: whom it met on this screen, so that the hit shows at once. Run by: event player.
// For show only: the server decides, and says so a round trip later.
import type { ArenaPlayer, ArenaWorld } from '../../../shared/rooms/arena/world.ts';

export interface ShotLine {
  readonly cos: number;
  readonly sin: number;
  /** World px to the wall. */
  readonly length: number;
}

export interface SeenHit {
  readonly victim: ArenaPlayer;
  readonly length: number;
}

/** The nearest foe on the line who may be hurt, and how far away the shot meets their body. */
export function foeOnLine(world: ArenaWorld, own: ArenaPlayer, line: ShotLine, bodyRadius: number): SeenHit | undefined {
  let nearest: SeenHit | undefined;
  for (const foe of world.players) {
    if (foe === null || !foe.alive || foe.id === own.id || (own.team !== 0 && foe.team === own.team)) continue;
    if (foe.protectedUntil > world.tick) continue;
    const [dx, dy] = [foe.x - own.x, foe.y - own.y];
    const along = dx * line.cos + dy * line.sin;
    const aside = dx * line.sin - dy * line.cos;
    const inside = bodyRadius * bodyRadius - aside * aside;
    if (along <= 0 || inside < 0) continue;
    const length = Math.max(0, along - Math.sqrt(inside));
    if (length < (nearest?.length ?? line.length)) nearest = { victim: foe, length };
  }
  return nearest;
}

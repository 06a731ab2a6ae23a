// In: a predicted world, tick by tick and patch by patch. Out: its bodies drawn without jumps. Run by: world-predictor.
import type { Replication } from '../../shared/netcode/replication.ts';
import type { World } from '../../shared/netcode/room-type.ts';
import { copyFields } from './adopt.ts';

export interface BodyItem {
  readonly id: number;
  x: number;
  y: number;
  readonly spawns?: number;
}

/** Where a body was a tick ago and is now, and how far off it is drawn for the sake of the eye. */
interface Track {
  beforeX: number;
  beforeY: number;
  x: number;
  y: number;
  offsetX: number;
  offsetY: number;
  spawns: number | undefined;
}

/** A correction this large is a leap, not an error to smooth. */
const SNAP_PX = 160;
/** The visual error left after each millisecond: halves in 70 ms. */
const SMOOTH_PER_MS = 0.9901;

type Items = readonly (BodyItem | null)[];

export class BodyTracks {
  readonly #collections: readonly { readonly name: string; readonly fields: readonly string[]; readonly tracks: Map<number, Track> }[];

  constructor(bodies: readonly string[], replication: Replication) {
    this.#collections = bodies.map((name) => ({ name, fields: replication.collections[name]!, tracks: new Map() }));
  }

  /** Replicated fields of every body but the own player, in the order of collections and items. */
  copyOthers(world: World, seat: number): Record<string, unknown>[] {
    return this.#collections.flatMap(({ name, fields }) => itemsOf(world, name).flatMap((item) => {
      if (item === null || (name === 'players' && item.id === seat)) return [];
      const copy: Record<string, unknown> = {};
      copyFields(fields, item as unknown as Record<string, unknown>, copy);
      return [copy];
    }));
  }

  reset(): void {
    for (const { tracks } of this.#collections) tracks.clear();
  }

  /** Everything is where it is: no smoothing from elsewhere. */
  leap(world: World): void {
    this.reset();
    this.#each(world, (item, tracks) => { tracks.set(item.id, trackOf(item)); });
  }

  /** Before a tick of the world. */
  begin(world: World): void {
    this.#each(world, (item, tracks) => {
      const track = tracks.get(item.id);
      if (track === undefined) tracks.set(item.id, trackOf(item));
      else Object.assign(track, { beforeX: item.x, beforeY: item.y });
    });
  }

  /** After a tick of the world. Whatever leapt in it is not drawn on its way. */
  end(world: World): void {
    this.#each(world, (item, tracks) => {
      const track = tracks.get(item.id);
      if (track === undefined || track.spawns !== item.spawns) tracks.set(item.id, trackOf(item));
      else Object.assign(track, { x: item.x, y: item.y });
    });
  }

  /** After a patch: the world is another than was drawn, and the difference is to fade. Tells of every difference. */
  correct(world: World, tell: (collection: string, id: number, px: number) => void): void {
    this.#each(world, (item, tracks, collection) => {
      const track = tracks.get(item.id);
      if (track === undefined || track.spawns !== item.spawns) {
        tracks.set(item.id, trackOf(item));
        return;
      }
      const dx = item.x - track.x;
      const dy = item.y - track.y;
      tell(collection, item.id, Math.sqrt(dx * dx + dy * dy));
      track.beforeX += dx;
      track.beforeY += dy;
      track.offsetX -= dx;
      track.offsetY -= dy;
      track.x = item.x;
      track.y = item.y;
      if (track.offsetX * track.offsetX + track.offsetY * track.offsetY > SNAP_PX * SNAP_PX) track.offsetX = track.offsetY = 0;
    });
    this.#forgetGone(world);
  }

  smooth(elapsedMs: number): void {
    let keep = 1;
    for (let ms = Math.min(1000, Math.round(elapsedMs)); ms > 0; ms--) keep *= SMOOTH_PER_MS;
    for (const { tracks } of this.#collections) {
      for (const track of tracks.values()) {
        track.offsetX *= keep;
        track.offsetY *= keep;
      }
    }
  }

  /** Copies every body of `world` into `drawn`, placed between its last two ticks and by what is left of its error. */
  draw(world: World, drawn: World, alpha: number): void {
    for (const { name, fields, tracks } of this.#collections) {
      const to = new Map(itemsOf(drawn, name).flatMap((item) => (item === null ? [] : [[item.id, item] as const])));
      for (const item of itemsOf(world, name)) {
        const shown = item === null ? undefined : to.get(item.id);
        if (item === null || shown === undefined) continue;
        copyFields(fields, item as unknown as Record<string, unknown>, shown as unknown as Record<string, unknown>);
        const track = tracks.get(item.id);
        if (track === undefined) continue;
        shown.x = track.beforeX + (track.x - track.beforeX) * alpha + track.offsetX;
        shown.y = track.beforeY + (track.y - track.beforeY) * alpha + track.offsetY;
      }
    }
  }

  #forgetGone(world: World): void {
    for (const { name, tracks } of this.#collections) {
      const there = itemsOf(world, name);
      if (tracks.size <= there.length) continue;
      for (const id of tracks.keys()) if (!there.some((item) => item?.id === id)) tracks.delete(id);
    }
  }

  #each(world: World, visit: (item: BodyItem, tracks: Map<number, Track>, collection: string) => void): void {
    for (const { name, tracks } of this.#collections) {
      for (const item of itemsOf(world, name)) if (item !== null) visit(item, tracks, name);
    }
  }
}

function itemsOf(world: World, name: string): Items {
  return (world as unknown as Record<string, Items>)[name]!;
}

function trackOf({ x, y, spawns }: BodyItem): Track {
  return { beforeX: x, beforeY: y, x, y, offsetX: 0, offsetY: 0, spawns };
}

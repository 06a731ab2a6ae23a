// In: a decoded Colyseus state. Out: the same as plain data in a world, field by field. Run by: game-client, once a patch.
import { MotionTracks } from '../../shared/netcode/motion-tracks.ts';
import type { Replication, SeatView } from '../../shared/netcode/replication.ts';
import type { World } from '../../shared/netcode/room-type.ts';

type Fields = Record<string, unknown>;

/** What the SDK decodes: root fields, and maps by id. Structural, so that no schema class is needed to read it. */
export interface DecodedState {
  readonly tick: number;
  readonly seats: { get(key: string): SeatView | undefined };
}

interface DecodedMap {
  forEach(visit: (item: Fields, key: string) => void): void;
}

/**
 * The mirror's counterpart: writes every replicated field into `world` and leaves all others alone. `players` is by
 * seat, with null where nobody sits; other collections are in ascending id. Items are reused by id, so an adopted world
 * costs no garbage once everybody is there.
 */
export function adoptState(state: DecodedState, world: World, plan: Replication): void {
  const from = state as unknown as Fields;
  const to = world as unknown as Fields;
  const motion = motionOf(from, plan);
  for (const field of plan.root) to[field] = from[field];
  for (const [name, fields] of Object.entries(plan.collections)) {
    const items = to[name] as (Fields | null)[];
    const told = motion?.launched(name, state.tick) ?? (from[name] as DecodedMap);
    if (name === 'players') adoptSeats(told, items, fields);
    else adoptItems(told, items as Fields[], fields);
  }
}

/** By state: worlds come and go, and several may adopt one state. */
const tracks = new WeakMap<Fields, MotionTracks>();

function motionOf(state: Fields, { motion }: Replication): MotionTracks | undefined {
  if (motion === undefined) return undefined;
  let told = tracks.get(state);
  if (told === undefined) tracks.set(state, (told = new MotionTracks(motion)));
  told.take(state);
  return told;
}

/**
 * Makes what was adopted into one world hold in another as well, for less than adopting it again. Everything replicated in
 * `to` has to have come from such worlds.
 */
export function copyAdopted(from: World, to: World, plan: Replication): void {
  const source = from as unknown as Fields;
  const target = to as unknown as Fields;
  for (const field of plan.root) target[field] = source[field];
  for (const name of Object.keys(plan.collections)) {
    const items = source[name] as readonly (Fields | null)[];
    const copies = target[name] as (Fields | null)[];
    copies.length = items.length;
    for (let i = 0; i < items.length; i++) {
      const item = items[i]!;
      copies[i] = item === null ? null : Object.assign(copies[i] ?? {}, item);
    }
  }
}

export function copyFields(fields: readonly string[], from: Fields, to: Fields): void {
  for (const field of fields) to[field] = from[field];
}

function adoptSeats(map: DecodedMap, players: (Fields | null)[], fields: readonly string[]): void {
  const present = new Set<number>();
  map.forEach((item) => {
    const seat = item['id'] as number;
    present.add(seat);
    copyFields(fields, item, (players[seat] ??= {}));
  });
  for (let seat = 0; seat < players.length; seat++) {
    if (!present.has(seat)) players[seat] = null;
  }
}

function adoptItems(map: DecodedMap, items: Fields[], fields: readonly string[]): void {
  let count = 0;
  map.forEach((item) => copyFields(fields, item, (items[count++] ??= {})));
  items.length = count;
  items.sort((a, b) => (a['id'] as number) - (b['id'] as number));
}

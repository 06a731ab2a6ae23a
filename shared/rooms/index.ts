// In: nothing. Out: every real-time room type by name. Run by: clients, bots, replay, benchmarks. One line a room type.
import type { AnyRoomType } from '../netcode/room-type.ts';
import { arena } from './arena/definition.ts';
import { ArenaState } from './arena/state.ts';
import { ball } from './ball/definition.ts';
import { BallState } from './ball/state.ts';

interface Entry {
  readonly type: AnyRoomType;
  /** The room's schema class, so that a client decodes its state into known fields. */
  readonly rootState: new () => object;
}

const entries: readonly Entry[] = [
  { type: arena, rootState: ArenaState as unknown as new () => object },
  { type: ball, rootState: BallState as unknown as new () => object },
];
const types: ReadonlyMap<string, Entry> = new Map(entries.map((entry) => [entry.type.name, entry]));

export const ROOM_TYPE_NAMES: readonly string[] = [...types.keys()];

export function roomTypeNamed(name: string): AnyRoomType | undefined {
  return types.get(name)?.type;
}

export function rootStateNamed(name: string): (new () => object) | undefined {
  return types.get(name)?.rootState;
}

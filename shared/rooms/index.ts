// In: nothing. Out: every real-time room type by name. Run by: clients, bots, replay, benchmarks. One line a room type.
import type { AnyRoomType } from '../netcode/room-type.ts';
import { arena } from './arena/definition.ts';

const types: ReadonlyMap<string, AnyRoomType> = new Map([arena].map((type) => [type.name, type as AnyRoomType]));

export const ROOM_TYPE_NAMES: readonly string[] = [...types.keys()];

export function roomTypeNamed(name: string): AnyRoomType | undefined {
  return types.get(name);
}

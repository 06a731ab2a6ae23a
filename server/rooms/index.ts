// In: a Colyseus server. Out: the same, with every room type defined on it. Run by: server start. One line a room type.
import type { Server } from '@colyseus/core';
import { gameRoomFor, type GameRoomDefinition } from '../netcode/game-room.ts';
import type { RoomServices } from '../netcode/services.ts';
import { arenaRoom } from './arena/room.ts';
import { ballRoom } from './ball/room.ts';

const REAL_TIME_ROOMS: readonly GameRoomDefinition[] = [arenaRoom, ballRoom];

export function defineRooms(server: Server, services: RoomServices): void {
  for (const definition of REAL_TIME_ROOMS) {
    const { name, matchBy } = definition.roomType;
    server.define(name, gameRoomFor(definition, services)).filterBy([...matchBy]);
  }
}

export function gameRoomNamed(name: string): GameRoomDefinition | undefined {
  return REAL_TIME_ROOMS.find(({ roomType }) => roomType.name === name);
}

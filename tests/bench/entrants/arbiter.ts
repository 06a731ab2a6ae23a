// In: nothing. Out: the product as it starts by itself, captures and all, with scene S beside the arena. Run by: the host.
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gameRoomFor } from '../../../server/netcode/game-room.ts';
import { bootServer } from '../../../server/platform/boot.ts';
import { openCaptureFolder } from '../../../server/platform/capture-folder.ts';
import { readConfig } from '../../../server/platform/config.ts';
import { defineRooms } from '../../../server/rooms/index.ts';
import { arena } from '../../../shared/rooms/arena/definition.ts';
import { meterGate } from '../gate-meter.ts';
import type { Started } from '../host.ts';
import { sceneRoom } from '../scene/room-type.ts';
import { BIG_ROOM, SCENE } from '../scene/world.ts';
import { timeSteps } from '../step-times.ts';
import { addArenas } from './arenas.ts';

export async function startArbiter(): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'arbiter-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const config = readConfig({
    PORT: '0', HOST: '127.0.0.1', ARBITER_DATA: folder, ARBITER_CLIENT: 'off', LOG_LEVEL: 'silent', ARBITER_JOINS_PER_MIN: '1000000',
    ARBITER_SOCKETS_PER_ADDRESS: '10000',
  });
  const scenes = [sceneRoom('scene', SCENE.players, SCENE.projectiles), sceneRoom('scene-big', BIG_ROOM, SCENE.projectiles)];
  for (const { roomType } of scenes) timeSteps(roomType);
  timeSteps(arena);
  const { port } = await bootServer(config, {
    captures: openCaptureFolder,
    defineRooms: (server, services) => {
      defineRooms(server, services);
      for (const scene of scenes) server.define(scene.roomType.name, gameRoomFor(scene, services));
    },
  });
  return { port, arenas: addArenas, meterGate };
}

// In: scene S. Out: it on socket.io, the whole state as JSON twenty times a second. Run by: the benchmark's host.
import { createServer, type Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { createScene, enterScene, leaveScene, movePlayer, SCENE, stepProjectiles, type SceneInput, type SceneWorld } from '../scene/world.ts';
import type { Started } from '../host.ts';
import { noteStep } from '../step-times.ts';
import { listenAnywhere } from './listen.ts';

interface SocketRoom {
  readonly name: string;
  readonly world: SceneWorld;
  readonly inputs: SceneInput[][];
}

/** The fixed-step loop every tutorial ends with: an interval, an accumulator and at most five steps to catch up. */
function runFixed(hz: number, step: () => void): void {
  const stepMs = 1000 / hz;
  let lastMs = performance.now();
  let owedMs = 0;
  setInterval(() => {
    const nowMs = performance.now();
    owedMs = Math.min(owedMs + nowMs - lastMs, stepMs * 5);
    lastMs = nowMs;
    for (; owedMs >= stepMs; owedMs -= stepMs) step();
  }, stepMs);
}

function serveSocketIo(http: HttpServer): void {
  const io = new Server(http, { transports: ['websocket'], serveClient: false });
  const rooms: SocketRoom[] = [];

  const openRoom = (): SocketRoom => {
    const room: SocketRoom = {
      name: `room${rooms.length}`, world: createScene(SCENE.players, 7), inputs: Array.from({ length: SCENE.players }, () => []),
    };
    rooms.push(room);
    runFixed(SCENE.tickHz, () => {
      noteStep(room);
      room.inputs.forEach((waiting, seat) => {
        const player = room.world.players[seat];
        if (player !== null && player !== undefined) for (const input of waiting) movePlayer(player, input);
        waiting.length = 0;
      });
      stepProjectiles(room.world, SCENE.projectiles);
    });
    setInterval(() => {
      const { tick, players, projectiles } = room.world;
      io.to(room.name).emit('state', {
        tick,
        players: players.filter((player) => player !== null).map(({ id, x, y, aim }) => ({ id, x, y, aim })),
        projectiles: projectiles.map(({ id, x, y }) => ({ id, x, y })),
      });
    }, 50);
    return room;
  };

  io.on('connection', (socket: Socket) => {
    const room = rooms.find(({ world }) => world.players.includes(null)) ?? openRoom();
    const seat = room.world.players.indexOf(null);
    enterScene(room.world, seat);
    void socket.join(room.name);
    socket.on('input', (input: SceneInput) => room.inputs[seat]!.push(input));
    socket.on('disconnect', () => leaveScene(room.world, seat));
  });
}

export async function startSocketIo(): Promise<Started> {
  const http = createServer();
  serveSocketIo(http);
  return { port: await listenAnywhere(http) };
}

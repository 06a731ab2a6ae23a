// In: a patch's size. Out: the floor: raw ws that takes frames and sends everybody one prebuilt buffer. Run by: the host.
import { createServer, type Server as HttpServer } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { SCENE } from '../scene/world.ts';
import type { Started } from '../host.ts';
import { noteStep } from '../step-times.ts';
import { listenAnywhere } from './listen.ts';

/** Nothing is simulated, nothing decoded, nothing encoded: what is left is what the sockets themselves cost. */
function serveFloor(http: HttpServer, patchBytes: number): void {
  const wss = new WebSocketServer({ server: http, perMessageDeflate: false });
  const patch = Buffer.alloc(patchBytes, 7);
  const rooms: Set<WebSocket>[] = [];
  wss.on('connection', (socket) => {
    let room = rooms.find(({ size }) => size < SCENE.players);
    if (room === undefined) {
      const opened = new Set<WebSocket>();
      rooms.push((room = opened));
      setInterval(() => {
        noteStep(opened);
        for (const member of opened) member.send(patch);
      }, 50);
    }
    const own = room;
    own.add(socket);
    socket.on('message', () => {});
    socket.on('close', () => own.delete(socket));
  });
}

export async function startFloor(patchBytes: number): Promise<Started> {
  const http = createServer();
  serveFloor(http, patchBytes);
  return { port: await listenAnywhere(http) };
}

// In: which of the two. Out: a stock Colyseus 0.18 server with scene S and the arena. Run by: the benchmark's host.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { arena } from '../../../shared/rooms/arena/definition.ts';
import type { Started } from '../host.ts';
import { timeSteps } from '../step-times.ts';
import { addArenas } from './arenas.ts';
import { StockArenaRoom } from './stock-arena.ts';
import { StockSceneRoom, TunedSceneRoom } from './stock-scene.ts';

export async function startStock(which: 'stock' | 'tuned'): Promise<Started> {
  timeSteps(arena);
  const http = createServer();
  const server = new Server({ transport: new WebSocketTransport({ server: http }), greet: false, gracefullyShutdown: false });
  server.define('arena', StockArenaRoom);
  server.define('scene', which === 'stock' ? StockSceneRoom : TunedSceneRoom);
  await server.listen(0, '127.0.0.1');
  return { port: (http.address() as AddressInfo).port, arenas: addArenas };
}

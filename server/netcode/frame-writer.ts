// In: messages for sockets. Out: each as one WebSocket frame made once for all of them, written once a turn. Run by: guarded-socket.
import type { Socket } from 'node:net';

const BINARY_WHOLE = 0x82;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

let lastData: Uint8Array | undefined;
let lastFrame: Buffer = Buffer.alloc(0);
let corked: Socket[] = [];

/**
 * A binary message as a frame of RFC 6455, unmasked as a server's are. A patch goes to everybody as the very same object:
 * its frame is made once. A copy, because the encoder writes its next patch over this one while slow sockets still hold it.
 */
export function frameOf(data: Uint8Array): Buffer {
  if (data === lastData) return lastFrame;
  const { length } = data;
  const head = length < LENGTH_16 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = BINARY_WHOLE;
  frame[1] = head === 2 ? length : head === 4 ? LENGTH_16 : LENGTH_64;
  if (head === 4) frame.writeUInt16BE(length, 2);
  if (head === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.set(data, head);
  lastData = data;
  lastFrame = frame;
  return frame;
}

/** Writes with whatever else this turn of the event loop has for the socket: events and patch leave in one system call. */
export function writeThisTurn(socket: Socket, frame: Buffer): void {
  if (socket.writableCorked === 0) {
    if (corked.length === 0) process.nextTick(flush);
    socket.cork();
    corked.push(socket);
  }
  socket.write(frame);
}

function flush(): void {
  const sockets = corked;
  corked = [];
  lastData = undefined;
  for (const socket of sockets) socket.uncork();
}

// In: an address. Out: a WebSocket client that costs next to nothing, so that one core can load another. Run by: load.
import { randomBytes, randomInt } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const OPCODE = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface LoadSocketEvents {
  onOpen(): void;
  /** `frame` is valid until the call returns. */
  onFrame(frame: Buffer, isText: boolean): void;
  onClose(reason: string): void;
}

/** RFC 6455 as far as a benchmark needs it: client frames are masked, server frames come whole, no extensions. */
export class LoadSocket {
  readonly #socket: Socket;
  readonly #events: LoadSocketEvents;
  readonly #mask = randomInt(1, 2 ** 31);
  #rest: Buffer = Buffer.alloc(0);
  #open = false;

  constructor(port: number, path: string, events: LoadSocketEvents) {
    this.#events = events;
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('connect', () => this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`
      + `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    ));
    this.#socket.on('data', (bytes) => this.#receive(bytes as Buffer));
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => this.#events.onClose('the socket was closed'));
  }

  send(payload: Uint8Array, isText = false): void {
    this.#write(isText ? OPCODE.text : OPCODE.binary, payload);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #write(opcode: number, payload: Uint8Array): void {
    const { length } = payload;
    const long = length > 125;
    const head = long ? 8 : 6;
    const frame = Buffer.allocUnsafe(head + length);
    frame[0] = 0x80 | opcode;
    frame[1] = 0x80 | (long ? 126 : length);
    if (long) frame.writeUInt16BE(length, 2);
    frame.writeUInt32BE(this.#mask, head - 4);
    for (let n = 0; n < length; n++) frame[head + n] = payload[n]! ^ frame[head - 4 + (n & 3)]!;
    this.#socket.write(frame);
  }

  #receive(bytes: Buffer): void {
    let data = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    if (!this.#open) {
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) {
        this.#rest = data;
        return;
      }
      if (!data.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) {
        this.#events.onClose(data.subarray(0, data.indexOf('\r\n')).toString());
        this.#socket.destroy();
        return;
      }
      this.#open = true;
      this.#events.onOpen();
      data = data.subarray(end + 4);
    }
    this.#rest = data.subarray(this.#frames(data));
  }

  /** Bytes of the whole frames at the start of `data`, each of them dealt with. */
  #frames(data: Buffer): number {
    let at = 0;
    while (at + 2 <= data.length) {
      let length = data[at + 1]! & 0x7f;
      let body = at + 2;
      if (length === 126) {
        if (at + 4 > data.length) break;
        length = data.readUInt16BE(at + 2);
        body = at + 4;
      } else if (length === 127) {
        if (at + 10 > data.length) break;
        length = Number(data.readBigUInt64BE(at + 2));
        body = at + 10;
      }
      if (body + length > data.length) break;
      this.#frame(data[at]! & 15, data.subarray(body, body + length));
      at = body + length;
    }
    return at;
  }

  #frame(opcode: number, payload: Buffer): void {
    switch (opcode) {
      case OPCODE.text: return this.#events.onFrame(payload, true);
      case OPCODE.binary: return this.#events.onFrame(payload, false);
      case OPCODE.ping: return this.#write(OPCODE.pong, payload);
      case OPCODE.close: this.#socket.end();
    }
  }
}

// In: an entrant's name. Out: how its clients join and how their inputs look on the wire. Run by: load.
import { Agent, request } from 'node:http';
import { InputEncoder as StockInputEncoder } from '@colyseus/schema/input';
import { InputEncoder, viewToWire } from '../../shared/netcode/input-codec.ts';
import { StockSceneInput } from './entrants/stock-scene.ts';
import { sceneInput } from './scene/room-type.ts';
import type { SceneInput } from './scene/world.ts';

/** What an answer to a frame means for the client that got it. */
export type Meaning = 'joined' | 'state' | 'patch' | 'other';

export interface Wire {
  /** The frames of a client, one of its own each. */
  encoder(): (inputs: readonly SceneInput[]) => Uint8Array;
  readonly isText: boolean;
  readonly inputsPerFrame: number;
  /** The address of a seat. */
  join(port: number, room: string): Promise<string>;
  /** Reads a frame, and answers it where the protocol wants that. */
  read(frame: Buffer, reply: (bytes: Uint8Array) => void): Meaning;
}

const JOIN = 10;
const STATE = 14;
const PATCH = 15;
const STOCK_INPUT = 19;
const CODE_MASK = 0x1f;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** A seat through Colyseus' own matchmaking, over HTTP as the SDK does it. */
async function reserve(port: number, room: string, token?: string): Promise<string> {
  const seat = await post(port, `/matchmake/joinOrCreate/${room}`, { name: 'bench' }, token);
  if (seat['sessionId'] === undefined) throw new Error(`no seat: ${JSON.stringify(seat).slice(0, 200)}`);
  return `/${seat['processId']}/${seat['roomId']}?sessionId=${seat['sessionId']}`;
}

/** The same where players sign in first; the token goes where Colyseus' own client puts it. */
async function reserveAsGuest(port: number, room: string): Promise<string> {
  const { token } = await post(port, '/auth/guest', {});
  return `${await reserve(port, room, token)}&_authToken=${token}`;
}

async function post(port: number, path: string, body: object, token?: string): Promise<Record<string, string | undefined>> {
  const text = JSON.stringify(body);
  const answer = await new Promise<string>((resolve, reject) => {
    const asked = request({
      port, host: '127.0.0.1', method: 'POST', path, agent,
      headers: {
        'content-type': 'application/json', 'content-length': text.length, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
    }, (response) => {
      let received = '';
      response.setEncoding('utf8').on('data', (piece: string) => { received += piece; }).on('end', () => resolve(received));
    });
    asked.on('error', reject);
    asked.end(text);
  });
  return JSON.parse(answer) as Record<string, string | undefined>;
}

function readColyseus(frame: Buffer, reply: (bytes: Uint8Array) => void): Meaning {
  switch (frame[0]! & CODE_MASK) {
    case JOIN: reply(Uint8Array.of(JOIN)); return 'joined';
    case STATE: return 'state';
    case PATCH: return 'patch';
    default: return 'other';
  }
}

/** Inputs as Arbiter's client sends them: one view tick said at the start, then each a tick after the one before. */
function arbiterWire(inputsPerFrame: number): Wire {
  return {
    isText: false, inputsPerFrame, join: reserveAsGuest, read: readColyseus,
    encoder: () => {
      const encoder = new InputEncoder(sceneInput);
      let tick = 0;
      return (inputs) => encoder.encode(inputs.map((input) => ({ input, view: viewToWire(++tick) })));
    },
  };
}

const STOCK: Wire = {
  isText: false, inputsPerFrame: 1, join: reserve, read: readColyseus,
  encoder: () => {
    const input = new StockSceneInput();
    const encoder = new StockInputEncoder(input);
    return ([next]) => {
      Object.assign(input, next);
      return Uint8Array.of(STOCK_INPUT, ...encoder.encode());
    };
  },
};

const SOCKET_IO: Wire = {
  isText: true, inputsPerFrame: 1,
  join: async () => '/socket.io/?EIO=4&transport=websocket',
  encoder: () => ([next]) => Buffer.from(`42["input",${JSON.stringify(next)}]`),
  read: (frame, reply) => {
    const text = frame.subarray(0, 2).toString();
    if (text.startsWith('0')) reply(Buffer.from('40'));
    if (text.startsWith('2')) reply(Buffer.from('3'));
    if (text.startsWith('40')) return 'joined';
    return text === '42' ? 'patch' : 'other';
  },
};

const FLOOR: Wire = { ...arbiterWire(2), join: async () => '/', read: () => 'patch' };

export const WIRES: Readonly<Record<string, Wire>> = {
  arbiter: arbiterWire(2), 'arbiter-1': arbiterWire(1), stock: STOCK, tuned: STOCK, socketio: SOCKET_IO, floor: FLOOR,
};

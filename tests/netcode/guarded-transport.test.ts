// In: hostile and honest clients on real sockets of a real Colyseus server. Out: proof that the sender of bad frames is
// refused, counted and in the end removed while another client of the same room goes on. Run by: vitest.
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { matchMaker, Room, Server, type Client } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { GuardedTransport, guardOf, type Connection } from '../../server/netcode/guarded-transport.ts';
import { readSeat } from '../../server/netcode/seat-address.ts';
import { CLOSE } from '../../shared/netcode/close-codes.ts';
import { InputEncoder } from '../../shared/netcode/input-codec.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { defineShape } from '../../shared/netcode/shape.ts';
import { nextUint32, seedRandom } from '../../shared/sim/random.ts';

interface TestInput { readonly x: number; readonly buttons: number }
const shape = defineShape<TestInput>({ x: { kind: 'int16', min: -1000, max: 1000 }, buttons: { kind: 'uint8', max: 7 } });
const TestState = schema({ tick: t.number(), inputs: t.number() }, 'GuardTestState');

const PING_MS = 300;
const JOIN_ACK_MS = 400;
const BUFFERED_MAX = 256 * 1024;

class TestRoom extends Room {
  readonly connections = new Map<string, Connection>();
  readonly received = new Map<string, TestInput[]>();
  readonly presences: unknown[] = [];
  readonly left: string[] = [];

  override onCreate(): void {
    const state = new TestState();
    state.tick = 0;
    this.setState(state);
    this.patchRate = 20;
    this.setSimulationInterval(() => { state.tick++; }, 20);
    this.onMessage('presence', (_client: Client, payload: unknown) => { this.presences.push(payload); });
    this.onMessage('throw', () => { throw new Error('a handler that throws'); });
  }

  override onJoin(client: Client): void {
    const connection = guardOf(client.ref)!;
    const inputs: TestInput[] = [];
    this.received.set(client.sessionId, inputs);
    this.connections.set(client.sessionId, connection);
    connection.attachInputs(shape, {
      accept: (batch) => { for (const { input } of batch) inputs.push(input as TestInput); },
      overBudget: () => {},
      refused: () => {},
    });
  }

  override onReconnect(client: Client): void {
    this.onJoin(client);
  }

  override onDrop(client: Client): void {
    this.allowReconnection(client, 5).catch(() => {});
  }

  override onLeave(client: Client): void {
    this.left.push(client.sessionId);
  }

  override onUncaughtException(): void {}
}

let http: HttpServer;
let server: Server;
let base: string;
const counts: Record<string, number> = {};
const errors: string[] = [];
let closings = 0;

beforeAll(async () => {
  http = createServer();
  const transport = new GuardedTransport({
    server: http,
    count: (name) => { counts[name] = (counts[name] ?? 0) + 1; },
    log: { debug: () => {}, error: (_details, text) => errors.push(text) },
    door: {
      judge: async ({ url, headers }) => {
        if (headers.origin !== undefined) return { closeCode: CLOSE.notYours, text: 'not yours' };
        return readSeat(url) === undefined ? { status: 404, body: '{}' } : undefined;
      },
      opened: () => () => { closings++; },
    },
    limits: { pingMs: PING_MS, joinAckMsMax: JOIN_ACK_MS, bufferedBytesMax: BUFFERED_MAX, closeGraceMs: 200 },
  });
  server = new Server({ transport, greet: false, gracefullyShutdown: false, logger: { debug() {}, info() {}, warn() {}, error() {}, trace() {} } });
  server.define('guarded', TestRoom);
  await server.listen(0, '127.0.0.1');
  base = `127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await server.gracefullyShutdown(false);
});

interface Seat { readonly roomId: string; readonly sessionId: string; readonly processId: string }

async function reserve(method: string, target: string): Promise<Seat> {
  const response = await fetch(`http://${base}/matchmake/${method}/${target}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}',
  });
  return await response.json() as Seat;
}

/** A client with no manners of its own: it does only what the test says. */
class RawClient {
  readonly seat: Seat;
  readonly socket: WebSocket;
  readonly frames: Buffer[] = [];
  readonly encoder = new InputEncoder(shape);
  closed: number | undefined;
  token = '';

  constructor(seat: Seat, options: { readonly query?: string; readonly autoPong?: boolean } = {}) {
    this.seat = seat;
    const { query = '', autoPong = true } = options;
    this.socket = new WebSocket(`ws://${base}/${seat.processId}/${seat.roomId}?sessionId=${seat.sessionId}${query}`, { autoPong });
    this.socket.on('message', (data: Buffer) => {
      this.frames.push(data);
      if (data[0] === 10) this.token = data.subarray(2, 2 + data[1]!).toString();
    });
    this.socket.on('error', () => {});
    this.socket.on('close', (code) => { this.closed = code; });
  }

  async offered(): Promise<this> {
    await vi.waitFor(() => expect(this.frames.some((frame) => frame[0] === 10)).toBe(true), WAIT);
    return this;
  }

  async joined(): Promise<this> {
    await this.offered();
    this.send(10);
    await this.patched();
    return this;
  }

  send(...bytes: number[]): void {
    this.socket.send(Uint8Array.from(bytes));
  }

  input(x: number): void {
    this.socket.send(this.encoder.encode([{ input: { x, buttons: 1 }, view: 0 }]).slice());
  }

  /** Waits for two more state patches from now. */
  async patched(): Promise<void> {
    const from = this.frames.length;
    await vi.waitFor(() => expect(this.frames.slice(from).filter((frame) => frame[0] === 15).length).toBeGreaterThan(1), WAIT);
  }
}

const WAIT = { timeout: 8_000, interval: 10 };

interface Pair { readonly room: TestRoom; readonly bad: RawClient; readonly honest: RawClient; readonly guard: Connection }

async function pair(): Promise<Pair> {
  const seat = await reserve('create', 'guarded');
  const honest = await new RawClient(seat).joined();
  const bad = await new RawClient(await reserve('joinById', seat.roomId)).joined();
  const room = matchMaker.getLocalRoomById(seat.roomId) as unknown as TestRoom;
  return { room, bad, honest, guard: room.connections.get(bad.seat.sessionId)! };
}

/** What must hold after anything a hostile client did. */
async function expectOthersUnharmed({ room, honest }: Pair): Promise<void> {
  const inputs = room.received.get(honest.seat.sessionId)!;
  const x = inputs.length + 1;
  honest.input(x);
  await vi.waitFor(() => expect(inputs.at(-1)).toEqual({ x, buttons: 1 }), WAIT);
  await honest.patched();
  expect(Object.values(room.connections.get(honest.seat.sessionId)!.refusals).every((count) => count === 0)).toBe(true);
  expect((await fetch(`http://${base}/__healthcheck`)).status).toBe(200);
  expect(errors).toEqual([]);
}

test.each<[string, number[], keyof Connection['refusals']]>([
  ['the three bytes that hang a stock process', [0x14, 0x00, 0xff], 'opcode'],
  ['the huge count form', [20 | 0x80, 0xfd, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], 'opcode'],
  ['DELETE operations on a Colyseus input', [19, 0x40, 0x41], 'opcode'],
  ['an input frame of a length that lies', [24, 7, 0xff], 'length'],
  ['an input frame with fields out of bounds', [24, 0, 2, 0xff], 'bounds'],
  ['a frame longer than any command', [13, ...Array<number>(LIMITS.commandBytesMax).fill(0xa1)], 'length'],
  ['a command nobody takes', [13, 0xa3, 0x61, 0x62, 0x63], 'shape'],
])('%s: refused, counted, and nobody else notices', async (_name, frame, reason) => {
  const pairOf = await pair();
  pairOf.bad.send(...frame);
  await vi.waitFor(() => expect(pairOf.guard.refusals[reason]).toBe(1), WAIT);
  expect(pairOf.room.received.get(pairOf.bad.seat.sessionId)).toEqual([]);
  await expectOthersUnharmed(pairOf);
  await pairOf.bad.patched();
  expect(counts[`frames.refused.${reason}`]).toBeGreaterThan(0);
});

test('text and every truncation of a valid input frame are refused; the whole one is taken', async () => {
  const pairOf = await pair();
  const { bad, guard, room } = pairOf;
  bad.socket.send('hello');
  const frame = bad.encoder.encode([{ input: { x: 500, buttons: 3 }, view: 99 }, { input: { x: -500, buttons: 5 }, view: 115 }]).slice();
  for (let length = 0; length < frame.length; length++) bad.socket.send(frame.slice(0, length));
  bad.socket.send(frame);
  await vi.waitFor(() => expect(room.received.get(bad.seat.sessionId)).toEqual([{ x: 500, buttons: 3 }, { x: -500, buttons: 5 }]), WAIT);
  const { text, empty, length, shape: misshapen } = guard.refusals;
  expect([text, empty, length + misshapen]).toEqual([1, 1, frame.length - 1]);
  await expectOthersUnharmed(pairOf);
});

test('2,000 random frames: the sender is removed for abuse, the room goes on', async () => {
  const seed = 20_261_124;
  const random = seedRandom(seed);
  const pairOf = await pair();
  const { bad, guard, room } = pairOf;
  for (let n = 0; n < 2_000; n++) {
    const length = nextUint32(random) % 48;
    const frame = Uint8Array.from({ length }, () => nextUint32(random) & 0xff);
    if (length > 0 && n % 2 === 0) frame[0] = [10, 13, 17, 18, 19, 20, 21, 24][nextUint32(random) % 8]!;
    bad.socket.send(frame);
  }
  await vi.waitFor(() => expect(guard.removed?.code, `seed ${seed}`).toBe(CLOSE.abuse), WAIT);
  await vi.waitFor(() => expect(bad.closed, `seed ${seed}`).toBe(CLOSE.abuse), WAIT);
  expect(room.received.get(bad.seat.sessionId)!.length).toBeLessThan(LIMITS.refusalsMax * 8);
  await expectOthersUnharmed(pairOf);
});

test('a flood of valid inputs is cut at the rate and ends the sender', async () => {
  const pairOf = await pair();
  const { bad, guard, room } = pairOf;
  for (let n = 0; n < 2_000; n++) bad.input(n % 1000);
  await vi.waitFor(() => expect(guard.removed?.code).toBe(CLOSE.abuse), WAIT);
  const taken = room.received.get(bad.seat.sessionId)!.length;
  expect(taken).toBeGreaterThanOrEqual(LIMITS.framesBurstMax);
  expect(taken).toBeLessThan(2_000 - LIMITS.refusalsMax);
  expect(guard.refusals.rate).toBe(LIMITS.refusalsMax);
  expect(counts['connections.warned']).toBeGreaterThan(0);
  await expectOthersUnharmed(pairOf);
});

test('a removed client that ignores the close is deaf at once and gone soon', async () => {
  const pairOf = await pair();
  const { bad, guard, room } = pairOf;
  bad.socket.pause();
  guard.remove(CLOSE.abuse, 'test');
  for (let n = 0; n < 20; n++) bad.input(n);
  await vi.waitFor(() => expect(room.clients.length).toBe(1), WAIT);
  expect(room.received.get(bad.seat.sessionId)).toEqual([]);
  await expectOthersUnharmed(pairOf);
  bad.socket.terminate();
});

test('a frame the WebSocket layer refuses is counted as well', async () => {
  const pairOf = await pair();
  pairOf.bad.socket.send(new Uint8Array(100_000));
  await vi.waitFor(() => expect(pairOf.bad.closed).toBe(1009), WAIT);
  expect(pairOf.guard.refusals.length).toBe(1);
  await expectOthersUnharmed(pairOf);
});

test('a join that is never acknowledged ends, and the seat is free', async () => {
  const pairOf = await pair();
  const silent = await new RawClient(await reserve('joinById', pairOf.room.roomId)).offered();
  const guard = pairOf.room.connections.get(silent.seat.sessionId)!;
  silent.input(1);
  await vi.waitFor(() => expect(silent.closed).toBe(CLOSE.joinTimeout), WAIT);
  expect([guard.refusals['join-timeout'], guard.refusals['not-joined']]).toEqual([1, 1]);
  await vi.waitFor(() => expect(pairOf.room.left).toContain(silent.seat.sessionId), WAIT);
  await expectOthersUnharmed(pairOf);
});

test('a client that does not read is ended once its queue is full; one that reads the same stays', async () => {
  const pairOf = await pair();
  const { bad, guard, room } = pairOf;
  bad.socket.pause();
  const chunk = new Uint8Array(BUFFERED_MAX / 2);
  let peakBytes = 0;
  const feed = setInterval(() => {
    room.broadcastBytes('blob', chunk, {});
    for (const client of room.clients) {
      if (client.sessionId === bad.seat.sessionId) peakBytes = Math.max(peakBytes, (client.ref as WebSocket).bufferedAmount);
    }
  }, 5);
  await vi.waitFor(() => expect(guard.removed?.code).toBe(CLOSE.slowReader), WAIT);
  await vi.waitFor(() => expect(room.clients.length).toBe(1), WAIT);
  clearInterval(feed);
  expect(guard.refusals['slow-reader']).toBe(1);
  expect(peakBytes).toBeLessThan(BUFFERED_MAX * 2);
  await expectOthersUnharmed(pairOf);
  bad.socket.terminate();
});

test('unsolicited pongs do not keep a silent client alive', async () => {
  const pairOf = await pair();
  const mute = await new RawClient(await reserve('joinById', pairOf.room.roomId), { autoPong: false }).joined();
  const pongs = setInterval(() => mute.socket.pong(Buffer.alloc(4)), PING_MS / 2);
  await vi.waitFor(() => expect(mute.closed).toBe(1006), WAIT);
  clearInterval(pongs);
  expect(pairOf.room.connections.get(mute.seat.sessionId)!.rttMs).toBe(-1);
  expect(counts['connections.silent']).toBeGreaterThan(0);
  expect(counts['pongs.unsolicited']).toBeGreaterThan(0);
  await expectOthersUnharmed(pairOf);
});

test('an answering client has a round trip', async () => {
  const { guard } = await pair();
  await vi.waitFor(() => expect(guard.rttMs).toBeGreaterThanOrEqual(0), WAIT);
  expect(guard.rttMinMs).toBeLessThanOrEqual(guard.rttMs + 1e-9);
});

test('a command of the room arrives; a handler that throws costs nobody else anything', async () => {
  const pairOf = await pair();
  pairOf.bad.send(13, 0xa8, ...Buffer.from('presence'), 0x81, 0xa4, ...Buffer.from('away'), 0xc3);
  await vi.waitFor(() => expect(pairOf.room.presences).toEqual([{ away: true }]), WAIT);
  pairOf.bad.send(13, 0xa5, ...Buffer.from('throw'));
  await expectOthersUnharmed(pairOf);
});

test('a player who is back with the right token does not wait for the old socket to time out', async () => {
  const pairOf = await pair();
  const { bad, room } = pairOf;
  bad.socket.pause();
  const back = await new RawClient(bad.seat, { query: `&reconnectionToken=${bad.token}` }).joined();
  back.input(7);
  await vi.waitFor(() => expect(room.received.get(bad.seat.sessionId)).toEqual([{ x: 7, buttons: 1 }]), WAIT);
  expect(room.left).toEqual([]);
  expect(room.clients.length).toBe(2);
  await expectOthersUnharmed(pairOf);
  bad.socket.terminate();
});

test.each([
  ['the ping-pong utility', '/'],
  ['a room without a session', '/process/room'],
  ['a path that goes deeper', '/a/b/c?sessionId=x'],
])('the door is shut to %s', async (_name, path) => {
  const socket = new WebSocket(`ws://${base}${path}`);
  const status = await new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => { resolve(response.statusCode); socket.terminate(); });
    socket.on('open', () => resolve('open'));
    socket.on('error', () => {});
  });
  expect(status).toBe(404);
});

test('a visitor may be told on the socket why it is shut, and reaches no room; the door hears of the end of others', async () => {
  const pairOf = await pair();
  const { roomId, processId } = pairOf.bad.seat;
  const told = new WebSocket(`ws://${base}/${processId}/${roomId}?sessionId=x`, { headers: { origin: 'http://elsewhere.example' } });
  expect(await new Promise((resolve) => { told.once('close', (code, reason) => resolve([code, reason.toString()])); })).toEqual([CLOSE.notYours, 'not yours']);
  const before = closings;
  pairOf.bad.socket.terminate();
  await vi.waitFor(() => expect(closings).toBe(before + 1), WAIT);
  await expectOthersUnharmed(pairOf);
});

test('a request line that is no path does not end the process', async () => {
  const { connect } = await import('node:net');
  const { port } = http.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write('GET http://x:99999999/ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n');
  const answer = await new Promise<string>((resolve) => { socket.once('data', (data) => resolve(data.toString())); socket.once('close', () => resolve('')); });
  expect(answer).toMatch(/^HTTP\/1.1 404/);
  socket.destroy();
});

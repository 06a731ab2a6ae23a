// In: settings. Out: a booted server whose rooms note every call, and callers with no manners of their own. Run by: tests/security.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Room, type AuthContext, type Client } from '@colyseus/core';
import { vi, expect } from 'vitest';
import WebSocket from 'ws';
import { bootServer, type BootParts, type RunningServer } from '../../server/platform/boot.ts';
import { readConfig } from '../../server/platform/config.ts';
import { createLogger } from '../../server/platform/logger.ts';
import { userOf } from '../../server/netcode/seat-owner.ts';

/** The key that signs, and one of yesterday that still counts. */
export const KEYS = { now: Buffer.alloc(32, 1), before: Buffer.alloc(32, 2) };

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
}

export interface Seat {
  readonly roomId: string;
  readonly processId: string;
  readonly sessionId: string;
}

export interface DoorServer {
  readonly running: RunningServer;
  readonly url: string;
  readonly dir: string;
  /** Calls of room code, in order: `create`, `auth ann`, `join`, `drop`, `reconnect`, `leave`. */
  readonly calls: string[];
  readonly lines: string[];
  /** What the wall clock of tokens is off by, milliseconds. */
  clock: { offMs: number };
  ask(path: string, ask?: Ask): Promise<Answer>;
  /** A seat in the one open room. */
  seat(token: string, path?: string): Promise<Seat>;
  close(): Promise<void>;
}

export async function doorServer(env: Readonly<Record<string, string>> = {}, parts: Partial<BootParts> = {}): Promise<DoorServer> {
  const dir = await mkdtemp(join(tmpdir(), 'arbiter-door-'));
  await mkdir(join(dir, 'client/assets'), { recursive: true });
  await writeFile(join(dir, 'client/index.html'), '<!doctype html><title>Arbiter</title>');
  await writeFile(join(dir, 'secret.txt'), 'outside');
  const calls: string[] = [];
  const lines: string[] = [];
  const clock = { offMs: 0 };
  const running = await bootServer(readConfig({
    PORT: '0', HOST: '127.0.0.1', ARBITER_DATA: join(dir, 'data'), ARBITER_CLIENT: join(dir, 'client'), ARBITER_JOINS_PER_MIN: '100000',
    ARBITER_AUTH_KEYS: `now:${KEYS.now.toString('base64')},before:${KEYS.before.toString('base64')}`, ...env,
  }), {
    defineRooms: (server) => { server.define('watched', watchedRoom(calls)); },
    log: createLogger({ level: 'debug', format: 'pretty', write: (line) => lines.push(line) }),
    wallMs: () => Date.now() + clock.offMs, ...parts,
  });
  const ask = (path: string, options: Ask = {}): Promise<Answer> => askPort(running.port, path, options);
  return {
    running, dir, calls, lines, clock, ask, url: `http://127.0.0.1:${running.port}`,
    seat: async (token, path = '/matchmake/joinOrCreate/watched') => {
      const { status, text } = await ask(path, { method: 'POST', body: '{}', headers: { authorization: `Bearer ${token}` } });
      expect([status, text]).toEqual([200, expect.any(String)]);
      return JSON.parse(text) as Seat;
    },
    close: async () => {
      await running.close();
      await rm(dir, { recursive: true });
    },
  };
}

function watchedRoom(calls: string[]): new () => Room {
  return class extends Room {
    static override async onAuth(_token: string, _options: unknown, context: AuthContext): Promise<object> {
      const user = userOf(context);
      calls.push(`auth ${user}`);
      return { user };
    }

    override onCreate(): void {
      calls.push('create');
      this.maxClients = 500;
      this.autoDispose = false;
    }

    override onJoin(): void {
      calls.push('join');
    }

    override onDrop(client: Client): void {
      calls.push('drop');
      this.allowReconnection(client, 20).catch(() => {});
    }

    override onReconnect(): void {
      calls.push('reconnect');
    }

    override onLeave(): void {
      calls.push('leave');
    }
  };
}

export function askPort(port: number, path: string, { method = 'GET', body, headers = {} }: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (res) => {
      let text = '';
      res.on('data', (chunk: Buffer) => { text += chunk.toString(); });
      res.on('end', () => resolve({ status: res.statusCode!, headers: res.headers, text }));
      res.on('error', reject);
    });
    req.on('error', reject);
    req.end(body);
  });
}

/** How an upgrade ended: with an HTTP status, or with a close code after it was open. */
export interface Knock {
  readonly status?: number;
  readonly body?: string;
  readonly code?: number;
  readonly reason?: string;
}

export interface Opening {
  readonly query?: string;
  readonly protocols?: string[];
  readonly headers?: Record<string, string>;
  /** A certificate to trust: then the socket is a wss. */
  readonly ca?: string;
}

/** A WebSocket to a seat that says what became of it; `joined` where the room took it. */
export class Caller {
  readonly socket: WebSocket;
  readonly ended: Promise<Knock>;
  reconnectionToken = '';
  joined = false;
  /** All that came, as text: for the words in it. */
  heard = '';

  constructor(port: number, path: string, { query = '', protocols = [], headers = {}, ca }: Opening = {}) {
    this.socket = new WebSocket(`${ca === undefined ? 'ws' : 'wss'}://127.0.0.1:${port}${path}${query}`, protocols, { headers, ca });
    this.socket.on('message', (data: Buffer) => {
      this.heard += data.toString('latin1');
      if (data[0] !== 10) return;
      this.reconnectionToken = data.subarray(2, 2 + data[1]!).toString();
      this.joined = true;
      this.socket.send(Uint8Array.of(10));
    });
    this.socket.on('error', () => {});
    this.ended = new Promise((resolve) => {
      this.socket.on('unexpected-response', (_request, response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => { body += chunk.toString(); });
        response.on('end', () => resolve({ status: response.statusCode!, body }));
      });
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  async whenJoined(): Promise<this> {
    await vi.waitFor(() => expect(this.joined).toBe(true), { timeout: 5_000, interval: 5 });
    return this;
  }
}

export function seatPath({ processId, roomId, sessionId }: Seat): string {
  return `/${processId}/${roomId}?sessionId=${sessionId}`;
}

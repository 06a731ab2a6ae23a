// In: connections that send nothing, too slowly, or too many; a certificate. Out: proof that each ends in time and is counted
// while an honest request is answered, over http and https. Run by: vitest.
import { get as getSecure } from 'node:https';
import type { Server } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { makeHttpServer, type HttpServerOptions } from '../../server/platform/http-server.ts';
import { selfSigned } from '../support/self-signed.ts';

const SOCKETS = 4;
const TIMES = { headersMsMax: 200, requestMsMax: 400, socketIdleMsMax: 600, keepAliveMsMax: 200, requestWatchMs: 30 };

let http: Server | undefined;
let sockets: Socket[] = [];
const counts: Record<string, number> = {};

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  http?.closeAllConnections();
  http?.close();
});

async function serve(options: Partial<HttpServerOptions> = {}): Promise<number> {
  for (const name of Object.keys(counts)) delete counts[name];
  http = makeHttpServer({
    tls: undefined, socketsPerAddress: SOCKETS, isProxy: () => false, count: (name) => { counts[name] = (counts[name] ?? 0) + 1; }, times: TIMES, ...options,
  });
  http.on('request', (req, res) => { req.resume().on('end', () => res.end('hello')); });
  await new Promise<void>((resolve) => { http!.listen(0, '127.0.0.1', resolve); });
  return (http.address() as AddressInfo).port;
}

interface Line { readonly socket: Socket; text: string; closed: boolean }

function dial(port: number): Line {
  const socket = connect(port, '127.0.0.1');
  const line: Line = { socket, text: '', closed: false };
  socket.on('data', (data) => { line.text += data.toString(); });
  socket.on('error', () => {});
  socket.on('close', () => { line.closed = true; });
  sockets.push(socket);
  return line;
}

/** One byte after the other, as slowly as nobody types. */
function drip(line: Line, text: string): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (line.closed || sent >= text.length) clearInterval(timer);
    else line.socket.write(text[sent++]!);
  }, 40);
}

const ended = (line: Line): Promise<void> => vi.waitFor(() => expect(line.closed).toBe(true), { timeout: 5_000 });
const answers = async (port: number): Promise<void> => expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('hello');

describe('a connection that', () => {
  test.each<[string, (line: Line) => void]>([
    ['says nothing', () => {}],
    ['begins a header and stops', (line) => { line.socket.write('GET / HTTP/1.1\r\nHost: x\r\nA: '); }],
    ['sends its headers byte by byte', (line) => drip(line, `GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(500)}`)],
    ['sends its body byte by byte', (line) => {
      line.socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n');
      drip(line, 'x'.repeat(500));
    }],
    ['promises a body and stops', (line) => { line.socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n'); }],
  ])('%s is ended, counted, and told', async (_name, act) => {
    const port = await serve();
    const line = dial(port);
    act(line);
    await answers(port);
    await ended(line);
    expect(line.text).toMatch(/^HTTP\/1.1 408 /);
    expect(counts['door.request.timeout']).toBe(1);
    await answers(port);
  });

  test('asked once and then idles is ended', async () => {
    const line = dial(await serve());
    line.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await ended(line);
    expect(line.text).toMatch(/hello/);
  });
});

test('one address has its connections and no more; a closed one makes room, a proxy of ours is not counted', async () => {
  const port = await serve({ times: {} });
  const lines = Array.from({ length: SOCKETS }, () => dial(port));
  await Promise.all(lines.map(({ socket }) => new Promise((resolve) => { socket.once('connect', resolve); })));
  const more = dial(port);
  await ended(more);
  expect(more.text).toMatch(/^HTTP\/1.1 429 .*"reason":"sockets-address"/s);
  expect(counts['door.sockets.sockets-address']).toBe(1);
  expect(lines.some(({ closed }) => closed)).toBe(false);
  lines[0]!.socket.destroy();
  await vi.waitFor(() => answers(port), { timeout: 5_000 });
  http!.closeAllConnections();
  http!.close();

  const behind = await serve({ times: {}, isProxy: () => true });
  for (let n = 0; n < SOCKETS * 2; n++) dial(behind);
  await answers(behind);
});

test('past the cap of the process a connection is dropped and counted', async () => {
  const port = await serve({ times: {}, socketsPerAddress: 100 });
  http!.maxConnections = 3;
  const lines = Array.from({ length: 6 }, () => dial(port));
  await vi.waitFor(() => expect(lines.filter(({ closed }) => closed)).toHaveLength(3), { timeout: 5_000 });
  expect(counts['door.sockets.sockets-all']).toBe(3);
});

describe('with a certificate', () => {
  async function serveSecurely(): Promise<{ port: number; cert: string }> {
    const dir = await mkdtemp(join(tmpdir(), 'arbiter-tls-'));
    const { cert, key } = selfSigned();
    const tls = { certFile: join(dir, 'cert.pem'), keyFile: join(dir, 'key.pem') };
    await writeFile(tls.certFile, cert);
    await writeFile(tls.keyFile, key);
    const port = await serve({ tls });
    await rm(dir, { recursive: true });
    return { port, cert };
  }

  test('https answers whoever trusts it', async () => {
    const { port, cert } = await serveSecurely();
    const text = await new Promise((resolve, reject) => {
      getSecure({ host: '127.0.0.1', port, ca: cert, agent: false }, (res) => res.on('data', (data: Buffer) => resolve(data.toString()))).on('error', reject);
    });
    expect(text).toBe('hello');
  });

  test('who speaks no TLS, an old one, or nothing, is ended and counted', async () => {
    const { port } = await serveSecurely();
    const plain = dial(port);
    plain.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await ended(plain);
    const old = connectTls({ host: '127.0.0.1', port, maxVersion: 'TLSv1.1', minVersion: 'TLSv1', rejectUnauthorized: false, ciphers: 'ALL:@SECLEVEL=0' });
    await new Promise((resolve) => { old.once('error', resolve); });
    const mute = dial(port);
    await ended(mute);
    expect(counts['door.request.tls']).toBe(3);
  });

  test('files that are no certificate are one sentence', async () => {
    expect(() => makeHttpServer({ tls: { certFile: '/none.pem', keyFile: '/none.pem' }, socketsPerAddress: 1, isProxy: () => false, count: () => {} }))
      .toThrow(/^the certificate \/none.pem with the key \/none.pem cannot be used \(ENOENT\): check ARBITER_TLS_CERT/);
  });
});

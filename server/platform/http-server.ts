// In: where to listen, and a certificate if there is one. Out: an HTTP or HTTPS server with all its caps, listening. Run by: boot.
import { readFileSync } from 'node:fs';
import { createServer, STATUS_CODES, type Server as HttpServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { refusalBody, type RefusalReason } from '../../shared/netcode/refusals.ts';
import { keyOf, type ProxyTrust } from './addresses.ts';
import type { Config } from './config.ts';
import { OpenCap } from './open-cap.ts';
import { StartError } from './start-error.ts';

type Times = { readonly [K in 'headersMsMax' | 'requestMsMax' | 'socketIdleMsMax' | 'keepAliveMsMax' | 'requestWatchMs']: number };

export interface HttpServerOptions {
  readonly tls: Config['tls'];
  readonly socketsPerAddress: number;
  readonly isProxy: ProxyTrust;
  count(name: string): void;
  /** Tests shorten these. */
  readonly times?: Partial<Times>;
}

/** @throws StartError where the certificate or its key cannot be used. */
export function makeHttpServer(options: HttpServerOptions): HttpServer {
  const { headersMsMax, requestMsMax, socketIdleMsMax, keepAliveMsMax, requestWatchMs }: Times = { ...LIMITS, ...options.times };
  const limits = {
    headersTimeout: headersMsMax, requestTimeout: requestMsMax, connectionsCheckingInterval: requestWatchMs,
    keepAliveTimeout: keepAliveMsMax, maxHeaderSize: LIMITS.headerBytesMax,
  };
  const http = options.tls === undefined ? createServer(limits) : makeSecure(options.tls, { ...limits, handshakeTimeout: headersMsMax });
  http.maxConnections = LIMITS.socketsMax;
  // WebSockets switch it off for themselves: they have a liveness of their own.
  http.setTimeout(socketIdleMsMax);
  capSockets(http, options);
  nameClientErrors(http, options.count);
  return http as HttpServer;
}

function makeSecure({ certFile, keyFile }: NonNullable<Config['tls']>, limits: object): HttpServer {
  try {
    const cert = readFileSync(certFile);
    const key = readFileSync(keyFile);
    return createSecureServer({ ...limits, cert, key, minVersion: 'TLSv1.2' }) as unknown as HttpServer;
  } catch (error) {
    throw new StartError(`the certificate ${certFile} with the key ${keyFile} cannot be used (${codeOf(error)}): check ARBITER_TLS_CERT and ARBITER_TLS_KEY`);
  }
}

/** Before a byte is read. Behind a proxy all connections come from it: there the door counts players' addresses instead. */
function capSockets(http: HttpServer, { socketsPerAddress, isProxy, tls, count }: HttpServerOptions): void {
  const cap = new OpenCap(socketsPerAddress);
  http.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket;
    if (isProxy(remoteAddress)) return;
    const key = keyOf(remoteAddress);
    if (!cap.isFull(key)) {
      socket.once('close', cap.take(key));
      return;
    }
    count('door.sockets.sockets-address');
    if (tls === undefined) answerRaw(socket, 429, 'sockets-address');
    else socket.destroy();
  });
  http.on('drop', () => count('door.sockets.sockets-all'));
}

/** Requests that never became one: counted by what was wrong, answered where the line still is open. */
function nameClientErrors(http: HttpServer, count: (name: string) => void): void {
  http.on('clientError', (error: Error & { readonly code?: string }, socket: Duplex) => {
    const code = error.code ?? '';
    // Resets, and handshakes that failed: nobody is there to be told.
    if (!/^(HPE_|ERR_HTTP_)/.test(code)) return void socket.destroy();
    const [status, name] = CLIENT_ERRORS[code] ?? [400, 'malformed'];
    count(`door.request.${name}`);
    answerRaw(socket, status, undefined);
  });
  http.on('tlsClientError', () => count('door.request.tls'));
}

const CLIENT_ERRORS: Readonly<Record<string, readonly [status: number, name: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'timeout'], HPE_HEADER_OVERFLOW: [431, 'headers-too-long'],
};

function answerRaw(socket: Duplex, status: number, reason: RefusalReason | undefined): void {
  if (!socket.writable || socket.destroyed) return void socket.destroy();
  const text = STATUS_CODES[status] ?? '';
  const body = JSON.stringify(reason === undefined ? { code: status, error: text.toLowerCase() } : refusalBody(reason));
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status} ${text}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`, () => socket.destroy());
}

/** The base settles neither way when the port is taken, so the socket's own error decides. */
export async function listen(start: Promise<unknown>, http: HttpServer, { port, host }: Config): Promise<number> {
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<never>((_resolve, reject) => { fail = reject; });
  http.once('error', fail);
  try {
    await Promise.race([start, failed]);
  } catch (error) {
    throw new StartError(listenReason(codeOf(error), port, host));
  } finally {
    http.off('error', fail);
  }
  return (http.address() as AddressInfo).port;
}

function listenReason(code: string, port: number, host: string): string {
  switch (code) {
    case 'EADDRINUSE': return `port ${port} is already in use: set PORT to another one, or end what uses it`;
    case 'EACCES': return `port ${port} may not be used without more rights: set PORT to 1024 or above`;
    case 'EADDRNOTAVAIL': case 'ENOTFOUND': return `this machine has no address ${host}: set HOST to one it has`;
    default: return `cannot listen on ${host}:${port} (${code})`;
  }
}

export function shownHost(host: string): string {
  if (['0.0.0.0', '::', '127.0.0.1', 'localhost'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

export function codeOf(error: unknown): string {
  return (error as { readonly code?: string }).code ?? String(error);
}

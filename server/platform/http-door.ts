// In: every HTTP request, before Colyseus' router sees it. Out: a refusal in JSON, or a checked request passed on.
// Run by: server start.
import type { IncomingMessage, RequestListener, Server as HttpServer, ServerResponse } from 'node:http';
import { matchMaker } from '@colyseus/core';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { addressKey, dropClaims } from './addresses.ts';
import { RateLimit } from './rate-limit.ts';

export interface DoorOptions {
  readonly trustProxy: boolean;
  readonly joinsPerMin: number;
  allowsOrigin(origin: string, host: string | undefined): boolean;
  count(name: string): void;
  now(): number;
}

/** The only ways into a room. `join` is left out: it differs from `joinOrCreate` only where it fails. */
const JOIN_METHODS = ['joinOrCreate', 'create', 'joinById', 'reconnect'];
const JOIN_PATH = new RegExp(`^/matchmake/(${JOIN_METHODS.join('|')})/[\\w-]{1,64}$`);
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];

/** Why a request is refused, in words for whoever reads the answer. */
interface Refusal {
  readonly status: number;
  readonly error: string;
}

/** Everything but the door's own listener is taken off the server and called for the requests that pass. */
export function putDoorInFront(server: HttpServer, options: DoorOptions): void {
  const inside = server.listeners('request') as RequestListener[];
  const rate = new RateLimit({
    perSec: options.joinsPerMin / 60,
    burst: Math.max(LIMITS.joinsBurstMax, Math.ceil(options.joinsPerMin / 5)),
    keysMax: LIMITS.joinAddressesMax,
  });
  server.removeAllListeners('request');
  server.on('request', (req, res) => {
    dropClaims(req, options.trustProxy);
    setSafetyHeaders(res);
    const refusal = refusalOf(req, options, rate);
    if (refusal !== undefined) return refuse(req, res, refusal, options);
    const pass = (): void => { for (const listener of inside) listener.call(server, req, res); };
    if (req.method !== 'POST') return pass();
    readJson(req, LIMITS.optionsBytesMax, (result) => {
      if ('status' in result) return refuse(req, res, result, options);
      // What the base's router takes instead of reading a body of any size itself.
      (req as IncomingMessage & { body?: unknown }).body = result.body;
      req.headers['content-type'] = 'application/json';
      options.count('joins.requested');
      pass();
    });
  });
  server.prependListener('upgrade', (req) => dropClaims(req, options.trustProxy));
}

/** Sets what the base leaves open for everybody: which methods there are, and whose pages may call them. */
export function restrictMatchmaking(allowsOrigin: DoorOptions['allowsOrigin']): void {
  const { controller } = matchMaker;
  controller.exposedMethods = [...JOIN_METHODS];
  const headers = controller.DEFAULT_CORS_HEADERS as Partial<typeof controller.DEFAULT_CORS_HEADERS>;
  delete headers['Access-Control-Allow-Origin'];
  delete headers['Access-Control-Allow-Credentials'];
  controller.getCorsHeaders = (request: Headers): Record<string, string> => {
    const origin = request.get('origin');
    if (origin === null || !allowsOrigin(origin, request.get('host') ?? undefined)) return {};
    return { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true', Vary: 'Origin' };
  };
}

function refusalOf(req: IncomingMessage, options: DoorOptions, rate: RateLimit): Refusal | undefined {
  const { method = '', url = '', headers } = req;
  // The base builds URLs of these two and does not catch what that throws.
  if (!/^[\w.:[\]-]{1,255}$/.test(headers.host ?? '') || !URL.canParse(`http://${headers.host}`)) {
    return { status: 400, error: 'the Host header is missing or malformed' };
  }
  if (!url.startsWith('/') || !URL.canParse(`http://host${url}`)) return { status: 400, error: 'the path is malformed' };
  if (!METHODS.includes(method)) return { status: 405, error: `method ${method} is not used here` };
  if (method !== 'POST') return undefined;
  if (!JOIN_PATH.test(url.split('?', 1)[0]!)) return { status: 404, error: 'there is nothing to post to here' };
  if (headers.origin !== undefined && !options.allowsOrigin(headers.origin, headers.host)) {
    return { status: 403, error: 'this page may not join games on this server' };
  }
  if (!rate.take(addressKey(req), options.now())) {
    return { status: 429, error: 'too many join requests from your address: wait a moment and try again' };
  }
  return undefined;
}

/** `{ code, error }`, the form in which the SDK shows a reason; a body that is still coming ends with the connection. */
function refuse(req: IncomingMessage, res: ServerResponse, { status, error }: Refusal, options: DoorOptions): void {
  options.count(`http.refused.${status}`);
  const bodyIsOpen = !req.complete && req.method !== 'GET' && req.method !== 'HEAD';
  res.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store',
    ...(status === 429 ? { 'Retry-After': '5' } : {}), ...(bodyIsOpen ? { Connection: 'close' } : {}),
  });
  res.end(req.method === 'HEAD' ? undefined : JSON.stringify({ code: status, error }));
  if (bodyIsOpen) req.resume().setTimeout(LIMITS.closeGraceMs, () => req.destroy());
}

/** Reads a body of at most `bytesMax` that is one JSON object; an empty body counts as `{}`. Calls back once. */
function readJson(req: IncomingMessage, bytesMax: number, done: (result: Refusal | { readonly body: object }) => void): void {
  const tooLong: Refusal = { status: 413, error: `the request is longer than ${bytesMax} bytes` };
  if (Number(req.headers['content-length'] ?? 0) > bytesMax) return done(tooLong);
  const chunks: Buffer[] = [];
  let bytes = 0;
  const onData = (chunk: Buffer): void => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes <= bytesMax) return;
    req.off('data', onData).off('end', onEnd);
    done(tooLong);
  };
  const onEnd = (): void => done(parseObject(Buffer.concat(chunks).toString('utf8')));
  req.on('data', onData).on('end', onEnd).on('error', () => {});
}

function parseObject(text: string): Refusal | { readonly body: object } {
  const refusal: Refusal = { status: 400, error: 'the request is not a JSON object' };
  try {
    const body: unknown = text === '' ? {} : JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? { body } : refusal;
  } catch {
    return refusal;
  }
}

/** For every answer, also those of the base. */
function setSafetyHeaders(res: ServerResponse): void {
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Referrer-Policy', 'no-referrer');
  res.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
}

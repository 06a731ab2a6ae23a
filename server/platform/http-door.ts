// In: every HTTP request, before Colyseus' router sees it. Out: a refusal in JSON, or a checked request passed on. Run by: boot.
import type { IncomingMessage, RequestListener, Server as HttpServer, ServerResponse } from 'node:http';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { REFUSALS, refusalBody, type RefusalReason } from '../../shared/netcode/refusals.ts';
import type { ProxyTrust } from './addresses.ts';
import type { AuthRoutes } from './auth/auth-routes.ts';
import { readJson } from './door/body.ts';
import {
  closing, host, method, needsToken, origin, path, rate, token, type TokenRules,
} from './door/interceptors.ts';
import { passChain, visitOf, type Interceptor, type Visit } from './door/visit.ts';
import { corsHeaders } from './matchmaking.ts';

export interface DoorOptions extends TokenRules {
  readonly isProxy: ProxyTrust;
  readonly joinsPerMin: number;
  readonly routes: AuthRoutes;
  readonly secure: boolean;
  allowsOrigin(origin: string, host: string | undefined): boolean;
  isClosing(): boolean;
  count(name: string): void;
  now(): number;
}

/** Everything that is checked of a request, in this order; its body comes last, because reading it costs most. */
function httpChain({ allowsOrigin, isClosing, joinsPerMin, now, tokens, sessions }: DoorOptions): readonly Interceptor[] {
  const joins = { perSec: joinsPerMin / 60, burst: Math.max(LIMITS.joinsBurstMax, Math.ceil(joinsPerMin / 5)), now };
  const posts = (to: string) => (asked: string, at: string): boolean => asked === 'POST' && at.startsWith(to);
  return [
    rate('requests', { perSec: LIMITS.requestsPerSecMax, burst: LIMITS.requestsBurstMax, reason: 'rate-requests', now }, (asked) => asked !== 'POST'),
    host, path, method, origin(allowsOrigin), closing(isClosing),
    rate('joins', { ...joins, reason: 'rate-joins' }, posts('/matchmake/')),
    rate('tokens', { ...joins, reason: 'rate-tokens' }, posts('/auth/')),
    token({ tokens, sessions }, needsToken),
  ];
}

/** Everything but the door's own listener is taken off the server and called for the requests that pass. */
export function putDoorInFront(server: HttpServer, options: DoorOptions): void {
  const inside = server.listeners('request') as RequestListener[];
  const chain = httpChain(options);
  const pass = (req: IncomingMessage, res: ServerResponse): void => {
    for (const listener of inside) listener.call(server, req, res);
  };
  server.removeAllListeners('request');
  server.on('request', (req, res) => {
    const visit = visitOf(req, options.isProxy);
    setSafetyHeaders(res, options.secure);
    passChain(chain, visit, options.count).then((reason) => {
      if (reason !== undefined) refuse(req, res, reason, options);
      else if (req.method === 'POST') takePost(visit, res, options, () => pass(req, res));
      else pass(req, res);
    }).catch((error: unknown) => {
      options.count('door.threw');
      res.destroy(error as Error);
    });
  });
}

function takePost(visit: Visit, res: ServerResponse, options: DoorOptions, pass: () => void): void {
  const { req } = visit;
  readJson(req, LIMITS.optionsBytesMax, (result) => {
    if ('reason' in result) return refuse(req, res, result.reason, options, result.error);
    if (options.routes.handle(visit, res)) return;
    // What the base's router takes instead of reading a body of any size itself.
    (req as IncomingMessage & { body?: unknown }).body = result.body;
    req.headers['content-type'] = 'application/json';
    options.count('joins.requested');
    pass();
  });
}

/** A body that is still coming ends with the connection. */
function refuse(req: IncomingMessage, res: ServerResponse, reason: RefusalReason, options: DoorOptions, error?: string): void {
  const { status } = REFUSALS[reason];
  options.count(`http.refused.${status}`);
  const bodyIsOpen = !req.complete && req.method !== 'GET' && req.method !== 'HEAD';
  res.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store',
    ...corsHeaders(req.headers.origin, req.headers.host, options.allowsOrigin),
    ...(status === 429 || status === 503 ? { 'Retry-After': '5' } : {}), ...(bodyIsOpen ? { Connection: 'close' } : {}),
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
  });
  res.end(req.method === 'HEAD' ? undefined : JSON.stringify(refusalBody(reason, error)));
  if (bodyIsOpen) req.resume().setTimeout(LIMITS.closeGraceMs, () => req.destroy());
}

/** For every answer, also those of the base. */
function setSafetyHeaders(res: ServerResponse, secure: boolean): void {
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Referrer-Policy', 'no-referrer');
  res.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  res.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
  if (secure) res.setHeader('Strict-Transport-Security', 'max-age=31536000');
}

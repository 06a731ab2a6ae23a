// In: limits, rules, tokens. Out: the interceptors of the front door, one function each. Run by: http-door, upgrade-door.
import { LIMITS } from '../../../shared/netcode/limits.ts';
import type { Sessions } from '../auth/sessions.ts';
import { tokenOf } from '../auth/token-of.ts';
import type { Tokens } from '../auth/tokens.ts';
import { RateLimit } from '../rate-limit.ts';
import type { Interceptor } from './visit.ts';
import type { RefusalReason } from '../../../shared/netcode/refusals.ts';

/** The only ways into a room. `create` and `join` are left out: nobody needs rooms of his own making, nor a join that may fail. */
export const JOIN_METHODS = ['joinOrCreate', 'joinById', 'reconnect'];
const JOIN_PATH = new RegExp(`^/matchmake/(?:${JOIN_METHODS.join('|')})/[\\w-]{1,64}$`);
const NEW_SEAT_PATH = /^\/matchmake\/join(OrCreate|ById)\//;
export const GUEST_PATH = '/auth/guest';
export const REFRESH_PATH = '/auth/refresh';
export const LOGOUT_PATH = '/auth/logout';
const AUTH_PATHS = [GUEST_PATH, REFRESH_PATH, LOGOUT_PATH];
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];

export interface RateOptions {
  readonly perSec: number;
  readonly burst: number;
  readonly reason: RefusalReason;
  now(): number;
}

/** At most so many visits of one address a second; `counts` says which visits are counted. */
export function rate(name: string, options: RateOptions, counts: (method: string, path: string) => boolean = () => true): Interceptor {
  const limit = new RateLimit({ perSec: options.perSec, burst: options.burst, keysMax: LIMITS.joinAddressesMax });
  return {
    name,
    judge: ({ req, path, address }) => (counts(req.method ?? '', path) && !limit.take(address, options.now()) ? options.reason : undefined),
  };
}

/** The base builds a URL of the Host header, and does not catch what that throws. */
export const host: Interceptor = {
  name: 'host',
  judge: ({ req: { headers } }) =>
    (/^[\w.:[\]-]{1,255}$/.test(headers.host ?? '') && URL.canParse(`http://${headers.host}`) ? undefined : 'host-malformed'),
};

/** The same for the path. */
export const path: Interceptor = {
  name: 'path',
  judge: ({ req: { url = '' } }) => (url.startsWith('/') && URL.canParse(`http://host${url}`) ? undefined : 'path-malformed'),
};

/** Only methods in use, and posts only to what takes them. */
export const method: Interceptor = {
  name: 'method',
  judge: ({ req, path: asked }) => {
    if (!METHODS.includes(req.method ?? '')) return 'method-unused';
    return req.method !== 'POST' || JOIN_PATH.test(asked) || AUTH_PATHS.includes(asked) ? undefined : 'nothing-here';
  },
};

/** Whether the page that asks may: its own, or a configured one. Who is no page names no origin. */
export function origin(allows: (origin: string, host: string | undefined) => boolean): Interceptor {
  return {
    name: 'origin',
    judge: ({ req: { method: asked, headers } }) => {
      const acts = asked === 'POST' || headers.upgrade !== undefined;
      return acts && headers.origin !== undefined && !allows(headers.origin, headers.host) ? 'origin-foreign' : undefined;
    },
  };
}

/** A process that ends takes nobody new; who has a seat may still return to it. */
export function closing(isClosing: () => boolean): Interceptor {
  return {
    name: 'closing',
    judge: ({ req, path: asked }) => (req.method === 'POST' && NEW_SEAT_PATH.test(asked) && isClosing() ? 'closing' : undefined),
  };
}

export interface TokenRules {
  readonly tokens: Tokens;
  readonly sessions: Sessions;
}

/** Nobody comes further without a token that is ours, valid now, and not signed out. `needs`: the visits that must have one. */
export function token({ tokens, sessions }: TokenRules, needs: (method: string, path: string) => boolean): Interceptor {
  return {
    name: 'token',
    judge: async (visit) => {
      const { req, path: asked, query } = visit;
      if (!needs(req.method ?? '', asked)) return undefined;
      const given = tokenOf(req.headers, query);
      if (given === undefined) return 'token-missing';
      const identity = await tokens.verify(given);
      if (typeof identity === 'string') return identity;
      if (sessions.hasEnded(identity.session)) return 'signed-out';
      visit.identity = identity;
      // Rooms are told by a header that no client can set: the door takes it off every request first.
      req.headers['x-arbiter-user'] = identity.user;
      return undefined;
    },
  };
}

export function needsToken(asked: string, to: string): boolean {
  return asked === 'POST' && to !== GUEST_PATH;
}

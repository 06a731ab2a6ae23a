// In: requests to /auth that passed the door. Out: tokens given, renewed and ended. Run by: http-door.
import type { ServerResponse } from 'node:http';
import { GUEST_PATH, LOGOUT_PATH, REFRESH_PATH } from '../door/interceptors.ts';
import type { Visit } from '../door/visit.ts';
import type { Sessions } from './sessions.ts';
import type { Identity, Tokens } from './tokens.ts';

/** What /auth/guest and /auth/refresh answer. */
export interface TokenAnswer {
  readonly token: string;
  readonly user: string;
  /** Seconds until the token expires: it is to be renewed before. */
  readonly expiresInSec: number;
}

export interface AuthRoutes {
  /** Answers the visit if its path is one of these; false where it is not. */
  handle(visit: Visit, res: ServerResponse): boolean;
}

export interface AuthRoutesOptions {
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly lifeSec: number;
  /** Wall clock, milliseconds. */
  now(): number;
  count(name: string): void;
  headersFor(visit: Visit): Record<string, string>;
}

export function authRoutes(options: AuthRoutesOptions): AuthRoutes {
  const { tokens, sessions, count } = options;
  const answer = (visit: Visit, res: ServerResponse, body: object): void => {
    res.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store', ...options.headersFor(visit) });
    res.end(JSON.stringify(body));
  };
  const give = ({ token, identity }: { readonly token: string; readonly identity: Identity }): TokenAnswer =>
    ({ token, user: identity.user, expiresInSec: identity.expiresSec - Math.floor(options.now() / 1000) });
  const routes: Record<string, (visit: Visit) => Promise<object>> = {
    [GUEST_PATH]: async () => {
      count('auth.guests');
      return give(await tokens.guest());
    },
    [REFRESH_PATH]: async ({ identity }) => {
      const renewed = await tokens.renew(identity!);
      sessions.extend(renewed.identity);
      count('auth.renewed');
      return give(renewed);
    },
    [LOGOUT_PATH]: async ({ identity }) => {
      sessions.end(identity!, options.lifeSec);
      return {};
    },
  };
  return {
    handle(visit, res) {
      const route = routes[visit.path];
      if (route === undefined) return false;
      route(visit).then((body) => answer(visit, res, body)).catch((error: unknown) => {
        count('auth.threw');
        res.destroy(error as Error);
      });
      return true;
    },
  };
}

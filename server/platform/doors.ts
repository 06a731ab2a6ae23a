// In: settings. Out: who a player is, and the door of requests and of sockets, all from one set of rules. Run by: boot.
import type { Server as HttpServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { UpgradeDoor } from '../netcode/guarded-transport.ts';
import { originPolicy } from './addresses.ts';
import { authRoutes } from './auth/auth-routes.ts';
import { generatedKeys } from './auth/keys.ts';
import { Sessions } from './auth/sessions.ts';
import { Tokens } from './auth/tokens.ts';
import type { Config } from './config.ts';
import { putDoorInFront } from './http-door.ts';
import { corsHeaders, restrictMatchmaking } from './matchmaking.ts';
import { upgradeDoor } from './upgrade-door.ts';

export interface DoorParts {
  count(name: string): void;
  isClosing(): boolean;
  /** Wall clock of tokens, milliseconds; tests move it. */
  wallMs?(): number;
}

export interface Doors {
  readonly upgrade: UpgradeDoor;
  /** Sockets end with their sessions; looks after it now, as the timer does once a second. */
  sweep(): void;
  /** Puts the door in front of whatever listens to requests by now. */
  putInFront(http: HttpServer): void;
  stop(): void;
}

const SWEEP_MS = 1_000;

export function makeDoors(config: Config, { count, isClosing, wallMs = Date.now }: DoorParts): Doors {
  const { isProxy, joinsPerMin, socketsPerAddress, tokenSec } = config;
  const now = (): number => performance.now();
  const tokens = new Tokens({ keys: config.authKeys ?? generatedKeys(), lifeSec: tokenSec, now: wallMs });
  const sessions = new Sessions({ now: wallMs, count });
  const allowsOrigin = originPolicy(config.origins);
  const routes = authRoutes({
    tokens, sessions, lifeSec: tokenSec, now: wallMs, count,
    headersFor: ({ req }) => corsHeaders(req.headers.origin, req.headers.host, allowsOrigin),
  });
  restrictMatchmaking(allowsOrigin, count);
  const sweeper = setInterval(() => sessions.sweep(), SWEEP_MS);
  sweeper.unref();
  return {
    upgrade: upgradeDoor({ isProxy, joinsPerMin, socketsPerAddress, tokens, sessions, allowsOrigin, count, now }),
    sweep: () => sessions.sweep(),
    putInFront: (http) => putDoorInFront(http, {
      isProxy, joinsPerMin, tokens, sessions, routes, secure: config.tls !== undefined, allowsOrigin, isClosing, count, now,
    }),
    stop: () => clearInterval(sweeper),
  };
}

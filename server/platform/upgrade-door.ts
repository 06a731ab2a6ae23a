// In: every request for a WebSocket. Out: why it is refused, or whose socket it will be. Run by: guarded transport.
import type { IncomingMessage } from 'node:http';
import { CLOSE } from '../../shared/netcode/close-codes.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { REFUSALS, refusalBody, type RefusalReason } from '../../shared/netcode/refusals.ts';
import type { UpgradeAnswer, UpgradeDoor } from '../netcode/guarded-transport.ts';
import { readSeat } from '../netcode/seat-address.ts';
import { seatOwner } from '../netcode/seat-owner.ts';
import type { ProxyTrust } from './addresses.ts';
import { host, origin, path, rate, token, type TokenRules } from './door/interceptors.ts';
import { passChain, visitOf, type Interceptor, type Visit } from './door/visit.ts';
import { OpenCap } from './open-cap.ts';

export interface UpgradeDoorOptions extends TokenRules {
  readonly isProxy: ProxyTrust;
  readonly joinsPerMin: number;
  readonly socketsPerAddress: number;
  allowsOrigin(origin: string, host: string | undefined): boolean;
  count(name: string): void;
  now(): number;
}

/** Refusals that an honest player can meet are said on the socket: a browser cannot read why an upgrade failed. */
const SAID_ON_SOCKET: Partial<Record<RefusalReason, number>> = {
  'token-expired': CLOSE.tokenExpired, 'session-over': CLOSE.tokenExpired, 'signed-out': CLOSE.signedOut,
  'seat-not-yours': CLOSE.notYours,
};

/** Everything that is checked of an upgrade, in this order. */
export function upgradeDoor(options: UpgradeDoorOptions): UpgradeDoor {
  const { allowsOrigin, count, isProxy, joinsPerMin, now, sessions, tokens } = options;
  const perJoin = LIMITS.upgradesPerJoin;
  const upgrades = { perSec: joinsPerMin / 60 * perJoin, burst: LIMITS.joinsBurstMax * perJoin, reason: 'rate-sockets' as const, now };
  const chain: readonly Interceptor[] = [
    rate('upgrades', upgrades), host, path, seatPath, origin(allowsOrigin),
    openSockets('sockets-address', options.socketsPerAddress, ({ address }) => address),
    token({ tokens, sessions }, () => true),
    openSockets('sockets-user', LIMITS.socketsPerUserMax, ({ identity }) => identity!.user),
    seat,
  ];
  const visits = new WeakMap<IncomingMessage, Visit>();
  return {
    async judge(req) {
      const visit = visitOf(req, isProxy);
      const reason = await passChain(chain, visit, count);
      if (reason !== undefined) return answerOf(reason);
      visits.set(req, visit);
      dropToken(visit);
      return undefined;
    },
    opened(req, connection) {
      return sessions.attach(visits.get(req)!.identity!, connection);
    },
  };
}

function answerOf(reason: RefusalReason): UpgradeAnswer {
  const { status, text } = REFUSALS[reason];
  const closeCode = SAID_ON_SOCKET[reason];
  return closeCode === undefined ? { status, body: JSON.stringify(refusalBody(reason)) } : { closeCode, text };
}

/** Only addresses of seats lead anywhere. */
const seatPath: Interceptor = {
  name: 'seat-path',
  judge: ({ req }) => (readSeat(req.url) === undefined ? 'nothing-here' : undefined),
};

/** Counts from the question to the end of the TCP connection, so that many at once cannot pass together. */
function openSockets(reason: 'sockets-address' | 'sockets-user', max: number, keyOf: (visit: Visit) => string): Interceptor {
  const cap = new OpenCap(max);
  return {
    name: reason,
    judge: (visit) => {
      const key = keyOf(visit);
      if (cap.isFull(key) || visit.req.socket.destroyed) return reason;
      visit.req.socket.once('close', cap.take(key));
      return undefined;
    },
  };
}

/** A reserved seat, and one that is kept for who lost his link, open to the player they were given to and nobody else. */
const seat: Interceptor = {
  name: 'seat',
  judge: ({ req, identity }) => {
    const { roomId, sessionId } = readSeat(req.url)!;
    const owner = seatOwner(roomId, sessionId);
    // A seat that nobody has is the base's to refuse: it says whether it was used or never there.
    return owner.taken && owner.user !== identity!.user ? 'seat-not-yours' : undefined;
  },
};

/** A token that came in the address goes no further than the check of it. */
function dropToken({ req, path: asked, query }: Visit): void {
  const params = new URLSearchParams(query);
  if (!params.has('_authToken')) return;
  params.delete('_authToken');
  req.url = `${asked}?${params.toString()}`;
}

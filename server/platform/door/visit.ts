// In: a request or an upgrade, and interceptors. Out: the reason of the first that refuses, counted. Run by: http-door, upgrade-door.
import type { IncomingMessage } from 'node:http';
import type { RefusalReason } from '../../../shared/netcode/refusals.ts';
import { addressKey, dropClaims, type ProxyTrust } from '../addresses.ts';
import type { Identity } from '../auth/tokens.ts';

/** Somebody at the door. */
export interface Visit {
  readonly req: IncomingMessage;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  /** What rates and caps count under, see `addressKey`. */
  readonly address: string;
  /** Who it is, once a token was checked. */
  identity: Identity | undefined;
}

/** One thing that is checked, in one place: its name is what its refusals are counted under. */
export interface Interceptor {
  readonly name: string;
  judge(visit: Visit): RefusalReason | undefined | Promise<RefusalReason | undefined>;
}

export function visitOf(req: IncomingMessage, isProxy: ProxyTrust): Visit {
  dropClaims(req, isProxy);
  const [path = '', query = ''] = (req.url ?? '').split('?', 2);
  return { req, path, query, address: addressKey(req), identity: undefined };
}

/** Asks one after the other. @returns why the first that refuses does; `undefined` where all let the visit pass. */
export async function passChain(
  chain: readonly Interceptor[], visit: Visit, count: (name: string) => void,
): Promise<RefusalReason | undefined> {
  for (const { name, judge } of chain) {
    const reason = await judge(visit);
    if (reason === undefined) continue;
    count(`door.${name}.${reason}`);
    return reason;
  }
  return undefined;
}

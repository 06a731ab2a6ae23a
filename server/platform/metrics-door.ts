// In: a request for metrics. Out: why it is refused, if it is. Run by: metrics-route.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Headers that only a proxy adds: behind one, every request comes from this machine. Read raw, because the door drops some. */
const FORWARDED = ['x-forwarded-for', 'x-real-ip', 'x-client-ip', 'forwarded', 'via'];
const LOOPBACK_NAMES = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;
const LOOPBACK_ADDRESSES = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/;

/**
 * Metrics tell an attacker when an attack works, so they are not for everybody: with a token set, whoever has it; without
 * one, this machine, asked for by its own name (a page elsewhere cannot), not through a proxy.
 */
export function metricsRefusal(req: IncomingMessage, token: string | undefined): string | undefined {
  if (token !== undefined) {
    return bearerIs(req, token) ? undefined : 'metrics need the header Authorization: Bearer with the token in ARBITER_METRICS_TOKEN';
  }
  const isLocal = LOOPBACK_ADDRESSES.test(req.socket.remoteAddress ?? '') && LOOPBACK_NAMES.test(req.headers.host ?? '');
  const isForwarded = req.rawHeaders.some((name, n) => n % 2 === 0 && FORWARDED.includes(name.toLowerCase()));
  if (isLocal && !isForwarded) return undefined;
  return 'metrics are for this machine only: set ARBITER_METRICS_TOKEN on the server to ask from elsewhere';
}

/** Hashes are compared, in constant time: neither the token's bytes nor its length show in how long it takes. */
function bearerIs(req: IncomingMessage, token: string): boolean {
  const given = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(req.headers.authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(sha256(given), sha256(token));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

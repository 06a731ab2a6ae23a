// In: a request. Out: whose it is, and whether its page may talk to us. Run by: http-door, guarded transport.
import type { IncomingMessage } from 'node:http';

/** Headers in which anybody can claim any address; the base believes the first it finds. */
const CLAIMED = ['x-real-ip', 'x-client-ip', 'x-forwarded-proto'];

/**
 * Leaves in the headers only what can be believed: without a proxy nothing a client says about its own address, behind
 * one the last hop, which is the proxy's own word.
 */
export function dropClaims(req: IncomingMessage, trustProxy: boolean): void {
  for (const name of CLAIMED) delete req.headers[name];
  const hops = req.headers['x-forwarded-for'];
  delete req.headers['x-forwarded-for'];
  const last = trustProxy ? String(hops ?? '').split(',').at(-1)!.trim() : '';
  if (/^[0-9a-fA-F.:]{2,45}$/.test(last)) req.headers['x-forwarded-for'] = last;
}

/** What to count a request under: its address, or for IPv6 its /64, which one household has to itself. */
export function addressKey(req: IncomingMessage): string {
  const forwarded = req.headers['x-forwarded-for'];
  const address = (typeof forwarded === 'string' ? forwarded : req.socket.remoteAddress) ?? 'unknown';
  if (!address.includes(':') || address.startsWith('::ffff:')) return address.replace('::ffff:', '');
  const groups = address.split('::', 1)[0]!.split(':').filter((group) => group !== '');
  return Array.from({ length: 4 }, (_, n) => groups[n] ?? '0').join(':');
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Own pages, by the host the browser asked for, and the configured ones. Any page of this very machine may as well: a
 * development server has a port of its own, and its proxy may rename the host.
 */
export function originPolicy(origins: readonly string[]): (origin: string, host: string | undefined) => boolean {
  return (origin, host) => {
    if (origins.includes(origin)) return true;
    if (host === undefined || !URL.canParse(origin) || !URL.canParse(`http://${host}`)) return false;
    const page = new URL(origin);
    return page.host === host || (LOOPBACK.includes(page.hostname) && LOOPBACK.includes(new URL(`http://${host}`).hostname));
  };
}

// In: a request. Out: whose it is, and whether its page may talk to us. Run by: the door.
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { LIMITS } from '../../shared/netcode/limits.ts';

/** Headers in which anybody can claim anything: an address, which the base believes, or to be a player. */
const CLAIMED = ['x-real-ip', 'x-client-ip', 'x-forwarded-proto', 'x-arbiter-user'];

/** Words for the addresses a proxy of one's own usually has. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** Whether the machine at an address is a proxy of ours, whose word counts. */
export type ProxyTrust = (address: string) => boolean;

/** Reads addresses, ranges such as `10.0.0.0/8` and the words above. @returns the rule, or the item that is none of these. */
export function readProxies(items: readonly string[]): ProxyTrust | string {
  const list = new BlockList();
  for (const item of items.flatMap((name) => NAMED[name] ?? [name])) {
    const [address = '', bits, more] = item.split('/');
    const version = isIP(address);
    const bitsMax = version === 4 ? 32 : 128;
    const prefix = bits === undefined ? bitsMax : Number(bits);
    if (version === 0 || more !== undefined || !/^\d{1,3}$/.test(bits ?? '0') || prefix > bitsMax) return item;
    list.addSubnet(address, prefix, version === 4 ? 'ipv4' : 'ipv6');
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

/**
 * Leaves in the headers only what can be believed. Without a proxy of ours in front nothing a client says about its own
 * address; behind one the right-most hop that is not a proxy of ours, which is what the last of them saw.
 */
export function dropClaims(req: IncomingMessage, isProxy: ProxyTrust): void {
  for (const name of CLAIMED) delete req.headers[name];
  const hops = String(req.headers['x-forwarded-for'] ?? '').split(',').map((hop) => hop.trim());
  delete req.headers['x-forwarded-for'];
  if (!isProxy(plain(req.socket.remoteAddress))) return;
  let client: string | undefined;
  for (const hop of hops.slice(-LIMITS.proxyHopsMax).reverse()) {
    const address = plain(hop);
    if (isIP(address) === 0) break;
    client = address;
    if (!isProxy(address)) break;
  }
  if (client !== undefined) req.headers['x-forwarded-for'] = client;
}

/** What to count a request under: its address, or for IPv6 its /64, which one household has to itself. */
export function addressKey(req: IncomingMessage): string {
  const forwarded = req.headers['x-forwarded-for'];
  return keyOf(typeof forwarded === 'string' ? forwarded : req.socket.remoteAddress);
}

/** The same for an address alone. */
export function keyOf(address: string | undefined): string {
  const known = plain(address);
  if (!known.includes(':')) return known;
  const groups = known.split('::', 1)[0]!.split(':').filter((group) => group !== '');
  return Array.from({ length: 4 }, (_, n) => groups[n] ?? '0').join(':');
}

/** IPv4 as such, however the socket or a proxy writes it: mapped into IPv6, with a port, in brackets. */
function plain(address: string | undefined): string {
  const bare = (address ?? 'unknown').toLowerCase().replace(/^\[(.*)\](:\d{1,5})?$/, '$1').replace(/^::ffff:(?=\d+\.)/, '');
  return bare.replace(/^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/, '$1');
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

// In: the headers and the query of a request. Out: the token it carries. Run by: the door.
import type { IncomingHttpHeaders } from 'node:http';
import { TOKEN_PROTOCOL } from '../../../shared/netcode/protocol.ts';

/**
 * Where a client may put its token: the Authorization header; for a browser's WebSocket, which has no headers of its own,
 * a sub-protocol; and, because Colyseus' stock client does so, the query of a WebSocket's address. Ours never does the last.
 */
export function tokenOf(headers: IncomingHttpHeaders, query: string): string | undefined {
  const bearer = /^Bearer ([^\s,]+)$/i.exec(headers.authorization ?? '')?.[1];
  if (headers.authorization !== undefined) return bearer ?? '';
  const offered = headers['sec-websocket-protocol'];
  const protocol = offered?.split(',').map((item) => item.trim()).find((item) => item.startsWith(TOKEN_PROTOCOL.prefix));
  if (protocol !== undefined) return protocol.slice(TOKEN_PROTOCOL.prefix.length);
  if (headers.upgrade === undefined) return undefined;
  return new URLSearchParams(query).get('_authToken') ?? undefined;
}

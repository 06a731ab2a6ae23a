// In: the base's matchmaking, open to everybody. Out: few methods, own pages, seats for their players alone. Run by: boot.
import { matchMaker, Room, ServerError, type AuthContext } from '@colyseus/core';
import { REFUSALS } from '../../shared/netcode/refusals.ts';
import { tokenOwner, userOf } from '../netcode/seat-owner.ts';
import { JOIN_METHODS } from './door/interceptors.ts';

type AllowsOrigin = (origin: string, host: string | undefined) => boolean;

/** Sets what the base leaves open: which methods there are, whose pages may call them, whose seat a token opens. */
export function restrictMatchmaking(allowsOrigin: AllowsOrigin, count: (name: string) => void): void {
  const { controller } = matchMaker;
  controller.exposedMethods = [...JOIN_METHODS];
  const headers = controller.DEFAULT_CORS_HEADERS as Partial<typeof controller.DEFAULT_CORS_HEADERS>;
  delete headers['Access-Control-Allow-Origin'];
  delete headers['Access-Control-Allow-Credentials'];
  headers['Access-Control-Allow-Methods'] = 'GET,HEAD,POST';
  controller.getCorsHeaders = (request: Headers): Record<string, string> =>
    corsHeaders(request.get('origin') ?? undefined, request.get('host') ?? undefined, allowsOrigin);
  guardReconnect(count);
  // A room without an `onAuth` of its own still knows whose its seats are.
  Room.onAuth = async (_token, _options, context) => ({ user: userOf(context) });
}

export function corsHeaders(from: string | undefined, to: string | undefined, allows: AllowsOrigin): Record<string, string> {
  if (from === undefined || !allows(from, to)) return {};
  return { 'Access-Control-Allow-Origin': from, 'Access-Control-Allow-Credentials': 'true', Vary: 'Origin' };
}

/** The base ends the link of whoever holds the token before it looks who asks. */
function guardReconnect(count: (name: string) => void): void {
  const { controller } = matchMaker;
  controller.invokeMethod = async function invokeMethod(method: string, roomId: string, options: Record<string, unknown> = {}, auth?: AuthContext) {
    if (method === 'reconnect' && auth !== undefined) {
      const owner = tokenOwner(roomId, String(options['reconnectionToken']));
      if (owner.taken && owner.user !== userOf(auth)) {
        count('door.seat.seat-not-yours');
        throw new ServerError(REFUSALS['seat-not-yours'].status, REFUSALS['seat-not-yours'].text);
      }
    }
    return UNGUARDED.call(controller, method, roomId, options, auth);
  };
}

/** Kept once: a process that boots twice, as tests do, wraps the base's own method and not its wrap. */
const UNGUARDED = matchMaker.controller.invokeMethod;

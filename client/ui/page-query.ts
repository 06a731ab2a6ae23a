// In: the page's address. Out: the bad network it asks for, and addresses that keep asking for it. Run by: the app.
import type { NetworkChoice } from '../netcode/network-switch.ts';

/** The same troubles each time, unless the address says otherwise. */
const SEED = 1;

/** `?net=train&netseed=7`. A name nobody knows is refused by whoever joins; a seed that is no number is as if it were not there. */
export function networkOf(search: string): NetworkChoice | undefined {
  const query = new URLSearchParams(search);
  const scenario = query.get('net');
  if (scenario === null || scenario === '') return undefined;
  const seed = query.get('netseed') ?? '';
  return { scenario, seed: /^\d{1,9}$/.test(seed) ? Number(seed) : SEED };
}

/** The game that an invitation is to, where it is not the first of all. */
export function gameOf(search: string): string | undefined {
  return new URLSearchParams(search).get('game') ?? undefined;
}

export interface NamedRoom {
  readonly roomId?: string | undefined;
  readonly game?: string;
}

/** The query of the same page in this room, or in none. */
export function queryWithRoom(search: string, { roomId, game }: NamedRoom): string {
  const query = new URLSearchParams();
  if (roomId !== undefined) query.set('room', roomId);
  if (game !== undefined) query.set('game', game);
  for (const name of ['net', 'netseed']) {
    const value = new URLSearchParams(search).get(name);
    if (value !== null) query.set(name, value);
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}

/** Where a friend joins this room: a bad network of one's own is not theirs. */
export function inviteLink({ origin, pathname, search }: Pick<Location, 'origin' | 'pathname' | 'search'>, roomId: string): string {
  const game = gameOf(search);
  return origin + pathname + queryWithRoom('', game === undefined ? { roomId } : { roomId, game });
}

// In: a join request from the menu. Out: a running arena on the page, until it ends. Run by: the menu, through rooms/index.ts.
import { MAP_NAMES, mapNamed } from '../../../shared/maps/index.ts';
import { arena } from '../../../shared/rooms/arena/definition.ts';
import { ArenaState } from '../../../shared/rooms/arena/state.ts';
import { connectMatch } from '../../netcode/connection.ts';
import { pageSignIn } from '../../ui/page-sign-in.ts';
import type { OpenedRoom, RoomPage, RoomPlace, RoomRequest } from '../../ui/room-page.ts';
import { arenaNumbers, mapView } from './rules-view.ts';

/** Fetches what draws the game, ahead of need. A failure shows when somebody plays. */
export function prepareArena(): void {
  void import('./show.ts').catch(() => {});
}

async function openArena(request: RoomRequest, place: RoomPlace): Promise<OpenedRoom> {
  place.onProgress('Finding a match');
  // Phaser is most of the download: it loads while the server finds a seat.
  const drawing = import('./show.ts');
  drawing.catch(() => {});
  const game = await connectMatch({
    url: request.url, roomType: arena, rootState: ArenaState, name: request.name, options: request.options,
    signIn: pageSignIn(request.url),
    ...(request.roomId === undefined ? {} : { roomId: request.roomId }), ...(request.network === undefined ? {} : { network: request.network }),
  });
  place.onProgress('Entering the foundry');
  const { showArena } = await drawing;
  return showArena({ game, numbers: arenaNumbers(), mapOf: mapView }, place);
}

export const arenaPage: RoomPage = {
  open: openArena,
  choices: [
    { option: 'mode', label: 'Match', values: [['ffa', 'Free for all'], ['teams', 'Teams']] },
    { option: 'map', label: 'Map', values: MAP_NAMES.map((name) => [name, mapNamed(name)?.title ?? name]) },
  ],
};

// In: a join request from the menu. Out: a running ball game on the page, until it ends. Run by: the menu, through rooms/index.ts.
import { ball } from '../../../shared/rooms/ball/definition.ts';
import { OPTIONS } from '../../../shared/rooms/ball/constants.ts';
import { BallState } from '../../../shared/rooms/ball/state.ts';
import { connectMatch } from '../../netcode/connection.ts';
import { pageSignIn } from '../../ui/page-sign-in.ts';
import type { OpenedRoom, RoomPage, RoomPlace, RoomRequest } from '../../ui/room-page.ts';

/** Fetches what draws the game, ahead of need. A failure shows when somebody plays. */
export function prepareBall(): void {
  void import('./show.ts').catch(() => {});
}

async function openBall(request: RoomRequest, place: RoomPlace): Promise<OpenedRoom> {
  place.onProgress('Finding a match');
  // Phaser is most of the download: it loads while the server finds a seat.
  const drawing = import('./show.ts');
  drawing.catch(() => {});
  const game = await connectMatch({
    url: request.url, roomType: ball, rootState: BallState, name: request.name, options: request.options,
    signIn: pageSignIn(request.url),
    ...(request.roomId === undefined ? {} : { roomId: request.roomId }), ...(request.network === undefined ? {} : { network: request.network }),
  });
  place.onProgress('Walking on to the pitch');
  const { showBall } = await drawing;
  return showBall(game, place);
}

const title = (word: string) => word[0]!.toUpperCase() + word.slice(1);

export const ballPage: RoomPage = {
  open: openBall,
  choices: [{ option: 'botLevel', label: 'Bots', values: OPTIONS.botLevels.map((level) => [level, title(level)]) }],
};

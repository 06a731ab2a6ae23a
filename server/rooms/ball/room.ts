// In: nothing. Out: what the server needs to run a ball game: its rules and its schema classes. Run by: server/rooms/index.ts.
import { BallBallState, BallPlayerState, BallSeatState, BallState } from '../../../shared/rooms/ball/state.ts';
import { ball } from '../../../shared/rooms/ball/definition.ts';
import type { GameRoomDefinition } from '../../netcode/game-room.ts';

export const ballRoom: GameRoomDefinition = {
  roomType: ball,
  createState: () => new BallState(),
  seatClass: BallSeatState,
  itemClasses: { players: BallPlayerState, balls: BallBallState },
};

// In: nothing. Out: what the server needs to run an arena: its rules and its schema classes. Run by: server/rooms/index.ts.
import {
  ArenaPickupState, ArenaPlayerState, ArenaRocketState, ArenaSeatState, ArenaState,
} from '../../../shared/rooms/arena/state.ts';
import { arena } from '../../../shared/rooms/arena/definition.ts';
import type { GameRoomDefinition } from '../../netcode/game-room.ts';

export const arenaRoom: GameRoomDefinition = {
  roomType: arena,
  createState: () => new ArenaState(),
  seatClass: ArenaSeatState,
  itemClasses: { players: ArenaPlayerState, rockets: ArenaRocketState, pickups: ArenaPickupState },
};

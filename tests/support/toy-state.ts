// In: nothing. Out: the toy room type with its schema, as a server's room definition. Run by: tests.
import { schema, t } from '@colyseus/schema';
import type { GameRoomDefinition } from '../../server/netcode/game-room.ts';
import { seatFields } from '../../shared/netcode/seat-state.ts';
import { toy } from './toy-room.ts';

const position = () => t.quantized({ min: 0, max: 4095.9375, bits: 16 });
const ToySeat = schema(seatFields, 'ToySeat');
const ToyPlayerState = schema({ id: t.uint8(), x: position(), y: position(), spawns: t.uint8() }, 'ToyPlayerState');
const ToyState = schema({ tick: t.uint32(), seats: t.map(ToySeat), players: t.map(ToyPlayerState) }, 'ToyState');

export const toyRoom: GameRoomDefinition = {
  roomType: toy, createState: () => new ToyState(), seatClass: ToySeat, itemClasses: { players: ToyPlayerState },
};

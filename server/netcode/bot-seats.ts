// In: a room type's brain and the seats it has to drive. Out: an input a tick for each. Run by: game-room.
import type { AnyRoomType, World } from '../../shared/netcode/room-type.ts';
import { mix32 } from '../../shared/sim/random.ts';
import type { Seat } from './seats.ts';

const NAMES = [
  'Anvil', 'Bolt', 'Cinder', 'Dross', 'Ember', 'Flint', 'Gantry', 'Hammer', 'Ingot', 'Jig', 'Kiln', 'Ladle', 'Mandrel', 'Nickel',
  'Ore', 'Piston', 'Quench', 'Rivet', 'Slag', 'Tongs', 'Umber', 'Vise', 'Weld', 'Zinc',
];

/** Bots see what players see and act through the same inputs; what they did is in the capture like anyone's. */
export class BotSeats {
  readonly #roomType: AnyRoomType;
  readonly #seed: number;
  readonly #level: string;
  #made = 0;

  constructor(roomType: AnyRoomType, seed: number, level: string) {
    this.#roomType = roomType;
    this.#seed = seed;
    this.#level = level;
  }

  /** Names come from a list in an order of the room's own; no two bots of a room share one before the list is used up. */
  nextName(): string {
    const start = mix32(this.#seed) % NAMES.length;
    return NAMES[(start + this.#made++ * 7) % NAMES.length]!;
  }

  /** Gives the seat a fresh brain, for a bot's own seat or one whose player is gone. */
  enter(seat: Seat): void {
    seat.memory = this.#roomType.bots?.createMemory(mix32(this.#seed, seat.id, this.#made), this.#level);
  }

  /** What the seat's brain does this tick. */
  think(world: World, seat: Seat): object {
    const bots = this.#roomType.bots;
    return bots === undefined ? this.#roomType.neutralInput : (bots.think(world, seat.id, seat.memory) as object);
  }
}

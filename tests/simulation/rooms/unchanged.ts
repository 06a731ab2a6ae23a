// In: players when a step ends and when the next begins. Out: what changed in between, where nothing may. Run by: the rooms' rules.
import type { World, WorldPlayer } from '../../../shared/netcode/room-type.ts';
import { firstDifference, sameFields, type Fields, type SameFields } from '../checks/fields.ts';

interface Left {
  readonly player: WorldPlayer;
  readonly had: Fields;
}

/** Players come and go between two steps; those who stay are left as they are. */
export class Unchanged {
  readonly #fields: readonly string[];
  readonly #same: SameFields;
  readonly #left: (Left | undefined)[] = [];

  constructor(fields: readonly string[]) {
    this.#fields = fields;
    this.#same = sameFields(fields);
  }

  /** Call when a step has ended. */
  keep(world: World): void {
    for (const [seat, player] of world.players.entries()) this.#left[seat] = player === null ? undefined : { player, had: { ...player } as unknown as Fields };
  }

  /** Call before the next; tells of each field that differs. */
  check(world: World, tell: (seat: number, field: string, had: unknown, has: unknown) => void): void {
    for (const [seat, player] of world.players.entries()) {
      const left = this.#left[seat];
      if (player === null || left?.player !== player) continue;
      const now = player as unknown as Fields;
      if (this.#same(now, left.had)) continue;
      const field = firstDifference(this.#fields, now, left.had)!;
      tell(seat, field, left.had[field], now[field]);
    }
  }
}

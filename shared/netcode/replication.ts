// In: the field maps a room type built its schema from. Out: the plan both ends copy by. Run by: server mirror, client adopt.
import type { MotionCollection } from './motion-codec.ts';

/**
 * Which fields of the world players see. The names are the schema's own, so a world field that is not in the schema
 * cannot leak, and one that is cannot be forgotten.
 */
export interface Replication {
  /** Single values at the top of the world. */
  readonly root: readonly string[];
  /** Collections of the world: arrays of items (or null) with a numeric `id`; in the schema a map by that id. */
  readonly collections: Readonly<Record<string, readonly string[]>>;
  /**
   * Fields of collections that change in nearly every patch, or are said once: they travel in the state's `motion`, and
   * in the schema are `fullStateOnly`, for those who join.
   */
  readonly motion?: readonly MotionCollection[];
}

/** Fields of every real-time room's state, beside the room type's own. Kept by the netcode, not by the world. */
export interface SeatView {
  /** The player's name. */
  readonly name: string;
  /** Who drives the seat: 0 its player, 1 the room's bot, 2 nobody for now. */
  readonly driver: number;
  /**
   * State tick minus inputs consumed (simulated or dropped): constant while the player sends one input a tick, so the
   * acknowledgement of every input costs no bytes at all.
   */
  readonly ackLag: number;
  /** Inputs that were dropped unsimulated, since the join. `tick - ackLag - skipped` is the seat's clock. */
  readonly skipped: number;
}

export const DRIVER = { player: 0, bot: 1, away: 2 } as const;

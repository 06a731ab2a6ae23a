// In: nothing. Out: what happens in an arena for eyes and ears, with its wire form. Run by: step (emits), client (plays).
import { defineShape } from '../../netcode/shape.ts';
import type { EventShapes } from '../../netcode/event-codec.ts';

/** Positions in whole px, aim in 1/65536 turns, seats by number; 255 stands for nobody. */
export type ArenaEvent =
  /** A rifle or shotgun pellet left: drawn as a tracer of `length` px. */
  | { readonly kind: 'shot'; readonly seat: number; readonly weapon: number; readonly aim: number; readonly length: number }
  | { readonly kind: 'launch'; readonly seat: number; readonly rocket: number }
  | { readonly kind: 'explode'; readonly rocket: number; readonly x: number; readonly y: number }
  /** `seat` hurt `victim`; damage after armour, `fatal` 0 or 1. `shot` is the shooter's shots counter. */
  | { readonly kind: 'hit'; readonly seat: number; readonly victim: number; readonly damage: number; readonly fatal: number; readonly shot: number }
  | { readonly kind: 'kill'; readonly seat: number; readonly victim: number; readonly weapon: number; readonly assist: number }
  | { readonly kind: 'spawn'; readonly seat: number; readonly x: number; readonly y: number }
  | { readonly kind: 'dash'; readonly seat: number }
  | { readonly kind: 'reload'; readonly seat: number }
  | { readonly kind: 'dry'; readonly seat: number }
  | { readonly kind: 'pickup'; readonly seat: number; readonly pickup: number }
  | { readonly kind: 'phase'; readonly phase: number };

const seat = { kind: 'uint8' } as const;
const px = { kind: 'uint16' } as const;

export const arenaEvents: EventShapes<ArenaEvent> = {
  shot: defineShape({ seat, weapon: { kind: 'uint8' }, aim: { kind: 'uint16' }, length: px }),
  launch: defineShape({ seat, rocket: { kind: 'uint16' } }),
  explode: defineShape({ rocket: { kind: 'uint16' }, x: px, y: px }),
  hit: defineShape({ seat, victim: seat, damage: { kind: 'uint8' }, fatal: { kind: 'uint8' }, shot: { kind: 'uint8' } }),
  kill: defineShape({ seat, victim: seat, weapon: { kind: 'uint8' }, assist: seat }),
  spawn: defineShape({ seat, x: px, y: px }),
  dash: defineShape({ seat }),
  reload: defineShape({ seat }),
  dry: defineShape({ seat }),
  pickup: defineShape({ seat, pickup: { kind: 'uint8' } }),
  phase: defineShape({ phase: { kind: 'uint8' } }),
};

// In: nothing. Out: what happens on the pitch for eyes and ears, with its wire form. Run by: step (emits), client (plays).
import type { EventShapes } from '../../netcode/event-codec.ts';
import { defineShape } from '../../netcode/shape.ts';

/** Seats by number, 255 for nobody; power 0 to 255. */
export type BallEvent =
  | { readonly kind: 'kick'; readonly seat: number; readonly power: number }
  | { readonly kind: 'tackle'; readonly seat: number }
  /** `seat` took `victim` off their feet; `won` 1 if the ball was knocked loose. */
  | { readonly kind: 'fell'; readonly seat: number; readonly victim: number; readonly won: number }
  /** A goal for `team`; `own` 1 where the last touch was a defender's. */
  | { readonly kind: 'goal'; readonly seat: number; readonly team: number; readonly assist: number; readonly own: number }
  | { readonly kind: 'save'; readonly seat: number }
  | { readonly kind: 'phase'; readonly phase: number };

const seat = { kind: 'uint8' } as const;
const small = { kind: 'uint8' } as const;

export const ballEvents: EventShapes<BallEvent> = {
  kick: defineShape({ seat, power: small }),
  tackle: defineShape({ seat }),
  fell: defineShape({ seat, victim: seat, won: small }),
  goal: defineShape({ seat, team: small, assist: seat, own: small }),
  save: defineShape({ seat }),
  phase: defineShape({ phase: small }),
};

// In: nothing. Out: what an arena player may send each tick, with its bounds. Run by: client, gate, step.
import { defineShape } from '../../netcode/shape.ts';

export interface ArenaInput {
  /** Wish direction, -127 to 127 on each axis; a stick gives any length, keys give the full one. */
  readonly moveX: number;
  readonly moveY: number;
  /** Direction of aim in 1/65536 turns, 0 to the right, growing clockwise on screen (y down). */
  readonly aim: number;
  /** Bits of `BUTTON`. */
  readonly buttons: number;
}

export const BUTTON = {
  fire: 1,
  dash: 2,
  reload: 4,
  /** Two bits: 0 keeps the weapon, 1 to 3 selects rifle, shotgun, rocket launcher. */
  weaponShift: 3,
  weaponMask: 0x18,
} as const;

export const arenaInput = defineShape<ArenaInput>({
  moveX: { kind: 'int8', min: -127 },
  moveY: { kind: 'int8', min: -127 },
  aim: { kind: 'uint16' },
  buttons: { kind: 'uint8', max: 0x1f },
});

export const NEUTRAL_INPUT: ArenaInput = { moveX: 0, moveY: 0, aim: 0, buttons: 0 };

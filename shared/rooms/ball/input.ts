// In: nothing. Out: what a player of the ball game may send each tick, with its bounds. Run by: client, gate, step.
import { defineShape } from '../../netcode/shape.ts';
import { AIM_TURN } from './constants.ts';

/** Few enough values that the state can carry each player's last one whole: others repeat it. */
export interface BallInput {
  /** Wish direction, -127 to 127 on each axis. */
  readonly moveX: number;
  readonly moveY: number;
  /** Direction of the foot in 1/1024 turns, 0 to the right, clockwise on screen. */
  readonly aim: number;
  /** Bits of `BUTTON`. */
  readonly buttons: number;
}

export const BUTTON = {
  /** Held it charges, let go it kicks. */
  kick: 1,
  boost: 2,
  tackle: 4,
} as const;

export const ballInput = defineShape<BallInput>({
  moveX: { kind: 'int8', min: -127 },
  moveY: { kind: 'int8', min: -127 },
  aim: { kind: 'uint16', max: AIM_TURN - 1 },
  buttons: { kind: 'uint8', max: 7 },
});

export const NEUTRAL_INPUT: BallInput = { moveX: 0, moveY: 0, aim: 0, buttons: 0 };

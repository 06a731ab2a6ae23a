// In: the browser's first gamepad. Out: its sticks and which buttons are down. Run by: hands.

export interface PadState {
  readonly move: { readonly x: number; readonly y: number };
  readonly aim: { readonly x: number; readonly y: number };
  /** Numbers of the standard layout. */
  isDown(button: number): boolean;
  /** Anything is pressed or pushed: the player plays with it now. */
  readonly isUsed: boolean;
}

/** Sticks rest a little off their middle. */
const DEAD_ZONE = 0.18;
const PRESSED = 0.4;

/** `undefined` without a gamepad of the standard layout. */
export function readGamepad(): PadState | undefined {
  const pad = navigator.getGamepads?.().find((p) => p !== null && p.mapping === 'standard');
  if (pad === undefined || pad === null) return undefined;
  const isDown = (button: number) => (pad.buttons[button]?.value ?? 0) > PRESSED;
  const move = stick(pad.axes[0] ?? 0, pad.axes[1] ?? 0);
  const aim = stick(pad.axes[2] ?? 0, pad.axes[3] ?? 0);
  const isUsed = pad.buttons.some(({ value }) => value > PRESSED) || Math.hypot(move.x, move.y) > 0 || Math.hypot(aim.x, aim.y) > 0;
  return { move, aim, isDown, isUsed };
}

function stick(x: number, y: number): { x: number; y: number } {
  const length = Math.hypot(x, y);
  if (length < DEAD_ZONE) return { x: 0, y: 0 };
  const pushed = Math.min(1, (length - DEAD_ZONE) / (0.95 - DEAD_ZONE));
  return { x: (x / length) * pushed, y: (y / length) * pushed };
}

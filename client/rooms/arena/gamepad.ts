// In: the browser's first gamepad. Out: what it asks for this tick. Run by: controls.

export interface PadState {
  readonly move: { readonly x: number; readonly y: number };
  readonly aim: { readonly x: number; readonly y: number };
  readonly fire: boolean;
  readonly dash: boolean;
  readonly reload: boolean;
  /** -1, 0 or 1: once a press. */
  readonly cycle: number;
  /** Anything is pressed or pushed: the player plays with it now. */
  readonly isUsed: boolean;
}

/** Sticks rest a little off their middle. */
const DEAD_ZONE = 0.18;

let cycleWasDown = false;

/** `undefined` without a gamepad of the standard layout. */
export function readGamepad(): PadState | undefined {
  const pad = navigator.getGamepads?.().find((p) => p !== null && p.mapping === 'standard');
  if (pad === undefined || pad === null) return undefined;
  const down = (button: number) => (pad.buttons[button]?.value ?? 0) > 0.4;
  const move = stick(pad.axes[0] ?? 0, pad.axes[1] ?? 0);
  const aim = stick(pad.axes[2] ?? 0, pad.axes[3] ?? 0);
  const wantsNext = down(3) || down(5);
  const cycle = wantsNext && !cycleWasDown ? 1 : 0;
  cycleWasDown = wantsNext;
  const fire = down(7);
  const dash = down(0) || down(6);
  const reload = down(2);
  const isUsed = fire || dash || reload || wantsNext || Math.hypot(move.x, move.y) > 0 || Math.hypot(aim.x, aim.y) > 0;
  return { move, aim, fire, dash, reload, cycle, isUsed };
}

function stick(x: number, y: number): { x: number; y: number } {
  const length = Math.hypot(x, y);
  if (length < DEAD_ZONE) return { x: 0, y: 0 };
  const pushed = Math.min(1, (length - DEAD_ZONE) / (0.95 - DEAD_ZONE));
  return { x: (x / length) * pushed, y: (y / length) * pushed };
}

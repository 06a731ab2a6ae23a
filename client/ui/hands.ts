// In: keyboard, mouse, touch sticks and gamepad. Out: where to go, where to aim, what is pressed, by the names a game gives.
// Run by: the controls of every game.
import { readGamepad, type PadState } from './gamepad.ts';
import { TouchSticks, type TouchButton } from './touch-sticks.ts';

/** What the page does itself on a key; the match never hears of it. */
export interface PageKeys {
  scoreboard(isShown: boolean): void;
  netGraph(): void;
  menu(): void;
  mute(): void;
}

export type Device = 'keys' | 'touch' | 'pad';

/** Which key, button or stick means which action. */
export interface HandPlan {
  /** By `KeyboardEvent.code`. */
  readonly keys: Readonly<Record<string, string>>;
  /** By number of the mouse's button. */
  readonly mouse: Readonly<Record<number, string>>;
  /** A turn of the wheel, down and up. */
  readonly wheel?: readonly [down: string, up: string];
  /** By number of the standard gamepad's button. */
  readonly pad: Readonly<Record<number, string>>;
  readonly touch: readonly TouchButton[];
  /** What pushing the right stick on glass far out does besides aiming. */
  readonly touchStick: string;
  /** Without an aiming stick a player looks where they walk, but not for this long after letting it go. */
  readonly keepAimMs: number;
}

export interface Vector {
  readonly x: number;
  readonly y: number;
}

const MOVE_KEYS: Readonly<Record<string, readonly [number, number]>> = {
  KeyW: [0, -1], ArrowUp: [0, -1], KeyS: [0, 1], ArrowDown: [0, 1],
  KeyA: [-1, 0], ArrowLeft: [-1, 0], KeyD: [1, 0], ArrowRight: [1, 0],
};

export class Hands {
  readonly #plan: HandPlan;
  readonly #page: PageKeys;
  readonly #keys = new Set<string>();
  readonly #buttons = new Set<number>();
  readonly #stop = new AbortController();
  readonly #touch: TouchSticks;
  #mouse = { x: innerWidth * 0.75, y: innerHeight / 2 };
  #aim = 0;
  #stickMs = -1e9;
  /** Presses wait here until a tick has taken them, so a tap between two ticks is not lost. */
  #pressed = new Set<string>();
  #padWas = new Set<string>();
  #padMiddle = { scores: false, menu: false };
  #device: Device = matchMedia('(pointer: coarse)').matches ? 'touch' : 'keys';
  isEnabled = true;

  constructor(stage: HTMLElement, hud: HTMLElement, keys: PageKeys, plan: HandPlan) {
    this.#plan = plan;
    this.#page = keys;
    this.#touch = new TouchSticks(stage, hud, plan.touch, {
      onUse: () => { this.#device = 'touch'; },
      onPress: (action) => this.#pressed.add(action),
    });
    this.#listen(stage, keys);
  }

  get device(): Device { return this.#device; }
  /** Radians, as last sampled. */
  get aimAngle(): number { return this.#aim; }
  get mouse(): Vector { return this.#mouse; }

  press(action: string): void {
    this.#pressed.add(action);
  }

  /**
   * One tick's wishes; `origin` is where the own player stands on screen, CSS px. `pressed` has actions begun since the
   * last call, `on` those and all that are held. Nothing but the aim while not enabled.
   */
  sample(origin: Vector): { readonly move: Vector; readonly on: ReadonlySet<string>; readonly pressed: ReadonlySet<string> } {
    const pad = readGamepad();
    if (pad !== undefined && pad.isUsed) this.#device = 'pad';
    const move = this.#move(pad);
    this.#turn(origin, move, pad);
    const pressed = this.#pressed;
    this.#pressed = new Set();
    const held = this.#held();
    const padNow = new Set(pad === undefined ? [] : namesOf(this.#plan.pad, (button) => pad.isDown(Number(button))));
    for (const action of padNow) if (!this.#padWas.has(action)) pressed.add(action);
    this.#padWas = padNow;
    this.#padMenus(pad);
    if (!this.isEnabled) return { move: { x: 0, y: 0 }, on: new Set(), pressed: new Set() };
    return { move, on: new Set([...held, ...padNow, ...pressed]), pressed };
  }

  close(): void {
    this.#stop.abort();
    this.#touch.close();
  }

  /** The two small buttons in the middle of every gamepad: scores while held, menu. */
  #padMenus(pad: PadState | undefined): void {
    const [scores, menu] = [pad?.isDown(8) === true, pad?.isDown(9) === true];
    if (scores !== this.#padMiddle.scores) this.#page.scoreboard(scores);
    if (menu && !this.#padMiddle.menu) this.#page.menu();
    this.#padMiddle = { scores, menu };
  }

  #held(): string[] {
    const { keys, mouse, touchStick } = this.#plan;
    return [
      ...namesOf(keys, (code) => this.#keys.has(code)), ...namesOf(mouse, (button) => this.#buttons.has(Number(button))),
      ...this.#touch.held, ...(this.#touch.isFarOut ? [touchStick] : []),
    ];
  }

  #move(pad: PadState | undefined): Vector {
    if (this.#device === 'touch') return this.#touch.move;
    if (this.#device === 'pad' && pad !== undefined) return pad.move;
    let [x, y] = [0, 0];
    for (const code of this.#keys) {
      const way = MOVE_KEYS[code];
      if (way !== undefined) [x, y] = [x + way[0], y + way[1]];
    }
    const length = Math.hypot(x, y) || 1;
    return { x: x / length, y: y / length };
  }

  #turn(origin: Vector, move: Vector, pad: PadState | undefined): void {
    let [x, y] = [this.#mouse.x - origin.x, this.#mouse.y - origin.y];
    if (this.#device !== 'keys') {
      const stick = this.#device === 'touch' ? this.#touch.aim : (pad?.aim ?? { x: 0, y: 0 });
      const nowMs = performance.now();
      const isPushed = Math.hypot(stick.x, stick.y) > 0.25;
      if (isPushed) this.#stickMs = nowMs;
      else if (nowMs - this.#stickMs < this.#plan.keepAimMs) return;
      [x, y] = isPushed ? [stick.x, stick.y] : [move.x, move.y];
    }
    if (Math.hypot(x, y) > 0.1) this.#aim = Math.atan2(y, x);
  }

  #listen(stage: HTMLElement, keys: PageKeys): void {
    const signal = this.#stop.signal;
    addEventListener('keydown', (event) => this.#onKey(event, keys), { signal });
    addEventListener('keyup', (event) => {
      this.#keys.delete(event.code);
      if (event.code === 'Tab') keys.scoreboard(false);
    }, { signal });
    // A key let go in another window is never reported here.
    addEventListener('blur', () => {
      this.#keys.clear();
      this.#buttons.clear();
      keys.scoreboard(false);
    }, { signal });
    addEventListener('pointermove', (event) => this.#onMouse(event), { signal });
    // A second button pressed with the first held is no new pointer: only mouse events tell.
    stage.addEventListener('mousedown', (event) => this.#onButton(event), { signal });
    addEventListener('mouseup', (event) => this.#buttons.delete(event.button), { signal });
    stage.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
    stage.addEventListener('wheel', (event) => {
      if (this.#plan.wheel !== undefined) this.#pressed.add(this.#plan.wheel[event.deltaY > 0 ? 0 : 1]);
    }, { signal, passive: true });
  }

  #onMouse(event: PointerEvent): void {
    if (event.pointerType !== 'mouse') return;
    this.#device = 'keys';
    this.#mouse = { x: event.clientX, y: event.clientY };
  }

  #onButton(event: MouseEvent): void {
    const action = this.#plan.mouse[event.button];
    // Touches make mouse events of their own behind them; who plays on glass has no mouse.
    if (action === undefined || this.#device === 'touch') return;
    this.#mouse = { x: event.clientX, y: event.clientY };
    this.#buttons.add(event.button);
    this.#pressed.add(action);
  }

  #onKey(event: KeyboardEvent, keys: PageKeys): void {
    if (event.target instanceof HTMLInputElement && event.target.type === 'text') return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { code } = event;
    if (code === 'Escape') {
      if (!event.repeat) keys.menu();
      return;
    }
    // An open menu is walked through with the same keys.
    if (!this.isEnabled) return;
    if (code === 'Tab' || code === 'Space' || code === 'F3' || code.startsWith('Arrow')) event.preventDefault();
    if (event.repeat) return;
    this.#keys.add(code);
    if (MOVE_KEYS[code] !== undefined) this.#device = 'keys';
    const action = this.#plan.keys[code];
    if (action !== undefined) this.#pressed.add(action);
    if (code === 'Tab') keys.scoreboard(true);
    if (code === 'KeyN' || code === 'F3') keys.netGraph();
    if (code === 'KeyM') keys.mute();
  }
}

function namesOf(plan: Readonly<Record<string, string>>, isDown: (name: string) => boolean): string[] {
  return Object.entries(plan).flatMap(([name, action]) => (isDown(name) ? [action] : []));
}

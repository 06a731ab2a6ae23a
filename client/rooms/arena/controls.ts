// In: keyboard, mouse, touch sticks and gamepad. Out: one ArenaInput a tick. Run by: the arena page.
import { BUTTON, type ArenaInput } from '../../../shared/rooms/arena/input.ts';
import { readGamepad } from './gamepad.ts';
import { TouchSticks } from './touch-sticks.ts';

const TURN = 65_536;
const MOVE_KEYS: Readonly<Record<string, readonly [number, number]>> = {
  KeyW: [0, -1], ArrowUp: [0, -1], KeyS: [0, 1], ArrowDown: [0, 1],
  KeyA: [-1, 0], ArrowLeft: [-1, 0], KeyD: [1, 0], ArrowRight: [1, 0],
};
const WEAPON_KEYS: Readonly<Record<string, number>> = { Digit1: 1, Digit2: 2, Digit3: 3, Numpad1: 1, Numpad2: 2, Numpad3: 3 };

/** What the page does itself on a key; the match never hears of it. */
export interface PageKeys {
  scoreboard(isShown: boolean): void;
  netGraph(): void;
  menu(): void;
  mute(): void;
}

export type Device = 'keys' | 'touch' | 'pad';

export class Controls {
  readonly #held = new Set<string>();
  readonly #stop = new AbortController();
  readonly #touch: TouchSticks;
  #mouse = { x: innerWidth * 0.75, y: innerHeight / 2, isDown: false };
  #aim = 0;
  /** Presses wait here until a tick has taken them, so a tap between two ticks is not lost. */
  #pressed = { dash: false, reload: false, fire: false, weapon: 0, cycle: 0 };
  #device: Device = 'keys';
  isEnabled = true;

  constructor(stage: HTMLElement, hud: HTMLElement, keys: PageKeys) {
    this.#touch = new TouchSticks(stage, hud, {
      onUse: () => { this.#device = 'touch'; },
      onDash: () => { this.#pressed.dash = true; },
      onReload: () => { this.#pressed.reload = true; },
      onCycle: () => { this.#pressed.cycle = 1; },
    });
    this.#listen(stage, keys);
  }

  get device(): Device {
    return this.#device;
  }

  /** Where the player aims, radians, as last sampled or moved. */
  get aimAngle(): number {
    return (this.#aim / TURN) * Math.PI * 2;
  }

  get mouse(): { readonly x: number; readonly y: number } {
    return this.#mouse;
  }

  /** One tick's input; `origin` is where the own player stands on screen, CSS px; `weapon` the one in hand. */
  sample(origin: { readonly x: number; readonly y: number }, weapon: number): ArenaInput {
    const pad = readGamepad();
    if (pad !== undefined && pad.isUsed) this.#device = 'pad';
    const move = this.#move(pad);
    this.#turn(origin, move, pad);
    const pressed = this.#pressed;
    this.#pressed = { dash: false, reload: false, fire: false, weapon: 0, cycle: 0 };
    if (!this.isEnabled) return { moveX: 0, moveY: 0, aim: this.#aim, buttons: 0 };
    const cycle = pressed.cycle + (pad?.cycle ?? 0);
    const wanted = pressed.weapon > 0 ? pressed.weapon : cycle === 0 ? 0 : ((weapon + cycle + 3) % 3) + 1;
    const fires = pressed.fire || this.#mouse.isDown || this.#touch.isFiring || pad?.fire === true;
    const dashes = pressed.dash || this.#held.has('Space') || this.#held.has('ShiftLeft') || pad?.dash === true;
    const buttons = (fires ? BUTTON.fire : 0) | (dashes ? BUTTON.dash : 0)
      | (pressed.reload || pad?.reload === true ? BUTTON.reload : 0) | (wanted << BUTTON.weaponShift);
    return { moveX: Math.round(move.x * 127), moveY: Math.round(move.y * 127), aim: this.#aim, buttons };
  }

  pressWeapon(weapon: number): void {
    this.#pressed.weapon = weapon + 1;
  }

  close(): void {
    this.#stop.abort();
    this.#touch.close();
  }

  #move(pad: ReturnType<typeof readGamepad>): { x: number; y: number } {
    if (this.#device === 'touch') return this.#touch.move;
    if (this.#device === 'pad' && pad !== undefined) return pad.move;
    let [x, y] = [0, 0];
    for (const code of this.#held) {
      const way = MOVE_KEYS[code];
      if (way !== undefined) [x, y] = [x + way[0], y + way[1]];
    }
    const length = Math.hypot(x, y) || 1;
    return { x: x / length, y: y / length };
  }

  #turn(origin: { readonly x: number; readonly y: number }, move: { x: number; y: number }, pad: ReturnType<typeof readGamepad>): void {
    let [x, y] = [this.#mouse.x - origin.x, this.#mouse.y - origin.y];
    if (this.#device !== 'keys') {
      const stick = this.#device === 'touch' ? this.#touch.aim : (pad?.aim ?? { x: 0, y: 0 });
      // Without the right stick a player looks where they walk.
      [x, y] = Math.hypot(stick.x, stick.y) > 0.25 ? [stick.x, stick.y] : [move.x, move.y];
    }
    if (Math.hypot(x, y) > 0.1) this.#aim = Math.round((Math.atan2(y, x) / (Math.PI * 2)) * TURN) & (TURN - 1);
  }

  #listen(stage: HTMLElement, keys: PageKeys): void {
    const signal = this.#stop.signal;
    addEventListener('keydown', (event) => this.#onKey(event, keys), { signal });
    addEventListener('keyup', (event) => {
      this.#held.delete(event.code);
      if (event.code === 'Tab') keys.scoreboard(false);
    }, { signal });
    // A key let go in another window is never reported here.
    addEventListener('blur', () => {
      this.#held.clear();
      this.#mouse.isDown = false;
      keys.scoreboard(false);
    }, { signal });
    addEventListener('pointermove', (event) => this.#onMouse(event), { signal });
    stage.addEventListener('pointerdown', (event) => {
      this.#onMouse(event);
      if (event.pointerType !== 'mouse' || event.button !== 0) return;
      this.#mouse.isDown = true;
      this.#pressed.fire = true;
    }, { signal });
    addEventListener('pointerup', (event) => {
      if (event.pointerType === 'mouse' && event.button === 0) this.#mouse.isDown = false;
    }, { signal });
    stage.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
    stage.addEventListener('wheel', (event) => { this.#pressed.cycle = event.deltaY > 0 ? 1 : -1; }, { signal, passive: true });
  }

  #onMouse(event: PointerEvent): void {
    if (event.pointerType !== 'mouse') return;
    this.#device = 'keys';
    this.#mouse.x = event.clientX;
    this.#mouse.y = event.clientY;
  }

  #onKey(event: KeyboardEvent, keys: PageKeys): void {
    if (event.target instanceof HTMLInputElement && event.target.type === 'text') return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { code } = event;
    if (code === 'Tab' || code === 'Space' || code === 'F3' || code.startsWith('Arrow')) event.preventDefault();
    if (event.repeat) return;
    this.#held.add(code);
    if (MOVE_KEYS[code] !== undefined) this.#device = 'keys';
    if (code === 'Space' || code === 'ShiftLeft') this.#pressed.dash = true;
    if (code === 'KeyR') this.#pressed.reload = true;
    if (code === 'KeyQ') this.#pressed.cycle = 1;
    if (WEAPON_KEYS[code] !== undefined) this.#pressed.weapon = WEAPON_KEYS[code];
    if (code === 'Tab') keys.scoreboard(true);
    if (code === 'KeyN' || code === 'F3') keys.netGraph();
    if (code === 'KeyM') keys.mute();
    if (code === 'Escape') keys.menu();
  }
}

// In: fingers on the stage. Out: two sticks and a game's buttons. Run by: hands.
import { onSettings, settings } from './settings.ts';

/** A round button over the stage; `name` places it in the style sheet. */
export interface TouchButton {
  readonly name: string;
  readonly label: string;
  readonly action: string;
}

export interface TouchActions {
  onUse(): void;
  onPress(action: string): void;
}

interface Stick {
  readonly base: HTMLElement;
  readonly knob: HTMLElement;
  pointer: number;
  startX: number;
  startY: number;
  x: number;
  y: number;
}

/** CSS px a thumb moves for the full deflection. */
const REACH = 52;
/** Aiming this far out also acts: one thumb does both. */
const FAR_OUT = 0.55;

/** One half of the screen walks, the other aims and fires; each stick appears where the thumb lands. */
export class TouchSticks {
  readonly #stop = new AbortController();
  readonly #root: HTMLElement;
  readonly #hud: HTMLElement;
  readonly #walk: Stick;
  readonly #gun: Stick;
  readonly #actions: TouchActions;
  readonly #held = new Map<number, string>();

  constructor(stage: HTMLElement, hud: HTMLElement, buttons: readonly TouchButton[], actions: TouchActions) {
    this.#actions = actions;
    this.#root = document.createElement('div');
    this.#root.className = 'touch';
    this.#hud = hud;
    this.#root.hidden = true;
    if (matchMedia('(pointer: coarse)').matches) this.#appear();
    this.#walk = makeStick(this.#root, 'Move');
    this.#gun = makeStick(this.#root, 'Aim');
    for (const button of buttons) this.#button(button);
    hud.append(this.#root);
    const signal = this.#stop.signal;
    const chooseHand = () => { hud.classList.toggle('is-left-handed', settings().leftHanded); };
    chooseHand();
    signal.addEventListener('abort', onSettings(chooseHand));
    stage.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    addEventListener('pointermove', (event) => this.#moved(event), { signal });
    for (const end of ['pointerup', 'pointercancel'] as const) addEventListener(end, (event) => this.#up(event), { signal });
  }

  get move(): { x: number; y: number } {
    return { x: this.#walk.x, y: this.#walk.y };
  }

  get aim(): { x: number; y: number } {
    return { x: this.#gun.x, y: this.#gun.y };
  }

  get isFarOut(): boolean {
    return this.#gun.pointer >= 0 && Math.hypot(this.#gun.x, this.#gun.y) > FAR_OUT;
  }

  /** Actions of the buttons under a finger. */
  get held(): readonly string[] {
    return [...this.#held.values()];
  }

  close(): void {
    this.#stop.abort();
    this.#root.remove();
    this.#hud.classList.remove('has-touch', 'is-left-handed');
  }

  /** From the first finger on, the HUD leaves the thumbs their corners. */
  #appear(): void {
    this.#root.hidden = false;
    this.#hud.classList.add('has-touch');
  }

  #button({ name, label, action }: TouchButton): void {
    const button = document.createElement('button');
    button.className = `touch-button touch-${name}`;
    button.textContent = label;
    button.dataset['testid'] = `touch-${name}`;
    button.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      this.#actions.onUse();
      this.#held.set(event.pointerId, action);
      this.#actions.onPress(action);
    }, { signal: this.#stop.signal });
    this.#root.append(button);
  }

  #down(event: PointerEvent): void {
    if (event.pointerType === 'mouse') return;
    event.preventDefault();
    this.#appear();
    this.#actions.onUse();
    const stick = (event.clientX < innerWidth / 2) !== settings().leftHanded ? this.#walk : this.#gun;
    if (stick.pointer >= 0) return;
    Object.assign(stick, { pointer: event.pointerId, startX: event.clientX, startY: event.clientY });
    stick.base.style.translate = `${event.clientX}px ${event.clientY}px`;
    stick.base.classList.add('is-held', 'is-known');
  }

  #moved(event: PointerEvent): void {
    for (const stick of [this.#walk, this.#gun]) {
      if (stick.pointer !== event.pointerId) continue;
      const [dx, dy] = [event.clientX - stick.startX, event.clientY - stick.startY];
      const over = Math.max(REACH, Math.hypot(dx, dy));
      [stick.x, stick.y] = [dx / over, dy / over];
      stick.knob.style.translate = `${stick.x * REACH}px ${stick.y * REACH}px`;
    }
  }

  #up(event: PointerEvent): void {
    this.#held.delete(event.pointerId);
    for (const stick of [this.#walk, this.#gun]) {
      if (stick.pointer !== event.pointerId) continue;
      Object.assign(stick, { pointer: -1, x: 0, y: 0 });
      stick.knob.style.translate = '0 0';
      stick.base.classList.remove('is-held');
    }
  }
}

/** Shown faintly with its label, until a thumb has found it once. */
function makeStick(root: HTMLElement, label: string): Stick {
  const base = document.createElement('div');
  base.className = `stick stick-${label.toLowerCase()}`;
  base.dataset['label'] = label;
  const knob = document.createElement('div');
  knob.className = 'stick-knob';
  base.append(knob);
  root.append(base);
  return { base, knob, pointer: -1, startX: 0, startY: 0, x: 0, y: 0 };
}

// In: hands on keys, mouse, glass or a gamepad. Out: one ArenaInput a tick. Run by: the arena page.
import { BUTTON, type ArenaInput } from '../../../shared/rooms/arena/input.ts';
import { Hands, type Device, type HandPlan, type PageKeys, type Vector } from '../../ui/hands.ts';

const TURN = 65_536;
const PLAN: HandPlan = {
  keys: {
    Space: 'dash', ShiftLeft: 'dash', KeyR: 'reload', KeyQ: 'next',
    Digit1: 'weapon-1', Digit2: 'weapon-2', Digit3: 'weapon-3', Numpad1: 'weapon-1', Numpad2: 'weapon-2', Numpad3: 'weapon-3',
  },
  mouse: { 0: 'fire' },
  wheel: ['next', 'former'],
  pad: { 0: 'dash', 2: 'reload', 3: 'next', 5: 'next', 6: 'dash', 7: 'fire' },
  touch: [{ name: 'dash', label: 'Dash', action: 'dash' }, { name: 'reload', label: 'Reload', action: 'reload' }, { name: 'cycle', label: 'Weapon', action: 'next' }],
  touchStick: 'fire',
  keepAimMs: 0,
};

export class Controls {
  readonly #hands: Hands;

  constructor(stage: HTMLElement, hud: HTMLElement, keys: PageKeys) {
    this.#hands = new Hands(stage, hud, keys, PLAN);
  }

  get device(): Device { return this.#hands.device; }
  /** Where the player aims, radians, as last sampled. */
  get aimAngle(): number { return this.#hands.aimAngle; }
  get mouse(): Vector { return this.#hands.mouse; }
  get isEnabled(): boolean { return this.#hands.isEnabled; }
  set isEnabled(enabled: boolean) { this.#hands.isEnabled = enabled; }

  /** One tick's input; `origin` is where the own player stands on screen, CSS px; `weapon` the one in hand. */
  sample(origin: Vector, weapon: number): ArenaInput {
    const { move, on, pressed } = this.#hands.sample(origin);
    const turn = Math.round((this.#hands.aimAngle / (Math.PI * 2)) * TURN) & (TURN - 1);
    const chosen = [1, 2, 3].find((n) => pressed.has(`weapon-${n}`));
    const cycle = (pressed.has('next') ? 1 : 0) - (pressed.has('former') ? 1 : 0);
    const wanted = chosen ?? (cycle === 0 ? 0 : ((weapon + cycle + 3) % 3) + 1);
    const buttons = (on.has('fire') ? BUTTON.fire : 0) | (on.has('dash') ? BUTTON.dash : 0)
      | (pressed.has('reload') ? BUTTON.reload : 0) | (wanted << BUTTON.weaponShift);
    return { moveX: Math.round(move.x * 127), moveY: Math.round(move.y * 127), aim: turn, buttons };
  }

  pressWeapon(weapon: number): void {
    this.#hands.press(`weapon-${weapon + 1}`);
  }

  close(): void {
    this.#hands.close();
  }
}

// In: hands on keys, mouse, glass or a gamepad. Out: one BallInput a tick. Run by: the page of the ball game.
import { AIM_TURN } from '../../../shared/rooms/ball/constants.ts';
import { BUTTON, type BallInput } from '../../../shared/rooms/ball/input.ts';
import { Hands, type Device, type HandPlan, type PageKeys, type Vector } from '../../ui/hands.ts';

const PLAN: HandPlan = {
  keys: { Space: 'kick', ShiftLeft: 'boost', ShiftRight: 'boost', KeyE: 'tackle', KeyF: 'tackle' },
  mouse: { 0: 'kick', 2: 'tackle' },
  pad: { 0: 'kick', 1: 'tackle', 2: 'tackle', 5: 'boost', 6: 'boost', 7: 'kick' },
  touch: [{ name: 'kick', label: 'Kick', action: 'kick' }, { name: 'tackle', label: 'Tackle', action: 'tackle' }, { name: 'boost', label: 'Boost', action: 'boost' }],
  touchStick: 'kick',
  // The stick that aimed springs back in the moment it is let go, which is the moment of the kick.
  keepAimMs: 250,
};

export class Controls {
  readonly #hands: Hands;

  constructor(stage: HTMLElement, hud: HTMLElement, keys: PageKeys) {
    this.#hands = new Hands(stage, hud, keys, PLAN);
  }

  get device(): Device { return this.#hands.device; }
  /** Radians, as last sampled. */
  get aimAngle(): number { return this.#hands.aimAngle; }
  get mouse(): Vector { return this.#hands.mouse; }
  get isEnabled(): boolean { return this.#hands.isEnabled; }
  set isEnabled(enabled: boolean) { this.#hands.isEnabled = enabled; }

  /** One tick's input; `origin` is where the own player stands on screen, CSS px. */
  sample(origin: Vector): BallInput {
    const { move, on } = this.#hands.sample(origin);
    const aim = Math.round((this.#hands.aimAngle / (Math.PI * 2)) * AIM_TURN) & (AIM_TURN - 1);
    const buttons = (on.has('kick') ? BUTTON.kick : 0) | (on.has('boost') ? BUTTON.boost : 0) | (on.has('tackle') ? BUTTON.tackle : 0);
    return { moveX: Math.round(move.x * 127), moveY: Math.round(move.y * 127), aim, buttons };
  }

  close(): void {
    this.#hands.close();
  }
}

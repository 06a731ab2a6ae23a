// In: the state of the link. Out: a veil over the picture while it is down. Run by: the game stage, five times a second.
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { LinkState } from '../netcode/game-view.ts';

/** Most losses heal sooner; a veil for each would only flicker. */
const VEIL_AFTER_MS = 250;

export class LinkNotice {
  readonly #root = document.createElement('div');
  readonly #text = document.createElement('p');
  readonly #left = document.createElement('div');

  constructor(hud: HTMLElement, onLeave: () => void) {
    this.#root.className = 'link-veil';
    this.#root.dataset['testid'] = 'link-notice';
    this.#root.setAttribute('role', 'alert');
    this.#root.hidden = true;
    const title = document.createElement('h2');
    title.textContent = 'Connection lost';
    this.#left.className = 'link-left';
    const leave = document.createElement('button');
    leave.textContent = 'Back to the menu';
    leave.dataset['testid'] = 'link-leave';
    leave.addEventListener('click', onLeave);
    const panel = document.createElement('div');
    panel.className = 'panel';
    panel.append(title, this.#text, this.#left, leave);
    this.#root.append(panel);
    hud.append(this.#root);
  }

  show(link: LinkState, nowMs: number): void {
    const isDown = link.kind === 'reconnecting' && nowMs - link.sinceMs > VEIL_AFTER_MS;
    this.#root.hidden = !isDown;
    if (!isDown) return;
    const left = Math.max(0, LIMITS.seatHoldSec - (nowMs - link.sinceMs) / 1000);
    const text = `Trying again, attempt ${Math.max(1, link.attempt)}. Your seat is kept for ${Math.ceil(left)} s; a bot plays it meanwhile.`;
    if (this.#text.textContent !== text) this.#text.textContent = text;
    this.#left.style.transform = `scaleX(${left / LIMITS.seatHoldSec})`;
  }

  close(): void {
    this.#root.remove();
  }
}

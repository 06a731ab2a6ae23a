// In: the state of the link. Out: a notice over the picture while it is down. Run by: the arena page, five times a second.
import { LIMITS } from '../../../shared/netcode/limits.ts';
import type { LinkState } from '../../netcode/game-view.ts';

export class LinkNotice {
  readonly #root = document.createElement('div');

  constructor(hud: HTMLElement) {
    this.#root.className = 'link-notice';
    this.#root.dataset['testid'] = 'link-notice';
    this.#root.setAttribute('role', 'status');
    this.#root.hidden = true;
    hud.append(this.#root);
  }

  show(link: LinkState, nowMs: number): void {
    const isDown = link.kind === 'reconnecting';
    this.#root.hidden = !isDown;
    if (!isDown) return;
    const left = Math.max(0, Math.ceil(LIMITS.seatHoldSec - (nowMs - link.sinceMs) / 1000));
    const text = `Connection lost. Trying again (${link.attempt}). Your seat is kept for ${left} s.`;
    if (this.#root.textContent !== text) this.#root.textContent = text;
  }

  close(): void {
    this.#root.remove();
  }
}

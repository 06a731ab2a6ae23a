// In: the match's room. Out: settings, invitation link and the way out, over the running match. Run by: the game stage.
import { render } from 'preact';
import { inviteLink } from './page-query.ts';
import { SettingsPanel } from './settings-panel.tsx';

export interface PauseActions {
  readonly roomId: string;
  onToggle(isOpen: boolean): void;
  onLeave(): void;
}

export class PauseMenu {
  readonly #root = document.createElement('div');
  readonly #actions: PauseActions;
  #isOpen = false;
  #copied = '';

  constructor(hud: HTMLElement, actions: PauseActions) {
    this.#actions = actions;
    hud.append(this.#root);
  }

  toggle(): void {
    this.#isOpen = !this.#isOpen;
    this.#copied = '';
    this.#actions.onToggle(this.#isOpen);
    this.#render();
  }

  close(): void {
    render(null, this.#root);
    this.#root.remove();
  }

  #render(): void {
    render(this.#isOpen ? this.#panel() : null, this.#root);
    if (this.#isOpen && !this.#root.contains(document.activeElement)) this.#root.querySelector('button')?.focus();
  }

  #panel() {
    return (
      <div class="veil">
        <div class="panel" data-testid="pause" role="dialog" aria-modal="true" aria-label="Menu">
          <h2>Menu</h2>
          <p class="hint">The match goes on.</p>
          <button class="primary" data-testid="resume" onClick={() => this.toggle()}>Resume</button>
          <button data-testid="invite" onClick={() => void this.#copy()}>{this.#copied || 'Copy link to this match'}</button>
          <SettingsPanel />
          <button class="danger" data-testid="leave" onClick={() => this.#actions.onLeave()}>Leave match</button>
        </div>
      </div>
    );
  }

  async #copy(): Promise<void> {
    const link = inviteLink(location, this.#actions.roomId);
    try {
      await navigator.clipboard.writeText(link);
      this.#copied = 'Link copied';
    } catch {
      // Browsers without clipboard rights still show the link to copy by hand.
      this.#copied = link;
    }
    this.#render();
  }
}

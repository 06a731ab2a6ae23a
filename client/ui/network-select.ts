// In: the switch of a match's network. Out: a list to choose a bad network from, while one plays. Run by: the net graph.

/** As much of the switch as the list needs. */
export interface Network {
  readonly scenario: string | undefined;
  use(choice: { readonly scenario: string; readonly seed: number } | undefined): Promise<void>;
}

const SEED = 1;
/** What the list calls the network as it is. */
const REAL = '';

export class NetworkSelect {
  readonly root = document.createElement('label');
  readonly #select = document.createElement('select');
  readonly #network: Network;
  #isFilled = false;

  constructor(network: Network) {
    this.#network = network;
    const caption = document.createElement('span');
    caption.textContent = 'network';
    this.#select.dataset['testid'] = 'network';
    this.#select.append(new Option('as it is', REAL));
    this.#select.addEventListener('change', () => this.#choose());
    // The keys that move a player would also move through the list.
    this.#select.addEventListener('keydown', (event) => event.stopPropagation());
    this.root.append(caption, this.#select);
  }

  /** Once the list is seen: most players never open it, so its names are fetched then. */
  show(): void {
    if (!this.#isFilled) {
      this.#isFilled = true;
      this.#fill().catch(() => { this.#isFilled = false; });
    }
    if (document.activeElement !== this.#select) this.#select.value = this.#network.scenario ?? REAL;
  }

  async #fill(): Promise<void> {
    const { SCENARIO_NAMES, scenarioNamed } = await import('../../shared/netcode/scenarios/index.ts');
    this.#select.append(...SCENARIO_NAMES.map((name) => new Option(`${name}: ${scenarioNamed(name)?.title ?? ''}`, name)));
  }

  #choose(): void {
    const scenario = this.#select.value;
    this.#select.blur();
    this.#network.use(scenario === REAL ? undefined : { scenario, seed: SEED }).catch(() => this.#select.replaceChildren(new Option('could not be loaded', REAL)));
  }
}

// In: a joined room. Out: a switch for the network it is played over; what simulates one is fetched only when asked for.
// Run by: connection, the net graph.
import type { Room } from '@colyseus/sdk';
import type { Scenario } from '../../shared/netcode/scenarios/scenario.ts';
import type { BadLink } from './bad-link.ts';

export interface NetworkChoice {
  /** Name of a scenario in shared/netcode/scenarios, or one of your own. */
  readonly scenario: string | Scenario;
  /** The same seed gives the same troubles at the same times. */
  readonly seed: number;
}

/** Fetches what a choice needs, before anything is joined. @throws RangeError naming the known scenarios. */
export async function prepareNetwork(choice: NetworkChoice) {
  const { BadLink, requireScenario } = await import('./bad-link.ts');
  const scenario = typeof choice.scenario === 'string' ? requireScenario(choice.scenario) : choice.scenario;
  return { make: (room: Room) => new BadLink(room), scenario, seed: choice.seed };
}

export type PreparedNetwork = Awaited<ReturnType<typeof prepareNetwork>>;

export class NetworkSwitch {
  /** Told when the scenario hides the page, and when it shows it again. */
  onHidden: ((hidden: boolean) => void) | undefined;
  readonly #room: Room;
  #link: BadLink | undefined;
  /** Choices made: while one is fetched another may be made. */
  #choices = 0;

  constructor(room: Room, prepared?: PreparedNetwork) {
    this.#room = room;
    if (prepared !== undefined) this.#apply(prepared);
  }

  /** The scenario's name; `undefined` is the real network as it is. */
  get scenario(): string | undefined {
    return this.#link?.scenario?.name;
  }

  /** From now on another network; `undefined` for the real one. @throws RangeError naming the known scenarios. */
  async use(choice: NetworkChoice | undefined): Promise<void> {
    const mine = ++this.#choices;
    const prepared = choice === undefined ? undefined : await prepareNetwork(choice);
    if (mine !== this.#choices) return;
    if (prepared === undefined) this.#link?.use(undefined, 0);
    else this.#apply(prepared);
  }

  #apply({ make, scenario, seed }: PreparedNetwork): void {
    if (this.#link === undefined) {
      this.#link = make(this.#room);
      this.#link.onHidden = (hidden) => this.onHidden?.(hidden);
    }
    this.#link.use(scenario, seed);
  }
}

// In: the table. Out: every network scenario that exists, checked, by name. Run by: bots, pages, simulations, tests.
import { checkScenario } from './scenario-check.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './table.ts';

export type { Scenario } from './scenario.ts';

const scenarios: ReadonlyMap<string, Scenario> = new Map(SCENARIOS.map((scenario) => [scenario.name, load(scenario)]));

/** From the best to the worst, then one trouble at a time. */
export const SCENARIO_NAMES: readonly string[] = [...scenarios.keys()];

export function scenarioNamed(name: string): Scenario | undefined {
  return scenarios.get(name);
}

/** The sentence for whoever asked for a scenario that does not exist. */
export function unknownScenario(name: string): string {
  return `There is no network scenario "${name.slice(0, 32)}"; the known ones are ${SCENARIO_NAMES.join(', ')}.`;
}

/** @throws Error naming scenario and field: a broken table is a broken build, never a player's doing. */
function load(scenario: Scenario): Scenario {
  const checked = checkScenario(scenario);
  if (!checked.ok) throw new Error(`scenario ${scenario.name}: ${checked.reason}`);
  return checked.value;
}

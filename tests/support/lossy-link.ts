// In: a link in four numbers. Out: the scenario that says the same, for the network model. Run by: tests.
import type { Scenario } from '../../shared/netcode/scenarios/index.ts';
import type { ScenarioEvent, Way } from '../../shared/netcode/scenarios/scenario.ts';

export interface LinkCondition {
  /** One way, milliseconds. */
  readonly latencyMs: number;
  /** Added at random, 0 to this. */
  readonly jitterMs: number;
  /** Every so many milliseconds nothing arrives for `stallMs`; then all of it at once. */
  readonly stallEveryMs?: number;
  readonly stallMs?: number;
  /** Share of segments lost, each on its own. */
  readonly loss?: number;
}

export function scenarioOf(link: LinkCondition | Scenario): Scenario {
  if ('events' in link) return link;
  const { latencyMs, jitterMs, stallEveryMs, stallMs, loss = 0 } = link;
  const way: Way = { latencyMs, jitterMs, kbps: 0, queueBytes: 1_500, loss, lossRun: 1 };
  const events: ScenarioEvent[] = stallEveryMs === undefined || stallMs === undefined ? [] : [{
    kind: 'stall', firstMs: [stallEveryMs, stallEveryMs], pauseMs: [stallEveryMs - stallMs, stallEveryMs - stallMs], forMs: [stallMs, stallMs],
  }];
  return { name: 'condition', title: 'A link in numbers', source: 'The test that made it.', up: way, down: way, events };
}

// In: the table of scenarios, and broken copies. Out: proof that each is complete and that faults are refused by name. Run by: vitest.
import { expect, test } from 'vitest';
import { SCENARIO_NAMES, scenarioNamed, unknownScenario } from '../../shared/netcode/scenarios/index.ts';
import { checkScenario } from '../../shared/netcode/scenarios/scenario-check.ts';

test('there are at least eight, with names, titles and sources of their own', () => {
  const all = SCENARIO_NAMES.map((name) => scenarioNamed(name)!);
  expect(all.length).toBeGreaterThanOrEqual(8);
  for (const field of ['name', 'title', 'source'] as const) expect(new Set(all.map((scenario) => scenario[field])).size).toBe(all.length);
  const kinds = new Set(all.flatMap(({ events }) => events.map(({ kind }) => kind)));
  expect([...kinds].toSorted()).toEqual(['bloat', 'half-open', 'handover', 'hidden', 'reset', 'stall', 'tunnel']);
});

test('an unknown name is answered with the known ones, however long it is', () => {
  expect(scenarioNamed('moon')).toBeUndefined();
  expect(unknownScenario('moon')).toMatch(/"moon"; the known ones are lan, fibre, .*train/);
  expect(unknownScenario('x'.repeat(5_000)).length).toBeLessThan(400);
});

test('faults are refused with the field', () => {
  const train = scenarioNamed('train')!;
  const faulty: readonly (readonly [unknown, RegExp])[] = [
    [null, /^scenario:/],
    [{ ...train, name: 'Train!' }, /^name: must be lower case/],
    [{ ...train, up: { ...train.up, loss: 2 } }, /^up\.loss:/],
    [{ ...train, down: { ...train.down, latencyMs: -1 } }, /^down\.latencyMs:/],
    [{ ...train, speed: 3 }, /speed/],
    [{ ...train, events: [{ kind: 'earthquake', firstMs: [0, 1] }] }, /^events\.0\.kind:/],
    [{ ...train, events: [{ kind: 'tunnel', firstMs: [0, 1], forMs: [9, 3] }] }, /^events\.0\.forMs: the first number must not be greater/],
    [{ ...train, events: [{ kind: 'reset', firstMs: [0, 1], pauseMs: [1, 1] }] }, /^events\.0\.pauseMs/],
  ];
  for (const [data, reason] of faulty) {
    const checked = checkScenario(data);
    expect(checked.ok ? 'accepted' : checked.reason).toMatch(reason);
  }
  expect(checkScenario(structuredClone(train))).toEqual({ ok: true, value: train });
});

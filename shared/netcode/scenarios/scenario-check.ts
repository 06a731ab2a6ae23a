// In: unknown data that claims to be a scenario. Out: a scenario, or a reason that names the field. Run by: index.ts, tests, testers' own files.
import { z } from '../../zod.ts';
import type { Parsed } from '../room-type.ts';
import type { Scenario } from './scenario.ts';

const MINUTE_MS = 60_000;
const ms = (max: number) => z.number().min(0).max(max);
const range = (min: number, max: number) => z.tuple([z.int().min(min).max(max), z.int().min(min).max(max)])
  .refine(([from, to]) => from <= to, { message: 'the first number must not be greater than the second' });

const way = z.strictObject({
  latencyMs: ms(2_000), jitterMs: ms(2_000), kbps: z.number().min(0).max(10_000_000),
  queueBytes: z.int().min(1_500).max(16 * 1024 * 1024), loss: z.number().min(0).max(0.5), lossRun: z.number().min(1).max(50),
});
// A pause of at least 20 ms keeps the number of events that a minute can hold small.
const timed = { firstMs: range(0, 60 * MINUTE_MS), pauseMs: range(20, 60 * MINUTE_MS).optional() };
const spell = { ...timed, forMs: range(1, 10 * MINUTE_MS) };
const event = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('stall'), ...spell }),
  z.strictObject({ kind: z.literal('handover'), ...spell, stepMs: range(0, 2_000) }),
  z.strictObject({ kind: z.literal('tunnel'), ...spell }),
  z.strictObject({ kind: z.literal('bloat'), ...spell, way: z.enum(['up', 'down']), queueMs: ms(10_000) }),
  z.strictObject({ kind: z.literal('hidden'), ...spell }),
  z.strictObject({ kind: z.literal('reset'), ...timed }),
  z.strictObject({ kind: z.literal('half-open'), ...timed }),
]);
const shape = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be lower case letters, digits and dashes, at most 32'),
  title: z.string().min(1).max(60), source: z.string().min(20).max(600), up: way, down: way, events: z.array(event).max(16),
});

export function checkScenario(data: unknown): Parsed<Scenario> {
  const parsed = shape.safeParse(data);
  // Optional fields of zod may be present and undefined, which the type does not allow; the data has none.
  if (parsed.success) return { ok: true, value: parsed.data as Scenario };
  const issue = parsed.error.issues[0]!;
  return { ok: false, reason: `${issue.path.length === 0 ? 'scenario' : issue.path.join('.')}: ${issue.message}` };
}

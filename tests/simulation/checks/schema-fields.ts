// In: a decoded state and the plan. Out: fields that the schema has and the plan does not name. Run by: state-check.
import type { Schema } from '@colyseus/schema';
import type { Replication } from '../../../shared/netcode/replication.ts';
import { motionFields, seatFields } from '../../../shared/netcode/seat-state.ts';

type Fields = Readonly<Record<string, { forEach(visit: (item: Schema) => void): void }>>;
type Metadata = Readonly<Record<number, { readonly name: string }>>;

/** Names of a schema's fields, from what it was defined with. */
function fieldsOf(schema: Schema): string[] {
  const metadata = (schema.constructor as unknown as Record<symbol, Metadata>)[Symbol.metadata]!;
  return Object.values(metadata).flatMap((entry) => (typeof entry === 'object' && 'name' in entry ? entry.name : []));
}

/** Looks at one item of each collection; empty ones have nothing to show. */
export function fieldsBeyond(root: Schema, plan: Replication): string[] {
  const collections = Object.keys(plan.collections);
  const known = new Set([...plan.root, ...collections, ...Object.keys(motionFields), 'seats']);
  const beyond = fieldsOf(root).filter((field) => !known.has(field));
  for (const name of [...collections, 'seats']) {
    const fields = new Set(plan.collections[name] ?? Object.keys(seatFields));
    let one: Schema | undefined;
    (root as unknown as Fields)[name]!.forEach((item) => { one ??= item; });
    if (one !== undefined) beyond.push(...fieldsOf(one).filter((field) => !fields.has(field)).map((field) => `${name}[].${field}`));
  }
  return beyond;
}

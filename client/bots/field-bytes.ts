// In: a joined room. Out: how many bytes of its patches each field of the schema took. Run by: one bot a worker.
import { $decoder, type Decoder, type Iterator } from '@colyseus/schema';
import type { Room } from '@colyseus/sdk';

type Decode = (decoder: object, bytes: Uint8Array, it: Iterator, ref: object, changes: unknown) => number | void;
type Coded = Record<string, unknown> & { readonly name: string };
interface Metadata { readonly [index: number]: { readonly name: string } | undefined }

/** What patches were made of since the last `take`. */
export interface PatchParts {
  patches: number;
  bytes: number;
  /** Bytes by `class.field`; `class` alone for a collection's own entries. */
  readonly fields: Map<string, number>;
}

const meters = new WeakMap<object, PatchParts>();
const wrapped = new WeakSet<object>();

/** Changes of a map or an array carry the operation in a byte of its own; a schema's field shares it with the field's number. */
const INDEX_MASK = 0x3f;

/**
 * Notes, from now on, what each decoded field costs. Every operation of a class goes through one function of the class,
 * which is wrapped once; decoders without a meter pay a look-up. Bytes that name the next structure are in no field.
 * @returns the parts of the patches so far; the caller clears them.
 */
export function meterFields(room: Room): PatchParts {
  const parts: PatchParts = { patches: 0, bytes: 0, fields: new Map() };
  const { decoder } = room.serializer as unknown as { readonly decoder: Decoder };
  for (const type of decoder.context.schemas.keys()) wrap(type as unknown as Coded);
  decoder.root.refs.forEach((ref: object) => wrap(ref.constructor as unknown as Coded));
  meters.set(decoder, parts);
  const decode = decoder.decode.bind(decoder);
  decoder.decode = (bytes, it = { offset: 0 }, ref) => {
    parts.patches++;
    parts.bytes += bytes.byteLength - it.offset;
    return decode(bytes, it, ref);
  };
  return parts;
}

function wrap(type: Coded): void {
  const decode = type[$decoder] as Decode | undefined;
  if (decode === undefined || wrapped.has(decode)) return;
  const metered: Decode = (decoder, bytes, it, ref, changes) => {
    const meter = meters.get(decoder);
    if (meter === undefined) return decode(decoder, bytes, it, ref, changes);
    const from = it.offset;
    const answer = decode(decoder, bytes, it, ref, changes);
    const field = fieldName(ref.constructor as unknown as Coded, bytes[from]!);
    meter.fields.set(field, (meter.fields.get(field) ?? 0) + it.offset - from);
    return answer;
  };
  wrapped.add(metered);
  type[$decoder] = metered;
}

function fieldName(type: Coded, head: number): string {
  const metadata = (type as unknown as Record<symbol, Metadata | undefined>)[Symbol.metadata];
  const name = metadata?.[head & INDEX_MASK]?.name;
  return name === undefined ? type.name.replace(/^_/, '') : `${type.name}.${name}`;
}

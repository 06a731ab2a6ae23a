// In: a declaration of small whole-number fields. Out: a shape that can check, write and read them as bytes.
// Run by: the input codec, the event codec and the capture format, on both sides.

export type FieldKind = 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32';

export interface Field {
  readonly kind: FieldKind;
  /** Smallest and largest legal value; by default what the kind can hold. */
  readonly min?: number;
  readonly max?: number;
}

export interface ShapeField<T> {
  readonly name: keyof T & string;
  readonly kind: FieldKind;
  readonly bytes: number;
  readonly min: number;
  readonly max: number;
}

/** Fields in declared order: the order is the wire order. */
export interface Shape<T> {
  readonly fields: readonly ShapeField<T>[];
  /** Bytes of all fields together. */
  readonly bytes: number;
}

const RANGE: Record<FieldKind, readonly [bytes: number, min: number, max: number]> = {
  uint8: [1, 0, 0xff],
  int8: [1, -0x80, 0x7f],
  uint16: [2, 0, 0xffff],
  int16: [2, -0x8000, 0x7fff],
  uint32: [4, 0, 0xffffffff],
};

/**
 * Declares a shape of whole-number fields.
 * @throws Error on no fields, more than 8, or bounds outside what the kind can hold: a broken declaration, not input.
 */
export function defineShape<T extends object>(declared: { readonly [K in keyof T & string]: Field }): Shape<T> {
  const names = Object.keys(declared) as (keyof T & string)[];
  if (names.length === 0 || names.length > 8) throw new Error(`a shape has 1 to 8 fields, not ${names.length}`);
  const fields = names.map((name) => {
    const { kind, min, max } = declared[name];
    const [bytes, low, high] = RANGE[kind];
    const field = { name, kind, bytes, min: min ?? low, max: max ?? high };
    if (field.min < low || field.max > high || field.min > field.max) throw new Error(`bounds of ${name} do not fit ${kind}`);
    return field;
  });
  return { fields, bytes: fields.reduce((sum, f) => sum + f.bytes, 0) };
}

/** Writes one field little-endian; answers the offset behind it. */
export function writeField(view: DataView, offset: number, kind: FieldKind, value: number): number {
  switch (kind) {
    case 'uint8': view.setUint8(offset, value); return offset + 1;
    case 'int8': view.setInt8(offset, value); return offset + 1;
    case 'uint16': view.setUint16(offset, value, true); return offset + 2;
    case 'int16': view.setInt16(offset, value, true); return offset + 2;
    case 'uint32': view.setUint32(offset, value, true); return offset + 4;
  }
}

/** Reads one field; the caller has checked that its bytes are there. */
export function readField(view: DataView, offset: number, kind: FieldKind): number {
  switch (kind) {
    case 'uint8': return view.getUint8(offset);
    case 'int8': return view.getInt8(offset);
    case 'uint16': return view.getUint16(offset, true);
    case 'int16': return view.getInt16(offset, true);
    case 'uint32': return view.getUint32(offset, true);
  }
}

/** Rounds and clamps every field of `value` into its bounds; NaN becomes the field's minimum. A fresh object. */
export function fitToShape<T extends object>(shape: Shape<T>, value: T): T {
  const fitted = {} as Record<string, number>;
  for (const f of shape.fields) {
    const n = Math.round((value as Record<string, number>)[f.name] ?? f.min);
    fitted[f.name] = n >= f.min ? (n <= f.max ? n : f.max) : f.min;
  }
  return fitted as T;
}

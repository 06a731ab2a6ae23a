// In: inputs in a declared shape, or bytes from the network. Out: small frames, or inputs with a reason why not.
// Run by: the client (encoder) and the server's frame guard (decoder), one of each per connection.
import { OPCODE_INPUT } from './protocol.ts';
import { LIMITS } from './limits.ts';
import { readField, writeField, type Shape } from './shape.ts';

/**
 * Frame: [opcode][header][changed-field bits][changed fields...].
 * Header: bits 0-2 inputs minus one, bit 3 a view tick follows (uint16, 1/16 ticks), the rest zero.
 * One bit per field and input, field order, lowest bit first, says whether the field differs from the input before.
 * A WebSocket is ordered and reliable, so both ends keep the previous input and no sequence number travels: the n-th
 * input of a connection is input n. Without an explicit view tick an input's is the one before plus one tick.
 */
const VIEW_BIT = 0x08;
const COUNT_MASK = 0x07;
/** View ticks on the wire are sixteenths, modulo 2^16: unambiguous for 68 s at 60 Hz. */
export const VIEW_UNITS = 16;

export interface WireInput<I> {
  readonly input: I;
  /** Absolute view tick in sixteenths, modulo 2^16. */
  readonly view: number;
}

export type DecodeResult<I> =
  | { readonly ok: true; readonly inputs: readonly WireInput<I>[] }
  | { readonly ok: false; readonly reason: 'length' | 'shape' | 'bounds' };

/** Turns inputs into frames. `reset` on every (re)connect, together with the server's fresh decoder. */
export class InputEncoder<I extends object> {
  readonly #shape: Shape<I>;
  readonly #bytes = new Uint8Array(LIMITS.inputFrameBytesMax);
  readonly #view = new DataView(this.#bytes.buffer);
  #previous: Record<string, number> = {};
  #previousView = 0;

  constructor(shape: Shape<I>) {
    this.#shape = shape;
    this.reset();
  }

  reset(): void {
    for (const f of this.#shape.fields) this.#previous[f.name] = 0;
    this.#previousView = 0;
  }

  /**
   * Encodes 1 to 8 inputs, oldest first, fields already whole and in bounds.
   * @returns a view on an internal buffer, valid until the next call.
   * @throws RangeError on no inputs or too many.
   */
  encode(inputs: readonly WireInput<I>[]): Uint8Array {
    const count = inputs.length;
    if (count < 1 || count > LIMITS.inputsPerFrameMax) throw new RangeError(`a frame carries 1 to 8 inputs, not ${count}`);
    const fields = this.#shape.fields;
    const explicitView = !this.#viewsFollow(inputs);
    this.#bytes[0] = OPCODE_INPUT;
    this.#bytes[1] = (count - 1) | (explicitView ? VIEW_BIT : 0);
    let offset = 2;
    if (explicitView) offset = writeField(this.#view, offset, 'uint16', inputs[0]!.view);
    const bitsAt = offset;
    offset += Math.ceil((count * fields.length) / 8);
    this.#bytes.fill(0, bitsAt, offset);
    let bit = 0;
    for (const { input } of inputs) {
      for (const f of fields) {
        const value = (input as Record<string, number>)[f.name]!;
        if (value !== this.#previous[f.name]) {
          this.#bytes[bitsAt + (bit >> 3)]! |= 1 << (bit & 7);
          offset = writeField(this.#view, offset, f.kind, value);
          this.#previous[f.name] = value;
        }
        bit++;
      }
    }
    this.#previousView = (inputs[0]!.view + (count - 1) * VIEW_UNITS) & 0xffff;
    return this.#bytes.subarray(0, offset);
  }

  #viewsFollow(inputs: readonly WireInput<I>[]): boolean {
    return ((this.#previousView + VIEW_UNITS) & 0xffff) === inputs[0]!.view;
  }
}

/** Turns frames into inputs and refuses all that is not exactly one. Never loops on a number from the wire over 8. */
export class InputDecoder<I extends object> {
  readonly #shape: Shape<I>;
  #previous: Record<string, number> = {};
  #previousView = 0;

  constructor(shape: Shape<I>) {
    this.#shape = shape;
    for (const f of shape.fields) this.#previous[f.name] = 0;
  }

  /** Decodes a whole frame, opcode included. A refused frame changes nothing. */
  decode(frame: Uint8Array): DecodeResult<I> {
    if (frame.length < 3 || frame.length > LIMITS.inputFrameBytesMax) return { ok: false, reason: 'length' };
    const header = frame[1]!;
    if ((header & ~(VIEW_BIT | COUNT_MASK)) !== 0 || frame[0] !== OPCODE_INPUT) return { ok: false, reason: 'shape' };
    const count = (header & COUNT_MASK) + 1;
    const fields = this.#shape.fields;
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    const explicitView = (header & VIEW_BIT) !== 0;
    const bitsAt = explicitView ? 4 : 2;
    const bitCount = count * fields.length;
    const bodyAt = bitsAt + ((bitCount + 7) >> 3);
    if (frame.length < bodyAt) return { ok: false, reason: 'length' };
    if (expectedBytes(frame, bitsAt, bitCount, this.#shape) !== frame.length - bodyAt) return { ok: false, reason: 'shape' };

    let wireView = explicitView ? view.getUint16(2, true) : (this.#previousView + VIEW_UNITS) & 0xffff;
    let previous = this.#previous;
    let offset = bodyAt;
    let bit = 0;
    const inputs: WireInput<I>[] = [];
    for (let n = 0; n < count; n++) {
      const input: Record<string, number> = {};
      for (const f of fields) {
        let value = previous[f.name]!;
        if ((frame[bitsAt + (bit >> 3)]! >> (bit & 7)) & 1) {
          value = readField(view, offset, f.kind);
          if (value < f.min || value > f.max) return { ok: false, reason: 'bounds' };
          offset += f.bytes;
        }
        input[f.name] = value;
        bit++;
      }
      inputs.push({ input: input as I, view: wireView });
      previous = input;
      if (n < count - 1) wireView = (wireView + VIEW_UNITS) & 0xffff;
    }
    this.#previous = previous;
    this.#previousView = wireView;
    return { ok: true, inputs };
  }
}

/** Bytes the changed fields must take, or -1 where bits are set that belong to no field. */
function expectedBytes(frame: Uint8Array, bitsAt: number, bitCount: number, shape: { readonly fields: readonly { readonly bytes: number }[] }): number {
  let bytes = 0;
  for (let bit = 0; bit < bitCount; bit++) {
    if ((frame[bitsAt + (bit >> 3)]! >> (bit & 7)) & 1) bytes += shape.fields[bit % shape.fields.length]!.bytes;
  }
  const spare = bitCount & 7;
  return spare !== 0 && frame[bitsAt + (bitCount >> 3)]! >> spare !== 0 ? -1 : bytes;
}

/** Wire view (sixteenths, modulo 2^16) of a fractional tick. */
export function viewToWire(viewTick: number): number {
  return Math.round(viewTick * VIEW_UNITS) & 0xffff;
}

/** The fractional tick nearest to `nowTick` that a wire view can mean. */
export function viewFromWire(view: number, nowTick: number): number {
  const now = nowTick * VIEW_UNITS;
  const ahead = (view - now) & 0xffff;
  return (now + (ahead >= 0x8000 ? ahead - 0x10000 : ahead)) / VIEW_UNITS;
}

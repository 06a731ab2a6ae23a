// In: the inputs each tick consumed, by seat. Out: about two bytes for each, and the same again. Run by: the capture format.
import { DamagedError, type ByteReader, type ByteWriter } from './byte-buffer.ts';
import { LIMITS } from './limits.ts';
import type { SeatInputs, TimedInput } from './room-type.ts';
import type { FieldKind, Shape } from './shape.ts';

/**
 * A seat is coded against its own last input. Most seats consume one input a tick that follows on the last (next clock,
 * same age of view): such a one is its bits of changed fields and their changes. Where all seats' inputs are the very
 * same as before, as while everybody stands still, nothing is written at all.
 *
 * Per seat: a number, even: one input, its code twice over; odd: a list, its length twice over and one, a code each.
 * Code: bit 0 a jump of the clock follows, bit 1 a change of the view's age in sixteenths, then a bit a changed field.
 */
const JUMP = 1;
const AGED = 2;
const FIELD_SHIFT = 2;
const VIEW_UNITS = 16;
/** Seats the set of busy seats has room for. */
const SEATS_MAX = 128;

interface SeatMemory {
  readonly values: number[];
  /** Of the view tick, in sixteenths behind the tick. */
  age: number;
  nextClock: number;
}

const freshMemory = (): SeatMemory => ({ values: [], age: 0, nextClock: 0 });

/** Both ends forget a seat when somebody joins it: its clock starts at 0. */
class InputCoder<I extends object> {
  protected readonly shape: Shape<I>;
  readonly #memories: (SeatMemory | undefined)[] = [];

  constructor(shape: Shape<I>) {
    this.shape = shape;
  }

  forget(seat: number): void {
    this.#memories[seat] = undefined;
  }

  protected memoryOf(seat: number): SeatMemory {
    return (this.#memories[seat] ??= freshMemory());
  }
}

export class CaptureInputWriter<I extends object> extends InputCoder<I> {
  readonly #out: ByteWriter;
  #busy: readonly number[] = [];
  readonly #changes: number[] = [];

  constructor(out: ByteWriter, shape: Shape<I>) {
    super(shape);
    this.#out = out;
  }

  /** Writes which seats have inputs, if they are others than last time; answers whether it wrote. */
  writeSeats(inputs: SeatInputs<I>): boolean {
    const busy: number[] = [];
    for (let seat = 0; seat < inputs.length; seat++) if ((inputs[seat]?.length ?? 0) > 0) busy.push(seat);
    if (busy.length === this.#busy.length && busy.every((seat, i) => seat === this.#busy[i])) return false;
    const last = busy.at(-1) ?? -1;
    if (last >= SEATS_MAX) throw new RangeError(`a capture has seats 0 to ${SEATS_MAX - 1}, not ${last}`);
    const bits = new Uint8Array((last + 8) >> 3);
    for (const seat of busy) bits[seat >> 3]! |= 1 << (seat & 7);
    this.#out.byte(bits.length);
    for (const byte of bits) this.#out.byte(byte);
    this.#busy = busy;
    return true;
  }

  /**
   * Writes the inputs of those seats; answers whether there was anything to write.
   * @throws RangeError on a value that its field's kind cannot hold, or a view tick that is no whole sixteenth.
   */
  writeInputs(tick: number, inputs: SeatInputs<I>): boolean {
    const start = this.#out.length;
    let news = 0;
    for (const seat of this.#busy) {
      const list = inputs[seat]!;
      const memory = this.memoryOf(seat);
      if (list.length === 1) {
        news |= this.#input(tick, list[0]!, memory, 1);
        continue;
      }
      news = 1;
      this.#out.varint(list.length * 2 + 1);
      for (const timed of list) this.#input(tick, timed, memory, 0);
    }
    if (news === 0) this.#out.truncate(start);
    return news !== 0;
  }

  #input(tick: number, { input, viewTick, clock }: TimedInput<I>, memory: SeatMemory, shift: number): number {
    const jump = clock - memory.nextClock;
    const age = (tick - viewTick) * VIEW_UNITS;
    if ((age | 0) !== age) throw new RangeError(`the view tick ${viewTick} is no whole sixteenth`);
    const aging = age - memory.age;
    let code = (jump === 0 ? 0 : JUMP) | (aging === 0 ? 0 : AGED);
    const { fields } = this.shape;
    for (let i = 0; i < fields.length; i++) {
      const { kind, name } = fields[i]!;
      const value = input[name] as number;
      if (wrap(kind, value) !== value) throw new RangeError(`the input's ${name} is ${value}, which is no ${kind}`);
      this.#changes[i] = value - (memory.values[i] ?? 0);
      memory.values[i] = value;
      if (this.#changes[i] !== 0) code |= 1 << (i + FIELD_SHIFT);
    }
    const out = this.#out;
    out.varint(code << shift);
    if (jump !== 0) out.signed(jump);
    if (aging !== 0) out.signed(aging);
    for (let i = 0; i < fields.length; i++) {
      if (this.#changes[i] !== 0) writeChange(out, fields[i]!.kind, this.#changes[i]!);
    }
    memory.age = age;
    memory.nextClock = clock + 1;
    return code;
  }
}

export class CaptureInputReader<I extends object> extends InputCoder<I> {
  readonly #body: ByteReader;
  readonly #seatsMax: number;
  #busy: readonly number[] = [];

  constructor(body: ByteReader, shape: Shape<I>, seatsMax: number) {
    super(shape);
    this.#body = body;
    this.#seatsMax = seatsMax;
  }

  readSeats(): void {
    const busy: number[] = [];
    const length = this.#body.byte();
    for (let at = 0; at < length; at++) {
      const bits = this.#body.byte();
      for (let bit = 0; bit < 8; bit++) if ((bits >> bit) & 1) busy.push(at * 8 + bit);
    }
    if (busy.some((seat) => seat >= this.#seatsMax)) throw new DamagedError('a seat in it does not exist');
    this.#busy = busy;
  }

  /** @param written false where every busy seat consumed one input that was the same as its last. */
  readInputs(tick: number, written: boolean): TimedInput<I>[][] {
    const inputs: TimedInput<I>[][] = [];
    for (const seat of this.#busy) {
      const memory = this.memoryOf(seat);
      const head = written ? this.#body.varint() : 0;
      if ((head & 1) === 0) {
        inputs[seat] = [this.#input(tick, memory, head >>> 1)];
        continue;
      }
      const count = head >>> 1;
      if (count > LIMITS.inputBacklogMax) throw new DamagedError('a tick in it consumes more inputs than can wait');
      inputs[seat] = [];
      for (let n = 0; n < count; n++) inputs[seat]!.push(this.#input(tick, memory, this.#body.varint()));
    }
    return inputs;
  }

  #input(tick: number, memory: SeatMemory, code: number): TimedInput<I> {
    const { fields } = this.shape;
    if (code >>> (fields.length + FIELD_SHIFT) !== 0) throw new DamagedError('an input in it has fields that do not exist');
    if ((code & JUMP) !== 0) memory.nextClock += this.#body.signed();
    if ((code & AGED) !== 0) memory.age += this.#body.signed();
    const input: Record<string, number> = {};
    for (let i = 0; i < fields.length; i++) {
      const { kind, name, min, max } = fields[i]!;
      let value = memory.values[i] ?? 0;
      if ((code >> (i + FIELD_SHIFT)) & 1) value = wrap(kind, value + readChange(this.#body, kind));
      if (value < min || value > max) throw new DamagedError(`an input in it has a ${name} out of bounds`);
      memory.values[i] = value;
      input[name] = value;
    }
    return { input: input as I, viewTick: tick - memory.age / VIEW_UNITS, clock: memory.nextClock++ };
  }
}

/** A small field's change takes its byte; a large one's takes what it needs, and wraps: an angle turns the short way. */
function writeChange(out: ByteWriter, kind: FieldKind, change: number): void {
  switch (kind) {
    case 'uint8': case 'int8': out.byte(change); break;
    case 'uint16': case 'int16': out.signed((change << 16) >> 16); break;
    case 'uint32': out.signed(change | 0); break;
  }
}

function readChange(body: ByteReader, kind: FieldKind): number {
  return kind === 'uint8' || kind === 'int8' ? body.byte() : body.signed();
}

function wrap(kind: FieldKind, value: number): number {
  switch (kind) {
    case 'uint8': return value & 0xff;
    case 'int8': return (value << 24) >> 24;
    case 'uint16': return value & 0xffff;
    case 'int16': return (value << 16) >> 16;
    case 'uint32': return value >>> 0;
  }
}

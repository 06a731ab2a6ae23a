// In: joins, leaves and the inputs each tick consumed. Out: a compact log, and back. Run by: recorder, replays, tests.
import { ByteReader, ByteWriter, TruncatedError } from './byte-buffer.ts';
import { LIMITS } from './limits.ts';
import type { SeatInputs, SeatProfile, TimedInput } from './room-type.ts';
import type { Shape } from './shape.ts';

/**
 * Log: uint32 magic, text header (JSON), records. A record is a byte and what it announces:
 * join: seat, profile as JSON. leave: seat. tick: seats that had inputs, then one byte of each column's hash.
 * check: the full hash of each column, every 60 ticks. end: text, why the capture ended.
 * Inputs are coded against the seat's previous one: a byte of changed fields, the fields. The view tick is kept as its age
 * in sixteenths, only when it changes; a seat's clock only when it is not the one that follows.
 */
export const CAPTURE_MAGIC = 0x43425241;
export const CAPTURE_VERSION = 1;
const RECORD = { join: 1, leave: 2, tick: 3, check: 4, end: 5 } as const;
const CLOCK_BIT = 0x80;

export interface CaptureHeader {
  readonly version: number;
  readonly roomType: string;
  readonly roomId: string;
  /** For people; nothing is computed from it. */
  readonly startedAt: string;
  /** The whole world the capture starts from: a match late in a room's life needs nothing from before it. */
  readonly world: unknown;
}

export type CaptureRecord<I> =
  | { readonly kind: 'join'; readonly seat: number; readonly profile: SeatProfile }
  | { readonly kind: 'leave'; readonly seat: number }
  | { readonly kind: 'tick'; readonly inputs: SeatInputs<I>; readonly folds: readonly number[] }
  | { readonly kind: 'check'; readonly hashes: readonly number[] }
  | { readonly kind: 'end'; readonly reason: string };

interface SeatMemory {
  fields: Record<string, number>;
  age: number;
  nextClock: number;
}

const freshMemory = (): SeatMemory => ({ fields: {}, age: 0, nextClock: -1 });

export class CaptureWriter<I extends object> {
  readonly #out = new ByteWriter();
  readonly #shape: Shape<I>;
  readonly #seats = new Map<number, SeatMemory>();

  constructor(shape: Shape<I>, header: CaptureHeader) {
    this.#shape = shape;
    this.#out.put('uint32', CAPTURE_MAGIC);
    this.#out.putText(JSON.stringify(header));
  }

  get length(): number {
    return this.#out.length;
  }

  join(seat: number, profile: SeatProfile): void {
    this.#out.put('uint8', RECORD.join);
    this.#out.put('uint8', seat);
    this.#out.putText(JSON.stringify(profile));
  }

  leave(seat: number): void {
    this.#out.put('uint8', RECORD.leave);
    this.#out.put('uint8', seat);
  }

  /** @param tick the world's tick when the step began, which view ticks are kept against. */
  tick(tick: number, inputs: SeatInputs<I>, hashes: Int32Array): void {
    const out = this.#out;
    let busy = 0;
    for (const list of inputs) if (list !== undefined && list.length > 0) busy++;
    out.put('uint8', RECORD.tick);
    out.put('uint8', busy);
    inputs.forEach((list, seat) => {
      if (list !== undefined && list.length > 0) this.#seatInputs(tick, seat, list);
    });
    out.put('uint8', hashes.length);
    for (const hash of hashes) out.put('uint8', hash & 0xff);
  }

  check(hashes: Int32Array): void {
    this.#out.put('uint8', RECORD.check);
    this.#out.put('uint8', hashes.length);
    for (const hash of hashes) this.#out.put('uint32', hash >>> 0);
  }

  finish(reason: string): Uint8Array<ArrayBuffer> {
    this.#out.put('uint8', RECORD.end);
    this.#out.putText(reason);
    return this.#out.take();
  }

  #seatInputs(tick: number, seat: number, list: readonly TimedInput<I>[]): void {
    const out = this.#out;
    let memory = this.#seats.get(seat);
    if (memory === undefined) this.#seats.set(seat, (memory = freshMemory()));
    const explicitClock = list[0]!.clock !== memory.nextClock;
    out.put('uint8', seat | (explicitClock ? CLOCK_BIT : 0));
    if (explicitClock) out.put('uint32', list[0]!.clock);
    out.put('uint8', list.length);
    for (const { input, viewTick, clock } of list) {
      const age = Math.round((tick - viewTick) * 16);
      out.put('uint8', age === memory.age ? 0 : 1);
      if (age !== memory.age) out.put('uint16', age);
      memory.age = age;
      this.#fields(input as unknown as Record<string, number>, memory);
      memory.nextClock = clock + 1;
    }
  }

  #fields(input: Record<string, number>, memory: SeatMemory): void {
    let changed = 0;
    this.#shape.fields.forEach((f, i) => {
      if (input[f.name] !== (memory.fields[f.name] ?? 0)) changed |= 1 << i;
    });
    this.#out.put('uint8', changed);
    this.#shape.fields.forEach((f, i) => {
      if (((changed >> i) & 1) === 0) return;
      this.#out.put(f.kind, input[f.name]!);
      memory.fields[f.name] = input[f.name]!;
    });
  }
}

export type ReadCapture =
  | { readonly ok: true; readonly header: CaptureHeader; readonly body: ByteReader }
  | { readonly ok: false; readonly reason: string };

/** Reads the header; never throws on foreign bytes. */
export function openCapture(bytes: Uint8Array): ReadCapture {
  try {
    const body = new ByteReader(bytes);
    if (bytes.length > LIMITS.captureBytesMax * 2) return { ok: false, reason: 'the file is longer than any capture' };
    if (body.get('uint32') !== CAPTURE_MAGIC) return { ok: false, reason: 'this is not a capture' };
    const header = JSON.parse(body.getText()) as CaptureHeader;
    if (typeof header !== 'object' || header === null || typeof header.roomType !== 'string') {
      return { ok: false, reason: 'the header is damaged' };
    }
    if (header.version !== CAPTURE_VERSION) return { ok: false, reason: `version ${header.version} is not ${CAPTURE_VERSION}` };
    return { ok: true, header, body };
  } catch (error) {
    return { ok: false, reason: error instanceof TruncatedError ? error.message : 'the header is damaged' };
  }
}

/** Walks the records behind a header. @throws TruncatedError, or Error on an unknown record. */
export function* readRecords<I extends object>(body: ByteReader, shape: Shape<I>, startTick: number): Generator<CaptureRecord<I>> {
  const seats = new Map<number, SeatMemory>();
  let tick = startTick;
  while (!body.done) {
    const kind = body.get('uint8');
    switch (kind) {
      case RECORD.join: yield { kind: 'join', seat: body.get('uint8'), profile: JSON.parse(body.getText()) as SeatProfile }; break;
      case RECORD.leave: yield { kind: 'leave', seat: body.get('uint8') }; break;
      case RECORD.tick: yield readTick(body, shape, seats, tick++); break;
      case RECORD.check: yield { kind: 'check', hashes: readMany(body, 'uint32') }; break;
      case RECORD.end: yield { kind: 'end', reason: body.getText() }; return;
      default: throw new Error(`the capture has an unknown record ${kind}`);
    }
  }
  throw new TruncatedError('the capture has no end: it was cut off');
}

function readTick<I extends object>(body: ByteReader, shape: Shape<I>, seats: Map<number, SeatMemory>, tick: number): CaptureRecord<I> {
  const inputs: TimedInput<I>[][] = [];
  for (let busy = body.get('uint8'); busy > 0; busy--) {
    const head = body.get('uint8');
    const seat = head & ~CLOCK_BIT;
    let memory = seats.get(seat);
    if (memory === undefined) seats.set(seat, (memory = freshMemory()));
    if ((head & CLOCK_BIT) !== 0) memory.nextClock = body.get('uint32');
    const list: TimedInput<I>[] = [];
    for (let count = body.get('uint8'); count > 0; count--) {
      if (body.get('uint8') === 1) memory.age = body.get('uint16');
      const changed = body.get('uint8');
      const input: Record<string, number> = {};
      shape.fields.forEach((f, i) => {
        input[f.name] = ((changed >> i) & 1) === 1 ? body.get(f.kind) : (memory.fields[f.name] ?? 0);
      });
      memory.fields = input;
      list.push({ input: input as I, viewTick: tick - memory.age / 16, clock: memory.nextClock++ });
    }
    inputs[seat] = list;
  }
  return { kind: 'tick', inputs, folds: readMany(body, 'uint8') };
}

function readMany(body: ByteReader, kind: 'uint8' | 'uint32'): number[] {
  const values: number[] = [];
  for (let count = body.get('uint8'); count > 0; count--) values.push(body.get(kind));
  return values;
}

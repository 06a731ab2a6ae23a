// In: joins, leaves, the inputs each tick consumed, and hashes. Out: a compact log, and back. Run by: recorder, replays, tests.
import { ByteReader, ByteWriter, DamagedError } from './byte-buffer.ts';
import { CaptureInputReader, CaptureInputWriter } from './capture-inputs.ts';
import { LIMITS } from './limits.ts';
import type { SeatInputs, SeatProfile, TimedInput, World } from './room-type.ts';
import type { Shape } from './shape.ts';

/**
 * Log: the magic word, the version as a byte, the header as JSON, records. A record is a byte and what it announces; those of a tick have the
 * highest bit set, and the others tell what lies behind them in the byte. A tick in which nobody did anything new and
 * nothing but the tick's number changed is one byte.
 * Of each other tick the log has both sums of the world's hashes, which one changed number always changes, so the first
 * tick that differs is known for certain; a bit for each column that changed, and the highest byte of its hash, which
 * name the field: a byte misses one difference in 256, and then the check record does not, which has all 32 bits.
 * Files are this log as gzip, whose checksum tells damage from difference.
 */
export const CAPTURE_MAGIC = 0x43425241;
export const CAPTURE_VERSION = 2;
const RECORD = { join: 1, leave: 2, columns: 3, check: 4, threw: 5, end: 6 } as const;
const TICK = { mark: 0x80, seats: 1, inputs: 2, hashes: 4 } as const;
/** Columns a world may have: the arena has 72. */
const COLUMNS_MAX = 4_096;
/** The column that changes in every tick and is therefore not worth a record. */
const TICK_COLUMN = 'tick';

export interface CaptureHeader {
  readonly roomType: string;
  readonly roomId: string;
  /** For people; nothing is computed from it. */
  readonly startedAt: string;
  /** The whole world the capture starts from: a match late in a room's life needs nothing from before it. */
  readonly world: World;
}

/** What a hasher says of a world after a tick. */
export interface WorldHashes {
  readonly names: readonly string[];
  readonly hashes: Int32Array;
  readonly total: number;
  readonly plain: number;
}

/** What a capture knows of the world after a tick. */
export interface HashRecord {
  readonly total: number;
  readonly plain: number;
  /** By column: whether the hash is another than a tick before, and the highest byte of it. */
  readonly changed: readonly boolean[];
  readonly bytes: readonly number[];
}

export type CaptureRecord<I> =
  | { readonly kind: 'join'; readonly seat: number; readonly profile: SeatProfile }
  | { readonly kind: 'leave'; readonly seat: number }
  /** Columns met in the next tick for the first time. */
  | { readonly kind: 'columns'; readonly names: readonly string[] }
  /** Without `hashes`, no column but the tick's changed. */
  | { readonly kind: 'tick'; readonly inputs: SeatInputs<I>; readonly hashes: HashRecord | undefined }
  | { readonly kind: 'check'; readonly hashes: readonly number[] }
  /** The step threw: the room ended here. */
  | { readonly kind: 'threw'; readonly inputs: SeatInputs<I>; readonly message: string }
  | { readonly kind: 'end'; readonly reason: string };

/** Methods are called in the order in which things happened. */
export class CaptureWriter<I extends object> {
  readonly #out = new ByteWriter();
  readonly #inputs: CaptureInputWriter<I>;
  #tick: number;
  #columns = 0;
  #tickColumn = -1;
  #last = new Int32Array(0);
  readonly #changed: boolean[] = [];

  constructor(shape: Shape<I>, header: CaptureHeader) {
    this.#tick = header.world.tick;
    this.#out.word(CAPTURE_MAGIC);
    this.#out.byte(CAPTURE_VERSION);
    this.#out.text(JSON.stringify(header));
    this.#inputs = new CaptureInputWriter(this.#out, shape);
  }

  get length(): number {
    return this.#out.length;
  }

  join(seat: number, profile: SeatProfile): void {
    this.#out.byte(RECORD.join);
    this.#out.byte(seat);
    this.#out.text(JSON.stringify(profile));
    this.#inputs.forget(seat);
  }

  leave(seat: number): void {
    this.#out.byte(RECORD.leave);
    this.#out.byte(seat);
  }

  /** @throws RangeError on inputs that are not of the shape. */
  tick(inputs: SeatInputs<I>, after: WorldHashes): void {
    if (after.names.length > this.#columns) this.#newColumns(after.names);
    const headAt = this.#out.length;
    this.#out.byte(0);
    const head = TICK.mark | this.#inputsOf(inputs) | (this.#hashes(after) ? TICK.hashes : 0);
    this.#out.setByte(headAt, head);
    this.#tick++;
  }

  check({ hashes }: WorldHashes): void {
    this.#out.byte(RECORD.check);
    for (const hash of hashes) this.#out.word(hash);
  }

  threw(inputs: SeatInputs<I>, message: string): void {
    this.#out.byte(RECORD.threw);
    const headAt = this.#out.length;
    this.#out.byte(0);
    this.#out.setByte(headAt, this.#inputsOf(inputs));
    this.#out.text(message);
  }

  finish(reason: string): Uint8Array<ArrayBuffer> {
    this.#out.byte(RECORD.end);
    this.#out.text(reason);
    return this.#out.take();
  }

  /** Takes back an unfinished record, so that what came before it stays a capture. */
  truncate(length: number): void {
    this.#out.truncate(length);
  }

  #inputsOf(inputs: SeatInputs<I>): number {
    const seats = this.#inputs.writeSeats(inputs) ? TICK.seats : 0;
    return seats | (this.#inputs.writeInputs(this.#tick, inputs) ? TICK.inputs : 0);
  }

  #newColumns(names: readonly string[]): void {
    this.#out.byte(RECORD.columns);
    this.#out.varint(names.length - this.#columns);
    for (const name of names.slice(this.#columns)) this.#out.text(name);
    this.#columns = names.length;
    this.#tickColumn = names.indexOf(TICK_COLUMN);
    const longer = new Int32Array(names.length);
    longer.set(this.#last);
    this.#last = longer;
  }

  #hashes({ hashes, total, plain }: WorldHashes): boolean {
    const out = this.#out;
    let changes = 0;
    for (let i = 0; i < hashes.length; i++) {
      this.#changed[i] = hashes[i] !== this.#last[i];
      if (this.#changed[i] && i !== this.#tickColumn) changes++;
    }
    if (changes > 0) {
      out.word(total);
      out.word(plain);
      for (let i = 0; i < hashes.length; i += 8) {
        let bits = 0;
        for (let bit = 0; bit < 8; bit++) if (this.#changed[i + bit]) bits |= 1 << bit;
        out.byte(bits);
      }
      for (let i = 0; i < hashes.length; i++) if (this.#changed[i]) out.byte(highByte(hashes[i]!));
    }
    this.#last.set(hashes);
    return changes > 0;
  }
}

/** The byte of a column's hash that every bit of its values reaches. */
export function highByte(hash: number): number {
  return hash >>> 24;
}

export type OpenedCapture =
  | { readonly ok: true; readonly header: CaptureHeader; readonly body: ByteReader }
  | { readonly ok: false; readonly reason: string };

/** Reads the header; never throws, whatever the bytes. */
export function openCapture(bytes: Uint8Array): OpenedCapture {
  if (bytes.length > LIMITS.captureBytesMax * 2) return { ok: false, reason: 'the file is longer than any capture' };
  try {
    const body = new ByteReader(bytes);
    if (bytes.length < 4 || body.word() !== CAPTURE_MAGIC) return { ok: false, reason: 'this is not a capture' };
    const version = body.byte();
    if (version !== CAPTURE_VERSION) return { ok: false, reason: `this capture is of version ${version}, this build reads version ${CAPTURE_VERSION}` };
    const header = (body.json() ?? {}) as Partial<CaptureHeader>;
    const { roomType, roomId, startedAt, world } = header;
    if (typeof roomType !== 'string' || typeof roomId !== 'string' || typeof startedAt !== 'string' || !isWorld(world)) {
      return { ok: false, reason: 'the header is damaged' };
    }
    return { ok: true, header: { roomType, roomId, startedAt, world }, body };
  } catch (error) {
    if (error instanceof DamagedError) return { ok: false, reason: `the header is damaged: ${error.message}` };
    throw error;
  }
}

function isWorld(value: unknown): value is World {
  const world = value as Partial<World> | null | undefined;
  return typeof world === 'object' && world !== null && Number.isInteger(world.tick) && Array.isArray(world.players);
}

/** What reading needs to know of a room type. */
export interface CapturedType<I> {
  readonly input: Shape<I>;
  readonly seatsMax: number;
}

/** Walks the records behind a header. @throws DamagedError where they make no sense or have no end. */
export function* readRecords<I extends object>(body: ByteReader, type: CapturedType<I>, startTick: number): Generator<CaptureRecord<I>> {
  const inputs = new CaptureInputReader(body, type.input, type.seatsMax);
  const hashes = new HashReader(body);
  const inputsOf = (tick: number, head: number): TimedInput<I>[][] => {
    if (head & TICK.seats) inputs.readSeats();
    return inputs.readInputs(tick, (head & TICK.inputs) !== 0);
  };
  let tick = startTick;
  while (!body.done) {
    const head = body.byte();
    if (head & TICK.mark) {
      if (head > (TICK.mark | TICK.seats | TICK.inputs | TICK.hashes)) throw new DamagedError(`it has an unknown record ${head}`);
      const taken = inputsOf(tick++, head);
      yield { kind: 'tick', inputs: taken, hashes: head & TICK.hashes ? hashes.read() : undefined };
      continue;
    }
    switch (head) {
      case RECORD.join: {
        const seat = readSeat(body, type.seatsMax);
        inputs.forget(seat);
        yield { kind: 'join', seat, profile: readProfile(body) };
        break;
      }
      case RECORD.leave: yield { kind: 'leave', seat: readSeat(body, type.seatsMax) }; break;
      case RECORD.columns: yield { kind: 'columns', names: hashes.readNames() }; break;
      case RECORD.check: yield { kind: 'check', hashes: hashes.readAll() }; break;
      case RECORD.threw: yield { kind: 'threw', inputs: inputsOf(tick, body.byte()), message: body.text() }; break;
      case RECORD.end: yield { kind: 'end', reason: body.text() }; return;
      default: throw new DamagedError(`it has an unknown record ${head}`);
    }
  }
  throw new DamagedError('it has no end: it was cut off');
}

class HashReader {
  readonly #body: ByteReader;
  readonly #bytes: number[] = [];

  constructor(body: ByteReader) {
    this.#body = body;
  }

  readNames(): string[] {
    const count = this.#body.varint();
    if (this.#bytes.length + count > COLUMNS_MAX) throw new DamagedError('it has more columns than any world');
    const names: string[] = [];
    for (let n = 0; n < count; n++) {
      names.push(this.#body.text());
      this.#bytes.push(0);
    }
    return names;
  }

  read(): HashRecord {
    const body = this.#body;
    const total = body.word();
    const plain = body.word();
    const changed: boolean[] = [];
    for (let i = 0; i < this.#bytes.length; i += 8) {
      const bits = body.byte();
      for (let bit = 0; bit < 8 && i + bit < this.#bytes.length; bit++) changed.push(((bits >> bit) & 1) === 1);
    }
    for (let i = 0; i < changed.length; i++) if (changed[i]) this.#bytes[i] = body.byte();
    return { total, plain, changed, bytes: this.#bytes };
  }

  readAll(): number[] {
    return this.#bytes.map(() => this.#body.word());
  }
}

function readSeat(body: ByteReader, seatsMax: number): number {
  const seat = body.byte();
  if (seat >= seatsMax) throw new DamagedError('a seat in it does not exist');
  return seat;
}

function readProfile(body: ByteReader): SeatProfile {
  const { name, team, bot } = (body.json() ?? {}) as Partial<SeatProfile>;
  if (typeof name !== 'string' || typeof team !== 'number' || typeof bot !== 'boolean') {
    throw new DamagedError('a player in it has no name, team or kind');
  }
  return { name, team, bot };
}

// In: numbers and text, or bytes. Out: bytes, or the same again. Run by: the capture format.
import { readField, writeField, type FieldKind } from './shape.ts';

const BYTES: Record<FieldKind, number> = { uint8: 1, int8: 1, uint16: 2, int16: 2, uint32: 4 };

export class ByteWriter {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  put(kind: FieldKind, value: number): void {
    this.#reserve(4);
    this.#length = writeField(this.#view, this.#length, kind, value);
  }

  /** Text as a uint32 of its bytes and the bytes. */
  putText(text: string): void {
    this.putBytes(new TextEncoder().encode(text));
  }

  putBytes(bytes: Uint8Array): void {
    this.#reserve(4 + bytes.length);
    this.put('uint32', bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A copy of what was written. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** The bytes ended in the middle of something. */
export class TruncatedError extends Error {}

export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** @throws TruncatedError */
  get(kind: FieldKind): number {
    const at = this.#skip(BYTES[kind]);
    return readField(this.#view, at, kind);
  }

  /** @throws TruncatedError */
  getText(): string {
    const length = this.get('uint32');
    const at = this.#skip(length);
    return new TextDecoder().decode(this.#bytes.subarray(at, at + length));
  }

  #skip(count: number): number {
    const at = this.#at;
    if (at + count > this.#bytes.length) throw new TruncatedError('the capture ends in the middle of a record');
    this.#at += count;
    return at;
  }
}

// In: numbers and text, or bytes. Out: bytes, or the same again. Run by: the capture format.

/** Grows by doubling; a capture is some megabytes, and copying four takes about a millisecond. */
export class ByteWriter {
  #bytes = new Uint8Array(65_536);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** One byte: the lowest eight bits. */
  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** Replaces a byte written before. */
  setByte(at: number, value: number): void {
    this.#bytes[at] = value;
  }

  /** The lowest 32 bits, little-endian. */
  word(value: number): void {
    this.byte(value);
    this.byte(value >>> 8);
    this.byte(value >>> 16);
    this.byte(value >>> 24);
  }

  /** A whole number from 0 to 2^32 - 1 in one to five bytes, small ones in one. */
  varint(value: number): void {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** A whole number of 32 bits with a sign; those near 0 take one byte. */
  signed(value: number): void {
    this.varint((value << 1) ^ (value >> 31));
  }

  text(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.varint(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Takes back what was written behind `length`. */
  truncate(length: number): void {
    this.#length = length;
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
  }
}

/** The bytes are not what a writer of this build writes; the message says why, for people. */
export class DamagedError extends Error {}

/** Every method throws DamagedError where the bytes end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    const at = this.#at;
    if (at >= this.#bytes.length) throw new DamagedError('it ends in the middle of a record: it was cut off');
    this.#at = at + 1;
    return this.#bytes[at]!;
  }

  /** 32 bits with a sign. */
  word(): number {
    return this.byte() | (this.byte() << 8) | (this.byte() << 16) | (this.byte() << 24);
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new DamagedError('a number in it is too long');
  }

  signed(): number {
    const value = this.varint();
    return (value >>> 1) ^ -(value & 1);
  }

  text(): string {
    const length = this.varint();
    const at = this.#at;
    if (at + length > this.#bytes.length) throw new DamagedError('it ends in the middle of a text: it was cut off');
    this.#at += length;
    return new TextDecoder().decode(this.#bytes.subarray(at, at + length));
  }

  json(): unknown {
    const text = this.text();
    try {
      return JSON.parse(text);
    } catch {
      throw new DamagedError('a text in it is not JSON');
    }
  }
}

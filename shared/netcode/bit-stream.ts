// In: small whole numbers. Out: them in as many bits as they need, and back. Run by: motion-codec, launch-codec.

const BITS_AT_ONCE = 16;
const VALUES_AT_ONCE = 1 << BITS_AT_ONCE;

/** How many values fit into 0 to 32 bits; a shift alone knows no 2^31 and 2^32. */
export function valuesOf(bits: number): number {
  return bits <= 30 ? 1 << bits : (1 << 30) * (1 << (bits - 30));
}

/** Bits that `golomb` takes. */
export function golombBits(value: number, order: number): number {
  return 2 * (31 - Math.clz32(value + (1 << order))) + 1 - order;
}

export class BitWriter {
  #bytes = new Uint8Array(256);
  #length = 0;
  #held = 0;
  #bits = 0;

  /** @param value 0 to 2^bits - 1, up to 32 bits; the highest goes first. */
  write(value: number, bits: number): void {
    if (bits > BITS_AT_ONCE) {
      this.#put(Math.floor(value / VALUES_AT_ONCE), bits - BITS_AT_ONCE);
      this.#put(value % VALUES_AT_ONCE, BITS_AT_ONCE);
    } else this.#put(value, bits);
  }

  /** Exp-Golomb of an order: the nearer to 2^order, the fewer bits; up to 16 bits of value (Teuhola 1978). */
  golomb(value: number, order: number): void {
    const shifted = value + (1 << order);
    const log = 31 - Math.clz32(shifted);
    this.write(0, log - order);
    this.write(shifted, log + 1);
  }

  /** All written so far, filled up with zeros to a whole byte; empties the writer. */
  take(): Uint8Array {
    if (this.#bits > 0) this.#put(0, 8 - this.#bits);
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #put(value: number, bits: number): void {
    this.#held = (this.#held << bits) | value;
    this.#bits += bits;
    while (this.#bits >= 8) {
      this.#bits -= 8;
      if (this.#length === this.#bytes.length) this.#grow();
      this.#bytes[this.#length++] = this.#held >>> this.#bits;
    }
    this.#held &= (1 << this.#bits) - 1;
  }

  #grow(): void {
    const longer = new Uint8Array(this.#bytes.length * 2);
    longer.set(this.#bytes);
    this.#bytes = longer;
  }
}

/** Behind the end it reads zeros, and says so afterwards. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether all bytes were read, and nothing behind them. */
  get isDone(): boolean {
    return Math.ceil(this.#at / 8) === this.#bytes.length;
  }

  /** Whether more was read than there is. */
  get isPast(): boolean {
    return this.#at > this.#bytes.length * 8;
  }

  read(bits: number): number {
    let value = 0;
    for (let left = bits; left > 0;) {
      const inByte = Math.min(left, 8 - (this.#at & 7));
      const byte = this.#bytes[this.#at >> 3] ?? 0;
      value = value * (1 << inByte) + ((byte >> (8 - (this.#at & 7) - inByte)) & ((1 << inByte) - 1));
      this.#at += inByte;
      left -= inByte;
    }
    return value;
  }

  golomb(order: number): number {
    let log = order;
    while (this.read(1) === 0) if (++log > 17) return 0;
    return this.read(log) + (1 << log) - (1 << order);
  }
}

// In: every frame a client sends, and when. Out: a verdict before any decoder, inputs for the room, counts of refusals.
// Run by: guarded-transport, one per connection. Knows no socket and no clock, so tests run it in virtual time.
import { InputDecoder, type DecodeResult, type WireInput } from '../../shared/netcode/input-codec.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { OPCODE_INPUT } from '../../shared/netcode/protocol.ts';
import type { Shape } from '../../shared/netcode/shape.ts';
import { FRAME_REFUSALS, type FrameRefusal } from '../../shared/netcode/verdicts.ts';
import { isPlainMsgpack } from './msgpack-check.ts';
import { TokenBucket } from './token-bucket.ts';

/** Where a room takes a connection's inputs from. Called while the frame is judged; should not throw. */
export interface InputSink {
  accept(inputs: readonly WireInput<object>[]): void;
  /** Inputs of a frame over the rate: they count for the acknowledgement, but nothing is to happen. */
  overBudget(count: number): void;
  /** An input frame was not what the shape declares: 'length', 'shape' or 'bounds'. */
  refused(reason: FrameRefusal): void;
}

/**
 * pass: for Colyseus. taken: an input frame, dealt with. refused: dropped and counted. warn: the same, and it is time to say
 * so. remove: dropped, counted, and the last straw; the caller closes the connection with `CLOSE.abuse`, the guard is deaf
 * from here on.
 */
export type FrameVerdict = 'pass' | 'taken' | 'refused' | 'warn' | 'remove';

/** The Colyseus frames a client of this game sends; everything else it knows stays outside its decoders. */
const OPCODE = { joinAck: 10, leave: 12, roomData: 13, ping: 18 } as const;

/** Colyseus routes byte messages by names with this prefix, and everything by the star: neither is a name to send. */
const RESERVED_NAME = /^(_\$b|\*$)/;

export interface FrameGuardOptions {
  readonly nowMs: number;
  /** Whether the room handles messages of this type (a number, or a name of printable ASCII). */
  readonly takesMessage: (type: string | number) => boolean;
  /** Told of every refusal once, for counters of the process. */
  readonly onRefusal?: (reason: FrameRefusal) => void;
}

export class FrameGuard {
  readonly #takesMessage: (type: string | number) => boolean;
  readonly #onRefusal: ((reason: FrameRefusal) => void) | undefined;
  readonly #inputRate: TokenBucket;
  readonly #commandRate: TokenBucket;
  readonly #refusals: Record<FrameRefusal, number>;
  /** Moments of the last refusals that count against the connection, as a ring. */
  readonly #strikesMs = new Float64Array(LIMITS.refusalsMax).fill(-Infinity);
  #strikes = 0;
  #warned = false;
  #phase: 'new' | 'offered' | 'joined' | 'closing' = 'new';
  #decoder: InputDecoder<object> | undefined;
  #sink: InputSink | undefined;

  constructor(options: FrameGuardOptions) {
    this.#takesMessage = options.takesMessage;
    this.#onRefusal = options.onRefusal;
    this.#inputRate = new TokenBucket(LIMITS.framesPerSecMax, LIMITS.framesBurstMax, options.nowMs);
    this.#commandRate = new TokenBucket(LIMITS.commandsPerSecMax, LIMITS.commandsBurstMax, options.nowMs);
    this.#refusals = Object.fromEntries(FRAME_REFUSALS.map((reason) => [reason, 0])) as Record<FrameRefusal, number>;
  }

  /** Counts by reason since the connection opened. */
  get refusals(): Readonly<Record<FrameRefusal, number>> {
    return this.#refusals;
  }

  get joined(): boolean {
    return this.#phase === 'joined';
  }

  /** The server has offered the join: from here on an acknowledgement makes sense. */
  offerJoin(): void {
    if (this.#phase === 'new') this.#phase = 'offered';
  }

  /** Deaf from here on: whatever still comes in is counted as 'closing' and goes nowhere. */
  close(): void {
    this.#phase = 'closing';
    this.detachInputs();
  }

  /** Input frames from now on are decoded by `shape`, from a fresh baseline, and go to `sink`. */
  attachInputs<I extends object>(shape: Shape<I>, sink: InputSink): void {
    if (this.#phase === 'closing') return;
    this.#decoder = new InputDecoder(shape);
    this.#sink = sink;
  }

  detachInputs(): void {
    this.#decoder = undefined;
    this.#sink = undefined;
  }

  /** Judges one frame. Never throws on account of its bytes; a refused one changes nothing but counts. */
  judge(frame: Uint8Array, isBinary: boolean, nowMs: number): FrameVerdict {
    if (this.#phase === 'closing') return this.refuse('closing', nowMs);
    if (!isBinary) return this.refuse('text', nowMs);
    switch (frame[0]) {
      case undefined: return this.refuse('empty', nowMs);
      case OPCODE_INPUT: return this.#judgeInput(frame, nowMs);
      case OPCODE.joinAck: return this.#judgeJoinAck(frame, nowMs);
      case OPCODE.roomData: return this.#judgeMessage(frame, nowMs);
      case OPCODE.ping: return this.#judgePing(frame, nowMs);
      case OPCODE.leave: return this.#judgeLeave(frame, nowMs);
      default: return this.refuse('opcode', nowMs);
    }
  }

  /** A WebSocket ping or pong came in: they cost work as well, so they have a rate as well. */
  judgeControl(nowMs: number): FrameVerdict {
    if (this.#phase === 'closing') return 'refused';
    return this.#commandRate.take(nowMs) ? 'taken' : this.refuse('rate', nowMs);
  }

  /**
   * Counts a refusal that was found here or by the caller (a frame too long for the WebSocket layer, a slow reader).
   * 'closing' and 'not-joined' are no offence: frames cross a close on the wire, and a join has its own time limit.
   */
  refuse(reason: FrameRefusal, nowMs: number): FrameVerdict {
    this.#refusals[reason]++;
    this.#onRefusal?.(reason);
    if (reason === 'closing' || reason === 'not-joined') return 'refused';
    const slot = this.#strikes++ % LIMITS.refusalsMax;
    this.#strikesMs[slot] = nowMs;
    if (this.#strikesSince(nowMs, LIMITS.refusalsMax)) {
      this.close();
      return 'remove';
    }
    if (this.#warned || !this.#strikesSince(nowMs, LIMITS.refusalsWarn)) return 'refused';
    this.#warned = true;
    return 'warn';
  }

  /** Whether the last `count` strikes all lie within the window. */
  #strikesSince(nowMs: number, count: number): boolean {
    const slot = (this.#strikes - count + LIMITS.refusalsMax) % LIMITS.refusalsMax;
    return this.#strikes >= count && nowMs - this.#strikesMs[slot]! <= LIMITS.refusalsWindowMs;
  }

  #judgeInput(frame: Uint8Array, nowMs: number): FrameVerdict {
    const inRate = this.#inputRate.take(nowMs);
    const sink = this.#sink;
    if (this.#phase !== 'joined' || this.#decoder === undefined || sink === undefined) {
      return this.refuse(inRate ? 'not-joined' : 'rate', nowMs);
    }
    // Decoded even over the rate: each frame is a difference to the one before, and the inputs must be counted.
    const result: DecodeResult<object> = this.#decoder.decode(frame);
    if (!result.ok) {
      sink.refused(result.reason);
      return this.refuse(result.reason, nowMs);
    }
    if (!inRate) {
      sink.overBudget(result.inputs.length);
      return this.refuse('rate', nowMs);
    }
    sink.accept(result.inputs);
    return 'taken';
  }

  #judgeJoinAck(frame: Uint8Array, nowMs: number): FrameVerdict {
    if (frame.length !== 1) return this.refuse('length', nowMs);
    if (this.#phase === 'joined') return this.refuse('opcode', nowMs);
    if (this.#phase !== 'offered') return this.refuse('not-joined', nowMs);
    this.#phase = 'joined';
    return 'pass';
  }

  #judgeLeave(frame: Uint8Array, nowMs: number): FrameVerdict {
    if (frame.length !== 1) return this.refuse('length', nowMs);
    if (this.#phase === 'new') return this.refuse('not-joined', nowMs);
    this.close();
    return 'pass';
  }

  #judgePing(frame: Uint8Array, nowMs: number): FrameVerdict {
    if (frame.length !== 1) return this.refuse('length', nowMs);
    if (!this.#commandRate.take(nowMs)) return this.refuse('rate', nowMs);
    return this.#phase === 'new' ? this.refuse('not-joined', nowMs) : 'pass';
  }

  #judgeMessage(frame: Uint8Array, nowMs: number): FrameVerdict {
    if (frame.length > LIMITS.commandBytesMax) return this.refuse('length', nowMs);
    if (!this.#commandRate.take(nowMs)) return this.refuse('rate', nowMs);
    if (this.#phase !== 'joined') return this.refuse('not-joined', nowMs);
    const header = readMessageType(frame);
    if (header === undefined || !this.#takesMessage(header.type)) return this.refuse('shape', nowMs);
    if (header.end < frame.length && !isPlainMsgpack(frame, header.end, PAYLOAD_BOUNDS)) return this.refuse('shape', nowMs);
    return 'pass';
  }
}

const PAYLOAD_BOUNDS = { valuesMax: LIMITS.commandValuesMax, depthMax: LIMITS.commandDepthMax };

/** The type of a room message as the SDK writes it: a number up to 255, or up to 31 bytes of printable ASCII. */
function readMessageType(frame: Uint8Array): { readonly type: string | number; readonly end: number } | undefined {
  const head = frame[1];
  if (head === undefined) return undefined;
  if (head <= 0x7f) return { type: head, end: 2 };
  if (head === 0xcc) return frame.length > 2 ? { type: frame[2]!, end: 3 } : undefined;
  const length = head & 0x1f;
  if ((head & 0xe0) !== 0xa0 || length === 0 || length > LIMITS.commandNameMax || frame.length < 2 + length) return undefined;
  const bytes = frame.subarray(2, 2 + length);
  if (bytes.some((byte) => byte < 0x20 || byte > 0x7e)) return undefined;
  const type = String.fromCharCode(...bytes);
  return RESERVED_NAME.test(type) ? undefined : { type, end: 2 + length };
}


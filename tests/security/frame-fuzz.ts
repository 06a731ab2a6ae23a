// In: a seed. Out: hostile frames of every kind at one connection of a live match, and proof that what is refused changes
// nothing. Run by: fuzz.test.ts (a million frames), fuzz.ts (as many as one likes).
import { FrameGuard, type InputSink } from '../../server/netcode/frame-guard.ts';
import { InputGate } from '../../server/netcode/input-gate.ts';
import { InputEncoder, type WireInput } from '../../shared/netcode/input-codec.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { AnyRoomType, World } from '../../shared/netcode/room-type.ts';
import { FRAME_REFUSALS, type FrameRefusal } from '../../shared/netcode/verdicts.ts';
import { ColumnHasher } from '../../shared/sim/hash.ts';
import { nextFloat, nextInt, nextUint32, seedRandom, type RandomState } from '../../shared/sim/random.ts';

export interface FuzzResult {
  readonly frames: number;
  readonly passed: number;
  readonly taken: number;
  readonly refused: Readonly<Record<FrameRefusal, number>>;
}

/** Frames a guard sees before a new connection takes its place; most connections are removed sooner. */
const FRAMES_PER_CONNECTION = 400;
/** Frames of the fuzzed seat in one tick, on average: of most connections, and of those that flood. */
const FRAMES_PER_TICK = 4;
const FLOOD_PER_TICK = 40;
const TICK_MS = 1000 / 60;

/** A seat of a match behind a guard and a gate of its own. */
class Side implements InputSink {
  readonly #type: AnyRoomType;
  readonly world: World;
  readonly gate: InputGate<object>;
  readonly #hasher: ColumnHasher;
  guard!: FrameGuard;
  #accepted = 0;

  constructor(type: AnyRoomType, seed: number) {
    const config = type.parseOptions({ botsMin: 0 });
    if (!config.ok) throw new Error(config.reason);
    this.#type = type;
    this.world = type.createWorld(config.value, seed);
    this.gate = new InputGate({ seatsMax: type.seatsMax, tickHz: type.tickHz });
    this.#hasher = new ColumnHasher(type.unhashed);
    for (const seat of [0, 1]) {
      this.gate.open(seat);
      type.join(this.world, seat, { name: `p${seat}`, team: 0, bot: false });
    }
    this.connect(0);
  }

  connect(nowMs: number): void {
    this.guard = new FrameGuard({ nowMs, takesMessage: (name) => name === 'presence' });
    this.guard.offerJoin();
    this.guard.judge(Uint8Array.of(10), true, nowMs);
    this.guard.attachInputs(this.#type.input, this);
    this.gate.suspend(0);
    this.gate.resume(0);
  }

  accept(inputs: readonly WireInput<object>[]): void {
    this.#accepted += inputs.length;
    this.gate.push(0, inputs);
  }

  overBudget(count: number): void { this.gate.refuse(0, count); }
  refused(): void { /* counted by the guard */ }

  get accepted(): number { return this.#accepted; }

  tick(): number {
    const { tick } = this.world;
    this.#type.step(this.world, [this.gate.take(0, tick, 50), this.gate.take(1, tick, 50)], () => {});
    this.#hasher.hash(this.world);
    return this.#hasher.total;
  }
}

/**
 * Plays the same match twice: one side gets every frame, the other only those that were not refused on the first. The
 * hashes of both worlds must be equal after every tick, so a refused byte has no effect, now or on later frames.
 * @throws Error naming seed and frame where they are not, or where anything throws.
 */
export function fuzzFrames(type: AnyRoomType, seed: number, frames: number): FuzzResult {
  const random = seedRandom(seed);
  const maker = new FrameMaker(type, random);
  const all = new Side(type, seed);
  const legal = new Side(type, seed);
  const refused = Object.fromEntries(FRAME_REFUSALS.map((reason) => [reason, 0])) as Record<FrameRefusal, number>;
  const counts = { passed: 0, taken: 0 };
  let nowMs = 0;
  let ofConnection = 0;
  for (let n = 0; n < frames; n++) {
    const { frame, isBinary } = maker.next();
    const before = all.accepted;
    const verdict = all.guard.judge(frame, isBinary, nowMs);
    const isLegal = verdict === 'taken' || verdict === 'pass';
    if (!isLegal && all.accepted !== before) throw new Error(`seed ${seed}, frame ${n}: refused and yet its inputs were taken`);
    if (verdict === 'taken') counts.taken++;
    if (verdict === 'pass') counts.passed++;
    // Over the rate a frame is refused but counted for the acknowledgement, which the other side must count as well.
    if (isLegal || all.guard.refusals.rate > legal.guard.refusals.rate) legal.guard.judge(frame, isBinary, nowMs);
    if (verdict === 'remove' || isGoodbye(frame, verdict) || ++ofConnection >= FRAMES_PER_CONNECTION) {
      for (const reason of FRAME_REFUSALS) refused[reason] += all.guard.refusals[reason];
      ofConnection = 0;
      maker.connect();
      for (const side of [all, legal]) side.connect(nowMs);
    }
    if (nextInt(random, maker.floods ? FLOOD_PER_TICK : FRAMES_PER_TICK) !== 0) continue;
    nowMs += TICK_MS;
    if (all.tick() !== legal.tick()) throw new Error(`seed ${seed}, frame ${n}: the world is another because of refused frames`);
  }
  for (const reason of FRAME_REFUSALS) refused[reason] += all.guard.refusals[reason];
  return { frames, ...counts, refused };
}

function isGoodbye(frame: Uint8Array, verdict: string): boolean {
  return verdict === 'pass' && frame[0] === 12;
}

interface Made { readonly frame: Uint8Array; readonly isBinary: boolean }

/** Frames from honest to noise, and everything in between: the closer to honest, the deeper they get. */
class FrameMaker {
  readonly #type: AnyRoomType;
  readonly #random: RandomState;
  readonly #encoder: InputEncoder<object>;
  readonly #past: Uint8Array[] = [];
  /** This connection sends what it may, but far too much of it. */
  floods = false;

  constructor(type: AnyRoomType, random: RandomState) {
    this.#type = type;
    this.#random = random;
    this.#encoder = new InputEncoder(type.input);
  }

  connect(): void {
    this.#encoder.reset();
    this.floods = this.#int(8) === 0;
  }

  next(): Made {
    const kind = this.floods ? 0 : this.#int(16);
    if (kind < 5) return this.#made(this.#honest());
    if (kind < 8) return this.#made(this.#mutated(this.#honest()));
    if (kind < 9) return this.#made(this.#past[this.#int(this.#past.length)] ?? this.#honest());
    if (kind < 11) return this.#made(this.#noise(24, 40));
    if (kind < 12) return this.#made(this.#noise(this.#int(256), 24));
    if (kind < 14) return this.#made(this.#mutated(COMMANDS[this.#int(COMMANDS.length)]!));
    if (kind < 15) return this.#made(KNOWN_BAD[this.#int(KNOWN_BAD.length)]!);
    return { frame: this.#noise(this.#int(256), 1_200), isBinary: this.#int(2) === 0 };
  }

  #made(frame: Uint8Array): Made {
    return { frame, isBinary: true };
  }

  #honest(): Uint8Array {
    const inputs = Array.from({ length: 1 + this.#int(LIMITS.inputsPerFrameMax) }, () => ({
      input: Object.fromEntries(this.#type.input.fields.map((f) => [f.name, f.min + Math.floor(nextFloat(this.#random) * (f.max - f.min + 1))])),
      view: nextUint32(this.#random) & 0xffff,
    }));
    const frame = this.#encoder.encode(inputs).slice();
    if (this.#past.length < 64) this.#past.push(frame);
    else this.#past[this.#int(64)] = frame;
    return frame;
  }

  #mutated(frame: Uint8Array): Uint8Array {
    const bytes = [...frame];
    for (let n = 1 + this.#int(3); n > 0; n--) {
      const at = this.#int(bytes.length + 1);
      switch (this.#int(5)) {
        case 0: bytes[at] = this.#int(256); break;
        case 1: bytes[at] = (bytes[at] ?? 0) ^ (1 << this.#int(8)); break;
        case 2: bytes.splice(at, 1 + this.#int(3)); break;
        case 3: bytes.splice(at, 0, this.#int(256)); break;
        default: bytes.push(...bytes.slice(this.#int(bytes.length + 1)));
      }
    }
    return Uint8Array.from(bytes.slice(0, 2_000));
  }

  #noise(opcode: number, lengthMax: number): Uint8Array {
    const frame = new Uint8Array(1 + this.#int(lengthMax));
    for (let i = 0; i < frame.length; i++) frame[i] = nextUint32(this.#random) & 0xff;
    frame[0] = opcode;
    return frame;
  }

  #int(below: number): number {
    return below === 0 ? 0 : nextInt(this.#random, below);
  }
}

const PRESENCE = [13, 0xa8, ...Buffer.from('presence')];
/** A presence with true, with false, with a map, nested, with an extension; a ping; a leave. */
const COMMANDS: readonly Uint8Array[] = [
  [...PRESENCE, 0xc3], [...PRESENCE, 0xc2], [...PRESENCE, 0x81, 0xa1, 0x61, 0x01], [...PRESENCE, 0x91, 0x91, 0x91, 0x91, 0x91, 0x91, 0xc0],
  [...PRESENCE, 0xd4, 0x78, 0x00], [...PRESENCE, 0xdd, 0xff, 0xff, 0xff, 0xff], [18], [12],
].map((bytes) => Uint8Array.from(bytes));

/** What hangs or harms the base: the three bytes, the huge count, DELETE operations, requests, raw bytes, modifiers. */
const KNOWN_BAD: readonly Uint8Array[] = [
  [0x14, 0x00, 0xff], [0x94, 0xfd, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], [19, 0x40, 0x41], [21, 1, 0xa1, 0x61], [17, 0xa1, 0x61],
  [18 | 0x80], [10], [10, 0], [], [0],
].map((bytes) => Uint8Array.from(bytes));

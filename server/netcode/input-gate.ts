// In: decoded inputs as they arrive. Out: what each seat may spend this tick, and a verdict on every input. Run by: game-room.
import { viewFromWire, type WireInput } from '../../shared/netcode/input-codec.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { TimedInput } from '../../shared/netcode/room-type.ts';
import { emptyVerdicts, VERDICTS, type VerdictCounts } from '../../shared/netcode/verdicts.ts';

interface Waiting<I> extends WireInput<I> {
  /** The first tick that could take it. */
  readonly cameAt: number;
  /** Inputs refused right behind this one: the acknowledgement passes them when it passes this. */
  skipAfter: number;
}

interface SeatGate<I> {
  queue: Waiting<I>[];
  creditTicks: number;
  /** Inputs simulated, and inputs simulated or dropped, since the seat was opened. */
  clock: number;
  acked: number;
  /** The last tick that took something, or would have. */
  tick: number;
  listening: boolean;
  backlogMin: number;
  backlogMax: number;
  readonly verdicts: VerdictCounts;
}

/** What a seat's owner is told, once a second. */
export interface BacklogRange {
  readonly min: number;
  readonly max: number;
}

/**
 * The time bank. Every tick pays each seat one tick of credit, up to a cap that covers the tolerated stall; every
 * simulated input costs one. So a burst after a stall loses nothing, and a flood buys nothing: credit is all the time
 * that has really passed. A seat normally spends one input a tick; above the target backlog it catches up by a few.
 */
export class InputGate<I> {
  readonly #seats: (SeatGate<I> | undefined)[];
  /** Of seats that are closed. */
  readonly #past: VerdictCounts = emptyVerdicts();
  readonly #bankTicksMax: number;
  readonly #tickHz: number;

  constructor(options: { readonly seatsMax: number; readonly tickHz: number }) {
    this.#seats = Array.from({ length: options.seatsMax }, () => undefined);
    this.#tickHz = options.tickHz;
    this.#bankTicksMax = Math.ceil((LIMITS.bankMsMax * options.tickHz) / 1000);
  }

  open(seat: number): void {
    this.#seats[seat] = {
      queue: [], creditTicks: LIMITS.backlogTarget, clock: 0, acked: 0, tick: 0, listening: true,
      backlogMin: Infinity, backlogMax: 0, verdicts: emptyVerdicts(),
    };
  }

  close(seat: number): void {
    addTo(this.#past, this.#gate(seat).verdicts);
    this.#seats[seat] = undefined;
  }

  /** Stops taking this seat's inputs: somebody else drives it. What waited is dropped, its time is not saved up. */
  suspend(seat: number): void {
    const gate = this.#gate(seat);
    gate.listening = false;
    this.#dropOldest(gate, gate.queue.length, 'away');
    gate.creditTicks = 0;
  }

  /** Takes inputs again, from a client that starts afresh at `acked(seat) + 1`. */
  resume(seat: number): void {
    const gate = this.#gate(seat);
    gate.listening = true;
    gate.creditTicks = LIMITS.backlogTarget;
    gate.backlogMin = Infinity;
  }

  /** Inputs from the network, oldest first. */
  push(seat: number, inputs: readonly WireInput<I>[]): void {
    const gate = this.#gate(seat);
    if (!gate.listening) {
      gate.verdicts.away += inputs.length;
      return;
    }
    for (const { input, view } of inputs) gate.queue.push({ input, view, cameAt: gate.tick + 1, skipAfter: 0 });
    if (gate.queue.length > LIMITS.inputBacklogMax) {
      this.#dropOldest(gate, gate.queue.length - LIMITS.inputBacklogMax, 'over-budget');
    }
  }

  /** Inputs that came in frames over the rate: counted and acknowledged in their turn, never simulated. */
  refuse(seat: number, count: number): void {
    const gate = this.#gate(seat);
    if (!gate.listening) return;
    gate.verdicts['over-budget'] += count;
    const last = gate.queue.at(-1);
    if (last === undefined) gate.acked += count;
    else last.skipAfter += count;
  }

  /** A whole frame was refused before its inputs were known. */
  countFrame(seat: number, verdict: 'malformed' | 'illegal'): void {
    this.#gate(seat).verdicts[verdict]++;
  }

  /** Time the server itself lost is not the players' fault: they sent inputs for it, so they get the credit. */
  creditLost(ticks: number): void {
    for (const gate of this.#seats) {
      if (gate?.listening) gate.creditTicks = Math.min(this.#bankTicksMax, gate.creditTicks + ticks);
    }
  }

  /**
   * What `seat` spends in `tick`. Called once a tick for every open seat that its player drives.
   * @param rttMs the server's own estimate of the round trip, -1 when unknown.
   */
  take(seat: number, tick: number, rttMs: number): TimedInput<I>[] {
    const gate = this.#gate(seat);
    gate.tick = tick;
    gate.creditTicks = Math.min(this.#bankTicksMax, gate.creditTicks + 1);
    const waiting = gate.queue.length;
    const excess = waiting - LIMITS.backlogTarget;
    const wanted = excess > 1 ? Math.min(excess, LIMITS.inputsPerTickMax) : Math.min(1, waiting);
    const spend = Math.min(wanted, gate.creditTicks);
    gate.creditTicks -= spend;
    const taken: TimedInput<I>[] = [];
    for (let n = 0; n < spend; n++) taken.push(this.#timed(gate, gate.queue[n]!, tick, rttMs));
    if (spend > 0) gate.queue.splice(0, spend);
    if (gate.creditTicks < 1 && gate.queue.length > LIMITS.backlogUnfundedMax) {
      this.#dropOldest(gate, gate.queue.length - LIMITS.backlogUnfundedMax, 'over-budget');
    }
    gate.backlogMin = Math.min(gate.backlogMin, waiting === 0 ? -1 : gate.queue.length);
    gate.backlogMax = Math.max(gate.backlogMax, gate.queue.length);
    return taken;
  }

  /** An input the room itself made for this seat (a bot's): no bank, no clamp. */
  own(seat: number, input: I, tick: number): TimedInput<I> {
    const gate = this.#gate(seat);
    gate.acked++;
    return { input, viewTick: tick, clock: gate.clock++ };
  }

  acked(seat: number): number {
    return this.#gate(seat).acked;
  }

  /** Inputs acknowledged but never simulated. */
  skipped(seat: number): number {
    const gate = this.#gate(seat);
    return gate.acked - gate.clock;
  }

  verdicts(seat: number): Readonly<VerdictCounts> {
    return this.#gate(seat).verdicts;
  }

  /** Of all seats, those that are closed included. */
  allVerdicts(): VerdictCounts {
    const sum = { ...this.#past };
    for (const gate of this.#seats) if (gate !== undefined) addTo(sum, gate.verdicts);
    return sum;
  }

  /** Backlog after each tick since the last call: -1 is a tick that found nothing to spend. */
  takeBacklog(seat: number): BacklogRange {
    const gate = this.#gate(seat);
    const range = { min: Number.isFinite(gate.backlogMin) ? gate.backlogMin : 0, max: gate.backlogMax };
    gate.backlogMin = Infinity;
    gate.backlogMax = 0;
    return range;
  }

  #timed(gate: SeatGate<I>, waiting: Waiting<I>, tick: number, rttMs: number): TimedInput<I> {
    const latencyMs = rttMs < 0 ? LIMITS.rewindMsMax : Math.min(rttMs + LIMITS.rewindSlackMs, LIMITS.rewindMsMax);
    // The wait in the queue is known here, and no fault of the link's; without it a link that had just stalled kept
    // shots clamped for seven seconds. Capped, or held-back bursts would buy rewind.
    const waited = Math.min(tick - waiting.cameAt, LIMITS.backlogTarget + 1);
    const oldest = tick - waited - ((latencyMs + LIMITS.interpMsMax) * this.#tickHz) / 1000;
    const claimed = viewFromWire(waiting.view, tick);
    const viewTick = Math.min(tick, Math.max(claimed, Math.floor(oldest * 16) / 16, 0));
    gate.verdicts[viewTick === claimed ? 'accepted' : 'clamped']++;
    gate.acked += 1 + waiting.skipAfter;
    return { input: waiting.input, viewTick, clock: gate.clock++ };
  }

  #dropOldest(gate: SeatGate<I>, count: number, verdict: 'over-budget' | 'away'): void {
    for (const dropped of gate.queue.splice(0, count)) {
      gate.acked += 1 + dropped.skipAfter;
      gate.verdicts[verdict]++;
    }
  }

  #gate(seat: number): SeatGate<I> {
    const gate = this.#seats[seat];
    if (gate === undefined) throw new Error(`seat ${seat} is not open`);
    return gate;
  }
}

function addTo(sum: VerdictCounts, counts: Readonly<VerdictCounts>): void {
  for (const verdict of VERDICTS) sum[verdict] += counts[verdict];
}

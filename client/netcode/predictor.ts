// In: own inputs as they are made, own player as patches confirm it. Out: own player as it will be. Run by: game-client.
import type { AnyRoomType, Emit, GameEvent, TimedInput, World, WorldPlayer } from '../../shared/netcode/room-type.ts';
import { copyFields } from './adopt.ts';
import { PredictionLog } from './prediction-log.ts';
import type { Prediction } from './prediction.ts';

type Fields = Record<string, unknown>;

interface Pending<I> {
  /** The n-th input of this seat since it was opened, counting from 1. */
  readonly seq: number;
  timed: TimedInput<I>;
  /** Replicated fields of the own player after this input, as predicted. */
  readonly after: Fields;
}

/** Inputs in flight that are remembered: two seconds at 60 Hz. Beyond it the oldest is forgotten and truth will correct. */
export const PENDING_MAX = 128;
/** A jump this large is a teleport, not an error to smooth. */
const SNAP_PX = 120;
/** The visual error left after each millisecond of smoothing: halves in 70 ms. */
const SMOOTH_PER_MS = 0.9901;

/**
 * Client prediction and server reconciliation (Bernier, Valve 2001; Gambetta): runs the room type's `predict` at once,
 * keeps the input until the server has consumed it, compares what it predicted for that moment with the server's word,
 * and only if they differ, or something at the top of the world has changed, replays what is still in flight from there.
 * Equal to the bit is the normal case.
 */
export class Predictor<I extends object> implements Prediction<I> {
  readonly #type: AnyRoomType;
  readonly #fields: readonly string[];
  readonly log: PredictionLog;
  #pending: Pending<I>[] = [];
  #seq = 0;
  #ackLag = 0;
  #skipped = 0;
  /** What the newest acknowledged input left behind, in the server's word or an equal one of our own. */
  #acknowledged: Fields | undefined;
  /** The top of the world in the newest patch: a phase that ends changes what every input does. */
  readonly #topFields: readonly string[];
  #top: Fields = {};
  #offsetX = 0;
  #offsetY = 0;
  /** Fields that an own input has ever changed: what differs in others is somebody else's doing. */
  readonly #ownFields = new Set<string>();

  constructor(type: AnyRoomType) {
    this.#type = type;
    this.log = new PredictionLog(type.tickHz);
    this.#fields = type.replication.collections['players']!;
    this.#topFields = type.replication.root.filter((field) => field !== 'tick');
  }

  /** Starts counting inputs behind what the seat has consumed: on joining, returning, coming back from a hidden tab. */
  restart(acked: number): void {
    this.#pending = [];
    this.#seq = acked;
    this.#acknowledged = undefined;
    this.#offsetX = 0;
    this.#offsetY = 0;
  }

  get pendingCount(): number { return this.#pending.length; }

  /** What to add to the predicted position so that a correction is not seen as a jump. */
  get offset(): { readonly x: number; readonly y: number } { return { x: this.#offsetX, y: this.#offsetY }; }

  /** Predicts one input. `world` holds the own player as predicted so far. */
  predict(world: World, seat: number, input: I, viewTick: number, emit: Emit<GameEvent>): void {
    const seq = ++this.#seq;
    const timed = { input, viewTick, clock: seq - 1 - this.#skipped };
    this.#run(world, seat, seq, timed, emit);
    const after: Fields = { ...world.players[seat] };
    this.#learn(this.#pending.at(-1)?.after ?? this.#acknowledged, after);
    this.#pending.push({ seq, timed, after });
    if (this.#pending.length > PENDING_MAX) this.#pending.shift();
  }

  /**
   * Takes the server's word. `world` has just adopted the state and is left with the own player as predicted for now.
   * @param before the own player as it was predicted until now.
   */
  reconcile(world: World, seat: number, link: { readonly ackLag: number; readonly skipped: number }, before: WorldPlayer | null): void {
    const isSameClock = link.skipped === this.#skipped;
    const isSameTop = this.#takeTop(world as unknown as Fields);
    this.#ackLag = link.ackLag;
    this.#skipped = link.skipped;
    const acked = Math.min(world.tick - link.ackLag, this.#seq);
    while (this.#pending.length > 0 && this.#pending[0]!.seq <= acked) this.#acknowledged = this.#pending.shift()!.after;
    const own = world.players[seat];
    if (own === null || own === undefined) {
      this.#acknowledged = undefined;
      return;
    }
    const truth = own as unknown as Fields;
    const expected = this.#acknowledged;
    if (expected !== undefined) this.log.compared++;
    const isExpected = expected !== undefined && isSameClock && this.#fields.every((field) => truth[field] === expected[field]);
    if (isExpected && isSameTop) {
      const last = this.#pending.at(-1);
      if (last !== undefined) copyFields(this.#fields, last.after, truth);
      return;
    }
    // Inputs that the server dropped, and the end of a phase, nobody could know of: no fault of the prediction.
    const fault = isSameClock && isSameTop && this.#fields.every((field) => this.#ownFields.has(field) || truth[field] === expected?.[field]);
    this.#acknowledged = {};
    copyFields(this.#fields, truth, this.#acknowledged);
    this.#replay(world, seat);
    // Without an expectation this is the first word after a join or a return, not a correction.
    if (expected !== undefined && before !== null) {
      const px = this.#smoothOver(before as unknown as Fields, truth);
      if (!isExpected || px > 0) this.log.note(px, fault, world.tick);
    }
  }

  /** Lets the visual error of past corrections fade. */
  smooth(elapsedMs: number): void {
    let keep = 1;
    for (let ms = Math.min(1000, Math.round(elapsedMs)); ms > 0; ms--) keep *= SMOOTH_PER_MS;
    this.#offsetX *= keep;
    this.#offsetY *= keep;
  }

  /** @returns whether it is as it was in the patch before: if not, what was predicted since then is predicted anew. */
  #takeTop(world: Fields): boolean {
    const isSame = this.#topFields.every((field) => this.#top[field] === world[field]);
    if (!isSame) copyFields(this.#topFields, world, this.#top);
    return isSame;
  }

  #replay(world: World, seat: number): void {
    for (const pending of this.#pending) {
      // Inputs that the server dropped do not count in the seat's clock, and only the patch tells that they were.
      pending.timed = { ...pending.timed, clock: pending.seq - 1 - this.#skipped };
      this.#run(world, seat, pending.seq, pending.timed, () => {});
      copyFields(this.#fields, world.players[seat] as unknown as Fields, pending.after);
    }
  }

  /** The world's tick is the one at which the server will consume this input, as far as the last patch tells. */
  #run(world: World, seat: number, seq: number, timed: TimedInput<I>, emit: Emit<GameEvent>): void {
    const newest = world.tick;
    world.tick = Math.max(newest, seq + this.#ackLag - 1);
    this.#type.predict(world, seat, timed, emit);
    world.tick = newest;
  }

  #learn(before: Fields | undefined, after: Fields): void {
    if (before === undefined || this.#ownFields.size === this.#fields.length) return;
    for (const field of this.#fields) if (before[field] !== after[field]) this.#ownFields.add(field);
  }

  /** Draws the player where it was expected, from where it glides to where it is. @returns the way, px. */
  #smoothOver(old: Fields, now: Fields): number {
    const dx = (old['x'] as number) - (now['x'] as number);
    const dy = (old['y'] as number) - (now['y'] as number);
    const respawned = old['spawns'] !== now['spawns'];
    this.#offsetX = respawned ? 0 : this.#offsetX + dx;
    this.#offsetY = respawned ? 0 : this.#offsetY + dy;
    const offset = Math.sqrt(this.#offsetX * this.#offsetX + this.#offsetY * this.#offsetY);
    if (offset > SNAP_PX) this.#offsetX = this.#offsetY = 0;
    return Math.sqrt(dx * dx + dy * dy);
  }
}

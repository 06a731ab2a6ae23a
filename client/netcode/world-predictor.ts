// In: own inputs as they are made, the world as patches tell it. Out: the whole world as it will be. Run by: game-client.
import type { SeatView } from '../../shared/netcode/replication.ts';
import type { AnyRoomType, Emit, GameEvent, TimedInput, World, WorldPrediction } from '../../shared/netcode/room-type.ts';
import { copyFields } from './adopt.ts';
import { BodyTracks } from './body-tracks.ts';
import { PredictionLog } from './prediction-log.ts';
import type { Prediction } from './prediction.ts';

type Fields = Record<string, unknown>;

interface Pending<I> {
  /** The n-th input of this seat since it was opened, counting from 1. */
  readonly seq: number;
  timed: TimedInput<I>;
  /** Replicated fields of the own player, and of the top of the world and all other bodies, after this input. */
  own: Fields | undefined;
  others: readonly Fields[];
}

/** A body that a patch moved from where it was predicted. */
export interface BodyCorrection {
  readonly collection: string;
  readonly id: number;
  readonly px: number;
}

/** Inputs in flight that are remembered: two seconds at 60 Hz. Beyond it the oldest is forgotten and truth will correct. */
const PENDING_MAX = 128;

/**
 * Whole-world prediction, as games with shared physics do it (Cone, "It IS Rocket Science!", GDC 2018): every patch is
 * taken whole, then the room type's own `step` runs again from there through all own inputs in flight, with everybody
 * else repeating the input they gave last. What the patch moved is drawn where it was expected and glides over.
 */
export class WorldPredictor<I extends object> implements Prediction<I> {
  readonly #type: AnyRoomType;
  readonly #plan: WorldPrediction<World, I, GameEvent>;
  readonly #ownFields: readonly string[];
  readonly #topFields: readonly string[];
  readonly #tracks: BodyTracks;
  readonly log: PredictionLog;
  /** By seat: how many inputs the server had simulated as of the last patch, and since then we for it. */
  readonly #clocks: number[] = [];
  #pending: Pending<I>[] = [];
  #seq = 0;
  #skipped = 0;
  #expected: Pending<I> | undefined;
  /** Told of every correction of every body, the own included: for benchmarks. */
  onCorrection: ((correction: BodyCorrection) => void) | undefined;

  /** @throws Error on a room type whose clients predict their own player alone. */
  constructor(type: AnyRoomType) {
    if (type.worldPrediction === undefined) throw new Error(`${type.name} does not say how its world is predicted`);
    this.#type = type;
    this.log = new PredictionLog(type.tickHz);
    this.#plan = type.worldPrediction as WorldPrediction<World, I, GameEvent>;
    this.#ownFields = type.replication.collections['players']!;
    this.#topFields = type.replication.root.filter((field) => field !== 'tick');
    this.#tracks = new BodyTracks(this.#plan.bodies, type.replication);
  }

  get pendingCount(): number { return this.#pending.length; }

  restart(acked: number): void {
    this.#pending = [];
    this.#seq = acked;
    this.#expected = undefined;
    this.#tracks.reset();
  }

  /** Nobody predicts: bodies are where the server says. */
  stand(world: World): void {
    this.#tracks.leap(world);
  }

  /** How many inputs each seat has spent, from the state that was just adopted. */
  takeClocks(tick: number, seatOf: (seat: number) => SeatView | undefined): void {
    for (let seat = 0; seat < this.#type.seatsMax; seat++) {
      const link = seatOf(seat);
      this.#clocks[seat] = link === undefined ? 0 : tick - link.ackLag - link.skipped;
    }
  }

  predict(world: World, seat: number, input: I, viewTick: number, emit: Emit<GameEvent>): void {
    const seq = ++this.#seq;
    const pending: Pending<I> = { seq, timed: { input, viewTick, clock: seq - 1 - this.#skipped }, own: undefined, others: [] };
    this.#tracks.begin(world);
    this.#run(world, seat, pending, (event) => {
      if ((event as { readonly seat?: number }).seat === seat && this.#plan.shownAtOnce.includes(event.kind)) emit(event);
    });
    this.#tracks.end(world);
    this.#pending.push(pending);
    if (this.#pending.length > PENDING_MAX) this.#pending.shift();
  }

  reconcile(world: World, seat: number, link: { readonly ackLag: number; readonly skipped: number }): void {
    const isSameClock = link.skipped === this.#skipped;
    this.#skipped = link.skipped;
    const { tick } = world;
    const acked = Math.min(tick - link.ackLag, this.#seq);
    const spentBefore = this.#expected?.seq;
    while (this.#pending.length > 0 && this.#pending[0]!.seq <= acked) this.#expected = this.#pending.shift();
    const own = world.players[seat] as unknown as Fields | null | undefined;
    if (own === null || own === undefined) {
      this.#expected = undefined;
      this.#tracks.leap(world);
      return;
    }
    // Where the server had no input of ours to run, there is no prediction of it either.
    const verdict = this.#expected?.seq === spentBefore ? 'same' : this.#compare(world, seat, own);
    this.#expected = { seq: acked, timed: undefined as never, own: this.#copyOwn(own), others: this.#copyOthers(world, seat) };
    for (const pending of this.#pending) {
      // Inputs that the server dropped do not count in the seat's clock, and only the patch tells that they were.
      pending.timed = { ...pending.timed, clock: pending.seq - 1 - this.#skipped };
      this.#run(world, seat, pending, () => {});
    }
    let ownPx = 0;
    this.#tracks.correct(world, (collection, id, px) => {
      if (collection === 'players' && id === seat) ownPx = px;
      this.onCorrection?.({ collection, id, px });
    });
    if (verdict !== 'same' && verdict !== 'first') this.log.note(ownPx, verdict === 'fault' && isSameClock, tick);
  }

  smooth(elapsedMs: number): void {
    this.#tracks.smooth(elapsedMs);
  }

  /** Writes all bodies as they are to be drawn, `alpha` of the way from the last tick to the next. */
  draw(world: World, drawn: World, alpha: number): void {
    this.#tracks.draw(world, drawn, alpha);
    drawn.tick = world.tick;
  }

  #run(world: World, seat: number, pending: Pending<I>, emit: Emit<GameEvent>): void {
    const inputs = world.players.map((_, other) => {
      if (other === seat) return [pending.timed];
      const input = this.#plan.repeated(world, other);
      return input === undefined ? undefined : [{ input, viewTick: world.tick, clock: this.#clocks[other]!++ }];
    });
    this.#type.step(world, inputs, emit);
    pending.own = this.#copyOwn(world.players[seat] as unknown as Fields | null | undefined);
    pending.others = this.#copyOthers(world, seat);
  }

  /** Whether the patch says what was predicted; it is our fault if all others were as we had them and we were not. */
  #compare(world: World, seat: number, own: Fields): 'first' | 'same' | 'differs' | 'fault' {
    const expected = this.#expected;
    if (expected?.own === undefined) return 'first';
    this.log.compared++;
    if (this.#ownFields.every((field) => own[field] === expected.own![field])) return 'same';
    const others = this.#copyOthers(world, seat);
    const isOurs = others.length === expected.others.length
      && others.every((item, n) => Object.keys(item).every((field) => item[field] === expected.others[n]![field]));
    return isOurs ? 'fault' : 'differs';
  }

  /** With the top of the world: an input that the server had sooner or later than expected may fall on the other side of a kick-off. */
  #copyOthers(world: World, seat: number): readonly Fields[] {
    const top: Fields = {};
    copyFields(this.#topFields, world as unknown as Fields, top);
    return [top, ...this.#tracks.copyOthers(world, seat)];
  }

  #copyOwn(own: Fields | null | undefined): Fields | undefined {
    if (own === null || own === undefined) return undefined;
    const copy: Fields = {};
    copyFields(this.#ownFields, own, copy);
    return copy;
  }
}

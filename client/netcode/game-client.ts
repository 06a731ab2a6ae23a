// In: what a connection delivers, and a sampler for inputs. Out: a running match to draw or to play by bot. Run by: pages, bots.
import { closeMeaning } from '../../shared/netcode/close-codes.ts';
import { EventCodec } from '../../shared/netcode/event-codec.ts';
import { InputEncoder, VIEW_UNITS, viewToWire, type WireInput } from '../../shared/netcode/input-codec.ts';
import { COMMAND, type LinkReport, type Welcome } from '../../shared/netcode/protocol.ts';
import { DRIVER } from '../../shared/netcode/replication.ts';
import type { GameEvent, RoomType, World, WorldPlayer } from '../../shared/netcode/room-type.ts';
import { fitToShape } from '../../shared/netcode/shape.ts';
import { emptyVerdicts } from '../../shared/netcode/verdicts.ts';
import { adoptState, copyAdopted, copyFields, type DecodedState } from './adopt.ts';
import { EventQueue } from './event-queue.ts';
import type { GameView, LinkState, NetStats, PlayedEvent } from './game-view.ts';
import { InputClock } from './input-clock.ts';
import { Interpolator } from './interpolate.ts';
import type { Link, LinkEvents } from './link.ts';
import { PatchClock } from './patch-clock.ts';
import type { Prediction } from './prediction.ts';
import { Predictor } from './predictor.ts';
import { RateMeter } from './rate-meter.ts';
import { WorldPredictor, type BodyCorrection } from './world-predictor.ts';

export interface GameClientOptions<W extends World, I extends object, E extends GameEvent, C> {
  readonly roomType: RoomType<W, I, E, C>;
  readonly link: Link;
  /** Inputs in one frame: two halve what a server has to receive, for 17 ms of latency at 60 Hz on every other input. */
  readonly inputsPerFrame?: 1 | 2;
}

type Fields = Record<string, unknown>;

export class GameClient<W extends World, I extends object, E extends GameEvent, C> implements GameView<W, I, E>, LinkEvents {
  readonly #type: RoomType<W, I, E, C>;
  readonly #link: Link;
  readonly #inputsPerFrame: number;
  readonly #encoder: InputEncoder<I>;
  readonly #codec: EventCodec<E>;
  /** Of the own player alone, or `#whole`. */
  readonly #predictor: Prediction<I>;
  readonly #own: Predictor<I> | undefined;
  readonly #whole: WorldPredictor<I> | undefined;
  readonly #interpolator: Interpolator;
  readonly #patches: PatchClock;
  readonly #inputs: InputClock;
  readonly #events = new EventQueue<E>();
  readonly #ticksRun = new RateMeter();
  readonly #bytesIn = new RateMeter();
  readonly #bytesOut = new RateMeter();
  /** `#world` has the own player as predicted; `#drawn` is what view() hands out. Both adopt every state. */
  readonly #world: W;
  readonly #drawn: W;
  readonly #drivers: number[] = [];
  #seat = -1;
  #link_: LinkState = { kind: 'joining' };
  /** Inputs may be sent once both are true of this connection. */
  #welcomed = false;
  #stated = false;
  /** Tick of the welcome, and whether a state from behind it is here: an older one has the seat as it was before it was ours. */
  #welcomeTick = 0;
  #seated = false;
  /** Whether the player is away, whether the server was told so, and whether its welcome back is on its way. */
  #away = false;
  #toldAway = false;
  #awaitsWelcome = false;
  #unsent: WireInput<I>[] = [];
  #lastView = 0;
  #beforeX = 0;
  #beforeY = 0;
  #viewedMs: number | undefined;
  #alpha = 0;
  #report: LinkReport | undefined;
  #pace = 1;

  constructor(options: GameClientOptions<W, I, E, C>) {
    const type = options.roomType;
    const config = type.parseOptions({});
    if (!config.ok) throw new Error(`a room type must have defaults: ${config.reason}`);
    this.#type = type;
    this.#link = options.link;
    this.#inputsPerFrame = options.inputsPerFrame ?? 2;
    this.#encoder = new InputEncoder(type.input);
    this.#codec = new EventCodec(type.events);
    this.#whole = type.worldPrediction === undefined ? undefined : new WorldPredictor(type);
    this.#own = this.#whole === undefined ? new Predictor(type) : undefined;
    this.#predictor = (this.#whole ?? this.#own)!;
    this.#interpolator = new Interpolator(type as never);
    this.#patches = new PatchClock(type.tickHz, type.patchTicks);
    this.#inputs = new InputClock(type.tickHz);
    this.#world = type.createWorld(config.value, 0);
    this.#drawn = type.createWorld(config.value, 0);
  }

  get seat(): number { return this.#seat; }
  get link(): LinkState { return this.#link_; }
  get alpha(): number { return this.#alpha; }
  /** Told of every body that a patch moved, where the whole world is predicted: for benchmarks. */
  set onCorrection(tell: (correction: BodyCorrection) => void) {
    if (this.#whole !== undefined) this.#whole.onCorrection = tell;
  }

  onWelcome(welcome: Welcome, nowMs: number): void {
    this.#seat = welcome.seat;
    this.#predictor.restart(welcome.acked);
    this.#encoder.reset();
    this.#inputs.restart();
    this.onPace(welcome.pace);
    this.#unsent = [];
    this.#events.reset();
    this.#welcomed = true;
    this.#welcomeTick = welcome.tick;
    this.#seated = false;
    this.#toldAway = false;
    this.#awaitsWelcome = false;
    this.#link_ = { kind: 'playing' };
    this.#viewedMs = nowMs;
    this.#tellPresence();
  }

  onState(state: DecodedState, nowMs: number): void {
    if (state.tick === undefined) return;
    if (!this.#stated) this.#startAfresh();
    const own = this.#seat < 0 ? null : (this.#world.players[this.#seat] ?? null);
    const before = own === null ? null : ({ ...own } as WorldPlayer);
    adoptState(state, this.#world, this.#type.replication);
    copyAdopted(this.#world, this.#drawn, this.#type.replication);
    this.#patches.onPatch(state.tick, nowMs);
    this.#interpolator.push(this.#world);
    for (let seat = 0; seat < this.#type.seatsMax; seat++) {
      this.#drivers[seat] = this.#world.players[seat] === null ? DRIVER.player : (state.seats.get(String(seat))?.driver ?? DRIVER.player);
    }
    const link = state.seats.get(String(this.#seat));
    this.#whole?.takeClocks(state.tick, (seat) => state.seats.get(String(seat)));
    this.#seated ||= this.#welcomed && state.tick > this.#welcomeTick;
    if (this.#welcomed && this.#seated && link !== undefined) {
      this.#predictor.reconcile(this.#world, this.#seat, link, before);
      this.#moveBefore(before);
    } else this.#standAtOwn();
  }

  driverOf(seat: number): number {
    return this.#drivers[seat] ?? DRIVER.player;
  }

  onEvents(bytes: Uint8Array): void {
    this.#events.received(this.#codec.decode(bytes), this.#seat);
  }

  onReport(report: LinkReport): void {
    this.#report = report;
    this.#inputs.steer(report.backlogMin, report.backlogMax);
  }

  onPace(pace: number): void {
    if (pace === this.#pace) return;
    this.#pace = pace;
    this.#inputs.setPace(pace);
    this.#patches.setPace(pace);
  }

  onReconnecting(attempt: number, nowMs: number): void {
    const sinceMs = this.#link_.kind === 'reconnecting' ? this.#link_.sinceMs : nowMs;
    this.#link_ = { kind: 'reconnecting', sinceMs, attempt };
    this.#loseConnection();
  }

  onClosed(code: number, reason: string | undefined): void {
    if (this.#link_.kind === 'closed') return;
    const meaning = closeMeaning(code);
    this.#link_ = { kind: 'closed', code, text: reason || meaning.text, mayRejoin: meaning.mayRejoin };
    this.#loseConnection();
  }

  onBytesIn(count: number, nowMs: number): void {
    this.#bytesIn.add(nowMs, count);
  }

  advance(nowMs: number, sample: (world: W) => I): void {
    if (!this.#welcomed || !this.#seated || this.#away || this.#link_.kind !== 'playing') return;
    for (let due = this.#inputs.due(nowMs); due > 0; due--) this.#tick(nowMs, sample);
  }

  view(nowMs: number): W | undefined {
    if (this.#patches.newestTick < 0) return undefined;
    const viewTick = this.#patches.viewTick(nowMs);
    this.#patches.noteFrame(nowMs);
    this.#predictor.smooth(this.#viewedMs === undefined ? 0 : nowMs - this.#viewedMs);
    this.#viewedMs = nowMs;
    this.#alpha = this.#inputs.alpha(nowMs);
    if (this.#whole !== undefined) {
      this.#whole.draw(this.#world, this.#drawn, this.#alpha);
      return this.#drawn;
    }
    this.#interpolator.sample(viewTick, this.#drawn, this.#seat);
    this.#drawOwn();
    this.#drawn.tick = Math.floor(viewTick);
    return this.#drawn;
  }

  /** Tick with a fraction at which view() last drew the others. */
  viewTick(nowMs: number): number {
    return this.#patches.viewTick(nowMs);
  }

  takeEvents(nowMs: number): PlayedEvent<E>[] {
    // A world that is drawn ahead waits for no event: what the server says of it is over already.
    return this.#events.take(this.#whole === undefined ? this.#patches.viewTick(nowMs) : Infinity);
  }

  stats(nowMs: number): NetStats {
    const { log } = this.#predictor;
    return {
      rttMs: this.#link.rttMs(), jitterMs: this.#patches.jitterMs,
      tickHz: this.#ticksRun.perSecond(nowMs), patchHz: this.#patches.patchHz(nowMs), patchAgeMs: this.#patches.patchAgeMs(nowMs),
      interpMs: this.#patches.interpMs, pendingInputs: this.#predictor.pendingCount,
      corrections: log.correctionCount, correctionPxMax: log.recentPxMax(this.#patches.newestTick), correctionsPx: log.corrections,
      compared: log.compared, mispredicted: log.mispredicted, faults: log.faultCount, faultsPx: log.faults,
      bytesInPerSec: this.#bytesIn.perSecond(nowMs), bytesOutPerSec: this.#bytesOut.perSecond(nowMs),
      starvedFrames: this.#patches.starvedFrames,
      verdicts: { ...emptyVerdicts(), ...this.#report?.verdicts }, serverLateMsP99: this.#report?.lateMsP99 ?? 0, pace: this.#pace,
    };
  }

  /** Coming back waits for the server's welcome: one resync, no inputs for the time that was missed. */
  setAway(away: boolean): void {
    if (away === this.#away || this.#link_.kind === 'closed') return;
    this.#away = away;
    this.#unsent = [];
    this.#tellPresence();
  }

  leave(): Promise<void> {
    return this.#link.leave();
  }

  /**
   * A word at a time: whoever hides and shows a tab faster than the link would otherwise be welcomed twice and start
   * counting inputs from the first welcome, when the server counts from the second.
   */
  #tellPresence(): void {
    if (this.#away === this.#toldAway || this.#awaitsWelcome || this.#link_.kind !== 'playing') return;
    this.#toldAway = this.#away;
    // Inputs count from the next welcome on; it comes for whoever was away and is back.
    this.#welcomed = false;
    this.#awaitsWelcome = !this.#away;
    this.#link.sendCommand(COMMAND.presence, this.#away);
  }

  #loseConnection(): void {
    this.#welcomed = false;
    this.#stated = false;
    this.#awaitsWelcome = false;
    this.#toldAway = false;
    this.#unsent = [];
  }

  /** The first state of a connection: what was measured and drawn before it has another latency, or a hole of seconds. */
  #startAfresh(): void {
    this.#stated = true;
    this.#patches.reset();
    this.#interpolator.reset();
  }

  /** Nobody predicts: the own player is where the server says, not on its way there. */
  #standAtOwn(): void {
    this.#whole?.stand(this.#world);
    const own = this.#world.players[this.#seat] as unknown as Fields | null | undefined;
    if (own === null || own === undefined) return;
    this.#beforeX = own['x'] as number;
    this.#beforeY = own['y'] as number;
  }

  /** The own player's last tick moves with a correction, or half of it would be drawn as a jump between two ticks. */
  #moveBefore(before: WorldPlayer | null): void {
    const was = before as unknown as Fields | null;
    const own = this.#world.players[this.#seat] as unknown as Fields | null | undefined;
    if (was === null || own === null || own === undefined) return;
    this.#beforeX += (own['x'] as number) - (was['x'] as number);
    this.#beforeY += (own['y'] as number) - (was['y'] as number);
  }

  #tick(nowMs: number, sample: (world: W) => I): void {
    const own = this.#world.players[this.#seat] as unknown as Fields | null | undefined;
    if (own === null || own === undefined) return;
    const input = fitToShape(this.#type.input, sample(this.#world));
    const view = this.#nextView(nowMs);
    this.#beforeX = own['x'] as number;
    this.#beforeY = own['y'] as number;
    const tick = this.#world.tick;
    this.#predictor.predict(this.#world, this.#seat, input, view / VIEW_UNITS, (event) => this.#events.predicted(event as E, tick));
    this.#unsent.push({ input, view: viewToWire(view / VIEW_UNITS) });
    this.#ticksRun.add(nowMs);
    if (this.#unsent.length >= this.#inputsPerFrame) this.#flush(nowMs);
  }

  /**
   * View ticks in sixteenths. Within a frame they advance by exactly one tick, which costs no bytes; a view that has
   * moved away from that by a quarter of a tick starts a frame of its own. A frame that starts anyway says its view as
   * soon as it is off by more than a sixteenth: left a quarter of a tick off, shots that graze were judged 2 px aside.
   */
  #nextView(nowMs: number): number {
    const wanted = Math.round(this.#patches.viewTick(nowMs) * VIEW_UNITS);
    const following = this.#lastView + VIEW_UNITS;
    const keeps = Math.abs(wanted - following) <= (this.#unsent.length > 0 ? VIEW_UNITS / 4 : 1) && following <= this.#patches.newestTick * VIEW_UNITS;
    if (!keeps && this.#unsent.length > 0) this.#flush(nowMs);
    this.#lastView = keeps ? following : Math.max(0, wanted);
    return this.#lastView;
  }

  #flush(nowMs: number): void {
    const bytes = this.#encoder.encode(this.#unsent);
    this.#unsent = [];
    this.#bytesOut.add(nowMs, bytes.length);
    this.#link.send(bytes);
  }

  #drawOwn(): void {
    const own = this.#world.players[this.#seat] as unknown as Fields | null | undefined;
    const drawn = this.#drawn.players[this.#seat] as unknown as Fields | null | undefined;
    if (own === null || own === undefined || drawn === null || drawn === undefined) return;
    copyFields(this.#type.replication.collections['players']!, own, drawn);
    const x = own['x'] as number;
    const y = own['y'] as number;
    const near = Math.abs(x - this.#beforeX) + Math.abs(y - this.#beforeY) < 100;
    const { x: dx, y: dy } = this.#own!.offset;
    drawn['x'] = (near ? this.#beforeX + (x - this.#beforeX) * this.#alpha : x) + dx;
    drawn['y'] = (near ? this.#beforeY + (y - this.#beforeY) * this.#alpha : y) + dy;
  }
}

// In: a swarm and who to be. Out: a player as the page has one: predicted, interpolated, reconnecting; played by the room's
// own brain. Run by: behaviours.
import type { Room } from '@colyseus/sdk';
import { connectMatch } from '../netcode/connection.ts';
import type { DecodedState } from '../netcode/adopt.ts';
import type { NetStats } from '../netcode/game-view.ts';
import { CLOSE } from '../../shared/netcode/close-codes.ts';
import { networkOf, type Bot, type Identity, type Swarm } from './bot.ts';
import { meterFields, type PatchParts } from './field-bytes.ts';
import type { BotSocket } from './sockets.ts';
import { WireWatch } from './wire-watch.ts';

type Match = Awaited<ReturnType<typeof connectMatch>>;

/**
 * play: the room's brain sends. rest: sends an input that does nothing. watch: sends nothing at all. A brain sees what is
 * drawn: others where interpolation has them, itself where prediction has it.
 */
export type Manner = 'play' | 'rest' | 'watch';

/** Seconds before a player who was put out of a match asks for another. */
const REJOIN_MS = 3_000;
/** A correction that is seen. */
const CORRECTED_PX = 0.5;
/** What makes an input another one than the brain's: for honest kinds that play in a way of their own. */
export type Twist = (input: object) => object;

export class GamePlayer implements Bot {
  rejoinAtMs: number | undefined;
  readonly #swarm: Swarm;
  readonly #identity: Identity;
  readonly #manner: Manner;
  readonly #twist: Twist | undefined;
  readonly #memory: unknown;
  readonly #watch: WireWatch;
  #match: Match | undefined;
  #meter: PatchParts | undefined;
  #room: Room | undefined;
  #last: NetStats | undefined;
  #leaving = false;
  #joins = 0;
  /** Since when the link is down. */
  #downMs: number | undefined;

  constructor(swarm: Swarm, identity: Identity, manner: Manner, twist?: Twist) {
    const { bots } = swarm.roomType;
    this.#swarm = swarm;
    this.#identity = identity;
    this.#manner = manner;
    this.#twist = twist;
    this.#memory = bots?.createMemory(identity.seed, bots.levels[bots.levels.length >> 1]!);
    this.#watch = new WireWatch(swarm.figures);
  }

  get roomId(): string | undefined { return this.#match?.roomId; }
  get connected(): boolean { return this.#match?.link.kind === 'playing'; }

  async join(): Promise<void> {
    const { url, roomType, rootState, options } = this.#swarm;
    this.rejoinAtMs = undefined;
    this.#leaving = false;
    const match = await connectMatch({
      url, roomType, rootState, options, name: this.#identity.name, onRoom: (room) => { this.#room = room; },
      ...networkOf(this.#swarm, this.#identity, this.#joins++),
    });
    // Behind the first whole state: patches are what is metered.
    if (this.#meter !== undefined || this.#swarm.mayMeter()) this.#meter = meterFields(this.#room!);
    this.#swarm.figures.count('joins');
    this.#watch.start();
    this.#last = undefined;
    this.#tap(match);
    this.#match = match;
  }

  frame(nowMs: number): void {
    const match = this.#match;
    if (match === undefined) return;
    this.#followLink(match, nowMs);
    if (match.link.kind !== 'playing') return;
    const drawn = match.view(nowMs);
    if (this.#manner !== 'watch' && this.#watch.ready) match.advance(nowMs, (world) => this.#input(drawn ?? world, match.seat, nowMs));
    match.takeEvents(nowMs);
    this.#watch.onFrame(nowMs);
  }

  second(nowMs: number): void {
    const { figures } = this.#swarm;
    const match = this.#match;
    if (match === undefined || !this.connected) return;
    const stats = match.stats(nowMs);
    figures.count('players');
    figures.count('playerSec');
    if (stats.rttMs >= 0) figures.sketch('rttMs').add(stats.rttMs);
    figures.count('bytesIn', stats.bytesInPerSec);
    figures.count('bytesOut', stats.bytesOutPerSec);
    this.#countSince(this.#last, stats);
    this.#last = stats;
    // The scenario begins above the socket: without this the server would think the link a good one, and not believe its views.
    if (this.#swarm.scenario !== undefined && this.#socket !== undefined) this.#socket.pongDelayMs = stats.rttMs;
    this.#countFields();
  }

  /** Breaks the link without a word, as a tunnel does. The link's own rules bring it back. */
  drop(): void {
    this.#socket?.terminate();
  }

  setAway(away: boolean): void {
    this.#match?.setAway(away);
  }

  async leave(): Promise<void> {
    const match = this.#match;
    this.#leaving = true;
    this.#match = undefined;
    if (match === undefined) return;
    this.#swarm.figures.count('leaves');
    await match.leave();
  }

  get #socket(): BotSocket | undefined {
    return (this.#room?.connection.transport as unknown as { readonly ws?: BotSocket } | undefined)?.ws;
  }

  #input(world: object, seat: number, nowMs: number): object {
    const { bots, neutralInput } = this.#swarm.roomType;
    this.#watch.onInput(nowMs);
    if (this.#manner === 'rest' || bots === undefined) return neutralInput as object;
    const input = bots.think(world, seat, this.#memory) as object;
    return this.#twist?.(input) ?? input;
  }

  #tap(match: Match): void {
    const { witness } = this.#swarm;
    const { onState, onEvents, onWelcome } = match;
    match.onWelcome = (welcome, nowMs) => {
      this.#watch.onWelcome(welcome.acked);
      onWelcome.call(match, welcome, nowMs);
    };
    match.onState = (state: DecodedState, nowMs) => {
      onState.call(match, state, nowMs);
      if (state.tick === undefined) return;
      this.#watch.onPatch(state, match.seat, nowMs);
      witness?.see(this, match.roomId, state, nowMs);
    };
    match.onEvents = (bytes) => {
      onEvents.call(match, bytes);
      witness?.hear(this, match.roomId, bytes);
    };
  }

  #followLink(match: Match, nowMs: number): void {
    const { figures } = this.#swarm;
    const { link } = match;
    if (link.kind === 'reconnecting' && this.#downMs === undefined) {
      this.#downMs = link.sinceMs;
      figures.count('drops');
      this.#watch.pause();
    } else if (link.kind === 'playing' && this.#downMs !== undefined) {
      figures.count('reconnects');
      figures.sketch('reconnectMs').add(nowMs - this.#downMs);
      this.#downMs = undefined;
    } else if (link.kind === 'closed' && !this.#leaving) {
      figures.error(`closed with ${link.code === CLOSE.roomFailed ? 'the room' : link.code}: ${link.text}`);
      this.#match = undefined;
      this.#downMs = undefined;
      this.rejoinAtMs = nowMs + REJOIN_MS;
    }
  }

  #countFields(): void {
    const { figures } = this.#swarm;
    const meter = this.#meter;
    if (meter === undefined) return;
    figures.count('meteredPatches', meter.patches);
    figures.count('meteredBytes', meter.bytes);
    for (const [field, bytes] of meter.fields) figures.fieldBytes(field, bytes);
    meter.patches = meter.bytes = 0;
    meter.fields.clear();
  }

  #countSince(last: NetStats | undefined, stats: NetStats): void {
    const { figures } = this.#swarm;
    const compared = stats.compared - (last?.compared ?? 0);
    const faults = stats.faults - (last?.faults ?? 0);
    figures.count('compared', compared);
    figures.count('mispredicted', faults);
    figures.count('surprised', stats.mispredicted - (last?.mispredicted ?? 0) - faults);
    figures.count('starvedFrames', stats.starvedFrames - (last?.starvedFrames ?? 0));
    const px = figures.sketch('correctionPx');
    px.add(0, compared - faults);
    for (const size of faults === 0 ? [] : stats.faultsPx.slice(-faults)) {
      px.add(size);
      if (size > CORRECTED_PX) figures.count('corrected');
    }
    for (const [verdict, count] of Object.entries(stats.verdicts)) {
      const known = last?.verdicts[verdict as keyof NetStats['verdicts']] ?? 0;
      if (count > known) figures.verdict(verdict, count - known);
    }
  }
}

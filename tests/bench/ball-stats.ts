// In: seeds, links, a manner of prediction. Out: how far the ball game on a screen is from the truth, from whole matches in
// virtual time. Run by: ball-figures (long runs) and tests/rooms/ball (short ones).
import type { NetStats } from '../../client/netcode/game-view.ts';
import { ballRoom } from '../../server/rooms/ball/room.ts';
import type { World } from '../../shared/netcode/room-type.ts';
import type { Scenario } from '../../shared/netcode/scenarios/index.ts';
import { BALL, PLAYER } from '../../shared/rooms/ball/constants.ts';
import { ball } from '../../shared/rooms/ball/definition.ts';
import type { BallBotMemory } from '../../shared/rooms/ball/bot.ts';
import { ballOf, PHASE, type BallConfig, type BallWorld } from '../../shared/rooms/ball/world.ts';
import type { LinkCondition } from '../support/lossy-link.ts';
import { VirtualMatch, type Brain, type VirtualClient } from '../support/virtual-match.ts';

export type Manner = 'whole world' | 'interpolation only';
export type Whom = 'own, free' | 'own, in contact' | 'others' | 'ball' | 'ball near own';

export interface BallFigures {
  /** Px a patch moved a body from where it had been predicted, every patch of every player. */
  readonly corrections: Readonly<Record<Whom, readonly number[]>>;
  /** Px between a body on the screen and where it was when the input given at that picture was simulated. */
  readonly errors: Readonly<Record<Whom, readonly number[]>>;
  /** Mispredictions that nobody else can be the cause of. */
  readonly faults: number;
  readonly compared: number;
  readonly goals: number;
  readonly kicks: number;
}

/** Space between two edges under which bodies act on one another, and for how long after they are not free, ticks. */
const CONTACT_PX = 34;
const FREE_AFTER_TICKS = 45;
const FOOT_PX = 60;

const empty = (): Record<Whom, number[]> => ({ 'own, free': [], 'own, in contact': [], others: [], ball: [], 'ball near own': [] });

interface Place { readonly x: number; readonly y: number }
interface Picture {
  /** Own inputs given until then, and how far the picture is from the last of them to the next. */
  readonly inputs: number;
  readonly alpha: number;
  readonly ball: Place;
  readonly players: readonly (Place | null)[];
}

interface Watched {
  readonly alpha: number;
  stats(nowMs: number): NetStats;
}

/** What a player saw, kept until the server has simulated the input given at it. */
class Witness implements Brain {
  inputs = 0;
  pictures: Picture[] = [];
  readonly #memory: BallBotMemory;
  /** Told of every patch that was compared with a prediction of the own player alone. */
  onOwnCorrection: ((px: number) => void) | undefined;
  #seen = { compared: 0, mispredicted: 0 };

  constructor(seed: number) {
    this.#memory = ball.bots!.createMemory(seed, 'hard') as BallBotMemory;
  }

  sample(world: World, seat: number): object {
    this.inputs++;
    return ball.bots!.think(world as BallWorld, seat, this.#memory);
  }

  /** @param client its figures are where own corrections show that are not told one by one. */
  watch(client: Watched, drawn: World, nowMs: number): void {
    this.#noteCorrections(client.stats(nowMs));
    const { players } = drawn as BallWorld;
    const { x, y } = ballOf(drawn as BallWorld);
    this.pictures.push({ inputs: this.inputs, alpha: client.alpha, ball: { x, y }, players: players.map((p) => (p === null ? null : { x: p.x, y: p.y })) });
  }

  #noteCorrections({ compared, mispredicted, correctionsPx }: NetStats): void {
    const differed = mispredicted - this.#seen.mispredicted;
    for (let n = differed; n < compared - this.#seen.compared; n++) this.onOwnCorrection?.(0);
    for (const px of differed === 0 ? [] : correctionsPx.slice(-differed)) this.onOwnCorrection?.(px);
    this.#seen = { compared, mispredicted };
  }
}

class Study {
  readonly corrections = empty();
  readonly errors = empty();
  readonly #match: VirtualMatch;
  /** By seat, the last tick in which something was close. */
  readonly #closeAt: number[] = [];
  #before: { ball: Place; players: (Place | null)[] } = { ball: { x: 0, y: 0 }, players: [] };
  #placedAt = 0;

  constructor(match: VirtualMatch) {
    this.#match = match;
  }

  onStep(world: BallWorld): void {
    const { x, y } = ballOf(world);
    for (const player of world.players) {
      if (player === null) continue;
      const closest = Math.min(gap(player, { x, y }) - PLAYER.radiusPx - BALL.radiusPx,
        ...world.players.filter((other) => other !== null && other !== player).map((other) => gap(player, other!) - 2 * PLAYER.radiusPx));
      if (closest < CONTACT_PX) this.#closeAt[player.id] = world.tick;
    }
    if (world.phase !== PHASE.live) this.#placedAt = world.tick;
    for (const client of this.#match.clients) this.#judge(client, world);
    this.#before = { ball: { x, y }, players: world.players.map((p) => (p === null ? null : { x: p.x, y: p.y })) };
  }

  corrected(seat: number, { collection, id, px }: { readonly collection: string; readonly id: number; readonly px: number }): void {
    const world = this.#match.world as BallWorld;
    if (!this.#isPlay(world)) return;
    if (collection === 'players' && id === seat) this.corrections[this.#ownKind(seat, world)].push(px);
    else if (collection === 'players') this.corrections.others.push(px);
    else {
      this.corrections.ball.push(px);
      if (gap(world.players[seat]!, ballOf(world)) < FOOT_PX) this.corrections['ball near own'].push(px);
    }
  }

  #judge({ seat, brain }: VirtualClient, world: BallWorld): void {
    const witness = brain as Witness;
    const acked = this.#match.gate.acked(seat.id);
    const due = witness.pictures.filter(({ inputs }) => inputs <= acked);
    witness.pictures = witness.pictures.filter(({ inputs }) => inputs > acked);
    if (!this.#isPlay(world)) return;
    for (const { alpha, ball: seen, players } of due) {
      const at = (before: Place, now: Place): Place => ({ x: before.x + (now.x - before.x) * alpha, y: before.y + (now.y - before.y) * alpha });
      const truth = at(this.#before.ball, ballOf(world));
      this.errors.ball.push(gap(seen, truth));
      if (gap(truth, world.players[seat.id]!) < FOOT_PX) this.errors['ball near own'].push(gap(seen, truth));
      for (const player of world.players) {
        const [was, shown] = [this.#before.players[player?.id ?? -1], players[player?.id ?? -1]];
        if (player === null || was === null || was === undefined || shown === null || shown === undefined) continue;
        const whom = player.id === seat.id ? this.#ownKind(seat.id, world) : 'others';
        this.errors[whom].push(gap(shown, at(was, player)));
      }
    }
  }

  #ownKind(seat: number, world: BallWorld): 'own, free' | 'own, in contact' {
    return world.tick - (this.#closeAt[seat] ?? -1e9) > FREE_AFTER_TICKS ? 'own, free' : 'own, in contact';
  }

  /** Not just after everybody was put to their places. */
  #isPlay(world: BallWorld): boolean {
    return world.phase === PHASE.live && world.tick - this.#placedAt > 60;
  }
}

function gap(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Six players over links of the same condition, each played by a hard bot that sees what its own client shows. */
export function measureBall(manner: Manner, link: LinkCondition | Scenario, sec: number, seed: number): BallFigures {
  const config: BallConfig = { botsMin: 0, botLevel: 'hard', matchSec: 1_000_000, tickHz: ball.tickHz, patchTicks: ball.patchTicks };
  const { worldPrediction, ...alone } = ball;
  const roomType = manner === 'whole world' ? { ...alone, worldPrediction: worldPrediction! } : alone;
  const match = new VirtualMatch({ ...ballRoom, roomType }, config, seed);
  const study = new Study(match);
  const counts = { goal: 0, kick: 0 };
  for (let n = 0; n < ball.seatsMax; n++) {
    const witness = new Witness(seed + n);
    const joined = match.join(link, witness, seed + n);
    if (manner === 'whole world') joined.client.onCorrection = (correction) => study.corrected(n, correction);
    else witness.onOwnCorrection = (px) => study.corrected(n, { collection: 'players', id: n, px });
  }
  match.onStep = (world, events) => {
    for (const { kind } of events) if (kind === 'goal' || kind === 'kick') counts[kind]++;
    study.onStep(world as BallWorld);
  };
  match.run(sec * 1000);
  const stats = match.clients.map(({ client }) => client.stats(match.nowMs));
  return {
    corrections: study.corrections, errors: study.errors, goals: counts.goal, kicks: counts.kick,
    faults: stats.reduce((sum, { faults }) => sum + faults, 0), compared: stats.reduce((sum, { compared }) => sum + compared, 0),
  };
}

/** The value below which a share of them lies; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

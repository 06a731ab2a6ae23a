// In: seeds and bad links. Out: the netcode's promises as numbers, from whole arena matches in virtual time.
// Run by: virtual-figures (long runs) and tests/rooms/arena (short ones).
import type { GameClient } from '../../client/netcode/game-client.ts';
import { arenaRoom } from '../../server/rooms/arena/room.ts';
import { InputGate } from '../../server/netcode/input-gate.ts';
import { InputDecoder, viewToWire } from '../../shared/netcode/input-codec.ts';
import { OPCODE_INPUT } from '../../shared/netcode/protocol.ts';
import type { GameEvent, World } from '../../shared/netcode/room-type.ts';
import { NOBODY, PATCH_TICKS, PLAYER_RADIUS_PX, TICK_HZ, WEAPONS } from '../../shared/rooms/arena/constants.ts';
import { arena } from '../../shared/rooms/arena/definition.ts';
import type { ArenaEvent } from '../../shared/rooms/arena/events.ts';
import { BUTTON, type ArenaInput } from '../../shared/rooms/arena/input.ts';
import { mapOf } from '../../shared/rooms/arena/rules.ts';
import { traceShot, type Target } from '../../shared/rooms/arena/weapons.ts';
import type { ArenaConfig, ArenaPlayer, ArenaWorld } from '../../shared/rooms/arena/world.ts';
import { isBlocked } from '../../shared/sim/collide.ts';
import { nextFloat, nextInt, seedRandom, type RandomState } from '../../shared/sim/random.ts';
import { directionOf, TURN } from '../../shared/sim/sine.ts';
import type { LinkCondition } from '../support/lossy-link.ts';
import { VirtualMatch, type Brain } from '../support/virtual-match.ts';

export type AnyClient = GameClient<World, object, GameEvent, unknown>;

const PLAYERS = 4;
/** No match may end and nobody may respawn within a measurement. */
export const config: ArenaConfig = {
  map: 'foundry', mode: 'ffa', botsMin: 0, botLevel: 'normal', tickHz: TICK_HZ, patchTicks: PATCH_TICKS,
  matchSec: 1_000_000, warmupSec: 0, rewind: true,
};

/** Wishes that change every quarter of a second on average, and a dash now and then: along walls and into them. */
export class Wanderer {
  readonly random: RandomState;
  #moveX = 0;
  #moveY = 0;

  constructor(seed: number) {
    this.random = seedRandom(seed);
  }

  next(): ArenaInput {
    const { random } = this;
    if (nextInt(random, 15) === 0) {
      this.#moveX = [-127, 0, 127, nextInt(random, 255) - 127][nextInt(random, 4)]!;
      this.#moveY = [-127, 0, 127, nextInt(random, 255) - 127][nextInt(random, 4)]!;
    }
    const dash = nextInt(random, 40) === 0 ? BUTTON.dash : 0;
    return { moveX: this.#moveX, moveY: this.#moveY, aim: nextInt(random, TURN), buttons: dash };
  }
}

export interface PredictionFigures {
  readonly seed: number;
  readonly inputs: number;
  /** Server ticks of a player within 1 px of something solid, of all ticks of all players. */
  readonly atWall: number;
  readonly dashes: number;
  /** Corrections over 0.5 px. */
  readonly corrections: number;
  readonly correctionPxMax: number;
}

/** Free movement among walls, nobody shooting. */
export function measurePrediction(link: LinkCondition, sec: number, seed: number): PredictionFigures {
  const match = new VirtualMatch(arenaRoom, config, seed);
  let inputs = 0;
  let touching = 0;
  let ticks = 0;
  let dashes = 0;
  for (let n = 0; n < PLAYERS; n++) {
    const wanderer = new Wanderer(seed + n);
    const sample = () => {
      inputs++;
      return wanderer.next();
    };
    match.join(link, { sample }, seed + n);
  }
  match.onStep = (world, events) => {
    dashes += events.filter(({ kind }) => kind === 'dash').length;
    const { solidGrid } = mapOf(world as ArenaWorld);
    for (const player of playersOf(world)) {
      ticks++;
      if (isBlocked(solidGrid, player.x, player.y, PLAYER_RADIUS_PX + 1)) touching++;
    }
  };
  match.run(sec * 1000);
  const stats = match.clients.map(({ client }) => client.stats(match.nowMs));
  return {
    seed, inputs, dashes, atWall: touching / ticks,
    corrections: stats.reduce((sum, { corrections }) => sum + corrections, 0),
    correctionPxMax: Math.max(...stats.map(({ correctionPxMax }) => correctionPxMax)),
  };
}

export function playersOf(world: World): ArenaPlayer[] {
  return (world as ArenaWorld).players.filter((player) => player !== null);
}

/**
 * Fires at the nearest enemy in sight on its own screen. The aim is off by up to one and a third radii to either side,
 * evenly, so that hits lie all over the body, grazes included, and some shots miss.
 */
export class Shooter implements Brain {
  /** By shot, in the order fired: the seat hit on the screen, or `NOBODY`. */
  readonly onScreen: number[] = [];
  readonly #wanderer: Wanderer;
  #predicted: ArenaWorld | undefined;
  #drawn: Target[] = [];
  /** Where shots left whose events are not taken yet: a frame may run two ticks. */
  #muzzles: { readonly x: number; readonly y: number }[] = [];
  #shots = 0;

  constructor(seed: number) {
    this.#wanderer = new Wanderer(seed);
  }

  sample(world: World, seat: number): ArenaInput {
    this.#predicted = world as ArenaWorld;
    this.#noteShot(seat);
    const input = this.#wanderer.next();
    const offset = (nextFloat(this.#wanderer.random) * 2 - 1) * PLAYER_RADIUS_PX * 1.33;
    const own = this.#predicted.players[seat];
    const target = own === null || own === undefined ? undefined : this.#inSight(own);
    if (own === null || own === undefined || target === undefined) return input;
    const dx = target.x - own.x;
    const dy = target.y - own.y;
    const distance = Math.sqrt(dx * dx + dy * dy);
    const aim = directionOf(dx - (dy / distance) * offset, dy + (dx / distance) * offset);
    return { ...input, aim, buttons: input.buttons | BUTTON.fire };
  }

  /** Judges the shots of this frame against the very picture drawn with them. */
  watch(client: AnyClient, drawn: World, nowMs: number): void {
    this.#drawn = playersOf(drawn).filter(({ id, alive }) => id !== client.seat && alive).map(({ id, x, y }) => ({ id, x, y }));
    this.#noteShot(client.seat);
    for (const { event, predicted } of client.takeEvents(nowMs)) {
      const shot = event as ArenaEvent;
      if (!predicted || shot.kind !== 'shot') continue;
      const muzzle = this.#muzzles.shift()!;
      this.onScreen.push(traceShot(mapOf(this.#predicted!), muzzle, shot.aim, WEAPONS[0].rangePx, this.#drawn).id);
    }
  }

  #noteShot(seat: number): void {
    const own = this.#predicted?.players[seat];
    if (own === null || own === undefined || own.shots === this.#shots) return;
    this.#shots = own.shots;
    this.#muzzles.push({ x: own.x, y: own.y });
  }

  #inSight(own: ArenaPlayer): Target | undefined {
    let nearest: Target | undefined;
    let best = Infinity;
    for (const target of this.#drawn) {
      const aim = directionOf(target.x - own.x, target.y - own.y);
      const { id, length } = traceShot(mapOf(this.#predicted!), own, aim, WEAPONS[0].rangePx, [target]);
      if (id === NOBODY || length >= best) continue;
      best = length;
      nearest = target;
    }
    return nearest;
  }
}

export interface ShotFigures {
  readonly seed: number;
  readonly shots: number;
  /** Shots that hit somebody on the shooter's screen; of these, those for which the server said the same victim. */
  readonly onScreen: number;
  readonly confirmed: number;
  /** Hits the server gave that the screen had not shown, and all that it gave. */
  readonly unseen: number;
  readonly hits: number;
}

/** The first seconds: spawn protection, and the clients' clocks finding their delay. */
export const SETTLE_MS = 3_000;

/** Runs until so many shots have hit on their shooters' screens, or so many were fired. The seed fixes movement, aim and links; `rewind` is apart. */
export function measureShots(link: LinkCondition, options: { readonly rewind: boolean; readonly seed: number; readonly hits?: number; readonly shots?: number }): ShotFigures {
  const { rewind, seed, hits = Infinity, shots = Infinity } = options;
  const match = new VirtualMatch(arenaRoom, { ...config, rewind }, seed);
  const shooters = Array.from({ length: PLAYERS }, (_, n) => new Shooter(seed + n));
  shooters.forEach((shooter, n) => match.join(link, shooter, seed + n));
  const served: number[][] = shooters.map(() => []);
  match.onStep = (world, events) => {
    for (const event of events as readonly ArenaEvent[]) {
      if (event.kind === 'shot') served[event.seat]!.push(NOBODY);
      if (event.kind === 'hit') served[event.seat]![served[event.seat]!.length - 1] = event.victim;
    }
    for (const player of playersOf(world)) {
      player.health = 100;
      player.armour = 0;
      if (player.reserveRifle < 48) player.reserveRifle = 192;
    }
  };
  match.run(SETTLE_MS);
  const first = shooters.map(({ onScreen }) => onScreen.length);
  let figures = compare(shooters, served, first, seed);
  while (figures.onScreen < hits && figures.shots < shots) {
    match.run(1_000);
    figures = compare(shooters, served, first, seed);
  }
  return figures;
}

/** The n-th shot a client fired is the n-th the server saw it fire: inputs are neither lost nor reordered. */
function compare(shooters: readonly Shooter[], served: readonly (readonly number[])[], first: readonly number[], seed: number): ShotFigures {
  const sum = { seed, shots: 0, onScreen: 0, confirmed: 0, unseen: 0, hits: 0 };
  shooters.forEach(({ onScreen }, seat) => {
    const known = Math.min(onScreen.length, served[seat]!.length);
    for (let n = first[seat]!; n < known; n++) {
      const said = served[seat]![n]!;
      sum.shots++;
      if (said !== NOBODY) sum.hits++;
      if (onScreen[n] !== NOBODY) sum.onScreen++;
      if (onScreen[n] !== NOBODY && onScreen[n] === said) sum.confirmed++;
      if (onScreen[n] === NOBODY && said !== NOBODY) sum.unseen++;
    }
  });
  return sum;
}

/** A free lane of the map: players run to and fro on it, dashing whenever they may. */
const LANE = { y: 490, fromX: 650, toX: 950 };

/** Px that one player covers in `sec` with so many inputs a tick pushed straight at the gate, behind no frame limit. */
export function measureFlood(inputsPerTick: number, sec: number, seed: number): { readonly px: number; readonly overBudget: number } {
  const gate = new InputGate<ArenaInput>({ seatsMax: arena.seatsMax, tickHz: arena.tickHz });
  const world = arena.createWorld(config, seed);
  gate.open(0);
  arena.join(world, 0, { name: 'runner', team: 0, bot: false });
  arena.step(world, [], () => {});
  const player = world.players[0]!;
  player.x = LANE.fromX;
  player.y = LANE.y;
  let moveX = 127;
  let px = 0;
  for (let n = 0; n < sec * TICK_HZ; n++) {
    if (player.x >= LANE.toX) moveX = -127;
    else if (player.x <= LANE.fromX) moveX = 127;
    const input = { moveX, moveY: 0, aim: 0, buttons: BUTTON.dash };
    gate.push(0, Array.from({ length: inputsPerTick }, () => ({ input, view: viewToWire(world.tick) })));
    const before = player.x;
    arena.step(world, [gate.take(0, world.tick, 50)], () => {});
    px += Math.abs(player.x - before);
  }
  return { px, overBudget: gate.verdicts(0)['over-budget'] };
}

export interface StallFigures {
  readonly seed: number;
  readonly sent: number;
  readonly simulated: number;
  readonly overBudget: number;
}

/** An honest player whose link stalls. At the end it stops and what is on its way arrives, so the counts must agree. */
export function measureStalls(link: LinkCondition, sec: number, seed: number): StallFigures {
  const match = new VirtualMatch(arenaRoom, config, seed);
  const wanderer = new Wanderer(seed);
  const player = match.join(link, { sample: () => wanderer.next() }, seed);
  const { seat, up } = player;
  const decoder = new InputDecoder(arena.input);
  const send = up.send.bind(up);
  let sent = 0;
  up.send = (nowMs, bytes) => {
    send(nowMs, bytes);
    if (bytes[0] !== OPCODE_INPUT) return;
    const decoded = decoder.decode(bytes);
    if (!decoded.ok) throw new Error(`the client sent what nobody can read: ${decoded.reason}`);
    sent += decoded.inputs.length;
  };
  match.run(sec * 1000);
  player.hidden = true;
  match.run(2_000);
  const { accepted, clamped, ...refused } = match.gate.verdicts(seat.id);
  return { seed, sent, simulated: accepted + clamped, overBudget: refused['over-budget'] };
}

// In: ball worlds before and after each step, and its events. Out: that goals, saves and energy add up, and bodies stay on the pitch.
// Run by: rooms/index.ts.
import type { GameEvent, SeatInputs, World } from '../../../../shared/netcode/room-type.ts';
import { BALL, ENERGY, OPTIONS, PLAYER, SEATS_MAX } from '../../../../shared/rooms/ball/constants.ts';
import type { BallEvent } from '../../../../shared/rooms/ball/events.ts';
import { OUTLINE, WALLS } from '../../../../shared/rooms/ball/pitch.ts';
import { ballOf, PHASE, type BallPlayer, type BallWorld } from '../../../../shared/rooms/ball/world.ts';
import { toGrid, type Body } from '../../../../shared/sim/collide.ts';
import { nextInt, type RandomState } from '../../../../shared/sim/random.ts';
import { Unchanged } from '../unchanged.ts';
import type { RoomRules, RoomWatch } from '../rules.ts';

type Say = (field: string, text: string) => void;

/** What the events say a player must have, and what of it was there before the step. */
interface Book {
  goals: number;
  assists: number;
  saves: number;
  tackles: number;
  /** Tackles begun in this step: they cost energy. */
  begun: number;
  readonly energy: number;
  readonly spawns: number;
}

const COUNTED = ['goals', 'assists', 'saves', 'tackles'] as const;
const COUNT_MAX = 255;
/** Rounding to the grid behind the walls' last word, px; and how far behind a wall another wall's place begins. */
const SLACK_PX = 0.05;
const BEHIND_PX = 24;

class BallWatch implements RoomWatch {
  readonly #say: Say;
  readonly #unchanged = new Unchanged(['x', 'y', 'energy', 'stun', 'charge', 'team', ...COUNTED]);
  #books: (Book | undefined)[] = [];
  #scores = { a: 0, b: 0 };
  #phase = 0;

  constructor(say: Say) {
    this.#say = say;
  }

  beforeStep(anyWorld: World): void {
    const world = anyWorld as BallWorld;
    this.#scores = { a: world.scoreA, b: world.scoreB };
    this.#phase = world.phase;
    this.#books = world.players.map((player) => {
      if (player === null) return undefined;
      const { goals, assists, saves, tackles, energy, spawns } = player;
      return { goals, assists, saves, tackles, energy, spawns, begun: 0 };
    });
    this.#unchanged.check(world, (seat, field, had, has) => this.#wrong(`players[${seat}].${field}`, had, has));
  }

  afterStep(anyWorld: World, inputs: SeatInputs<object>, events: readonly GameEvent[]): void {
    const world = anyWorld as BallWorld;
    for (const event of events) this.#book(event as BallEvent);
    if (world.scoreA !== this.#scores.a) this.#wrong('scoreA', this.#scores.a, world.scoreA);
    if (world.scoreB !== this.#scores.b) this.#wrong('scoreB', this.#scores.b, world.scoreB);
    for (const player of world.players) if (player !== null) this.#audit(player, inputs[player.id]?.length ?? 0, world.tickHz);
    for (const player of world.players) if (player !== null) this.#onPitch(`players[${player.id}]`, player, PLAYER.radiusPx);
    if (world.balls.length !== 1) this.#wrong('balls', 1, world.balls.length);
    this.#onPitch('balls[0]', ballOf(world), BALL.radiusPx);
    this.#unchanged.keep(world);
  }

  #book(event: BallEvent): void {
    const own = 'seat' in event ? this.#books[event.seat] : undefined;
    switch (event.kind) {
      case 'goal': {
        if (event.team === 1) this.#scores.a = Math.min(COUNT_MAX, this.#scores.a + 1);
        else this.#scores.b = Math.min(COUNT_MAX, this.#scores.b + 1);
        const helper = this.#books[event.assist];
        if (own !== undefined && event.own === 0) own.goals = Math.min(COUNT_MAX, own.goals + 1);
        if (helper !== undefined) helper.assists = Math.min(COUNT_MAX, helper.assists + 1);
        break;
      }
      case 'save': if (own !== undefined) own.saves = Math.min(COUNT_MAX, own.saves + 1); break;
      case 'fell': if (own !== undefined && event.won === 1) own.tackles = Math.min(COUNT_MAX, own.tackles + 1); break;
      case 'tackle': if (own !== undefined) own.begun++; break;
      case 'phase': this.#enter(event.phase); break;
      case 'kick': break;
    }
  }

  /** Behind the results everything counts from nothing again. */
  #enter(phase: number): void {
    if (this.#phase === PHASE.results && phase === PHASE.kickoff) {
      this.#scores = { a: 0, b: 0 };
      for (const book of this.#books) if (book !== undefined) book.goals = book.assists = book.saves = book.tackles = 0;
    }
    this.#phase = phase;
  }

  #audit(player: BallPlayer, inputs: number, tickHz: number): void {
    const { id, energy } = player;
    const book = this.#books[id];
    if (book === undefined) return this.#say(`players[${id}]`, 'came in the middle of a step');
    for (const field of COUNTED) if (player[field] !== book[field]) this.#wrong(`players[${id}].${field}`, book[field], player[field]);
    if (energy < 0 || energy > ENERGY.max || !Number.isInteger(energy)) this.#wrong(`players[${id}].energy`, `a whole number to ${ENERGY.max}`, energy);
    if (player.spawns !== book.spawns) return;
    const most = Math.min(ENERGY.max, book.energy + (inputs * ENERGY.regainPerSec) / tickHz);
    const least = book.energy - (inputs * ENERGY.boostPerSec) / tickHz - book.begun * ENERGY.tackle;
    if (energy > most || energy < least) this.#wrong(`players[${id}].energy`, `${least} to ${most} behind ${inputs} inputs`, energy);
  }

  #onPitch(field: string, body: Body, radius: number): void {
    const { x, y, vx, vy } = body;
    if (!isInside(x, y)) return this.#wrong(`${field}.x, y`, 'on the pitch', `${x}, ${y}`);
    for (const wall of WALLS) {
      const along = (x - wall.x) * wall.alongX + (y - wall.y) * wall.alongY;
      const off = (x - wall.x) * wall.inX + (y - wall.y) * wall.inY;
      if (along > 0 && along < wall.length && off > -BEHIND_PX && off <= radius - SLACK_PX) this.#wrong(`${field}.x, y`, `${radius} px from a wall`, `${x}, ${y}`);
    }
    for (const value of [x, y, vx, vy]) if (!Object.is(toGrid(value), value)) this.#wrong(`${field}.x, y`, 'on the grid of 1/16', value);
    if (Math.sqrt(vx * vx + vy * vy) > BALL.speedMaxPxPerSec + 1) this.#wrong(`${field}.vx, vy`, `at most ${BALL.speedMaxPxPerSec}`, `${vx}, ${vy}`);
  }

  #wrong(field: string, expected: unknown, found: unknown): void {
    this.#say(field, `is ${JSON.stringify(found)} and must be ${JSON.stringify(expected)}`);
  }
}

/** Even and odd crossings of a ray to the right. */
function isInside(x: number, y: number): boolean {
  let inside = false;
  for (let i = 0; i < OUTLINE.length; i++) {
    const [ax, ay] = OUTLINE[i]!;
    const [bx, by] = OUTLINE[(i + 1) % OUTLINE.length]!;
    if ((ay > y) !== (by > y) && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}

const spoiled = (name: string, field: RegExp, spoil: (player: BallPlayer, world: BallWorld) => void) => ({
  name, expect: { invariant: 'rules', field },
  spoil(anyWorld: World) {
    const world = anyWorld as BallWorld;
    const player = world.players.find((each) => each !== null);
    if (player !== null && player !== undefined && world.phase === PHASE.live && world.tick % 60 === 0) spoil(player, world);
  },
});

export const ballRules: RoomRules = {
  options: (random: RandomState) => ({
    botsMin: nextInt(random, SEATS_MAX + 1), botLevel: OPTIONS.botLevels[nextInt(random, OPTIONS.botLevels.length)], matchSec: OPTIONS.matchSecMin + nextInt(random, 20),
  }),
  watch: (say) => new BallWatch(say),
  counted: ['kick', 'tackle', 'fell', 'goal', 'save'],
  faults: [
    spoiled('a goal that nobody shot', /^players\[\d\]\.goals$/, (player) => { player.goals++; }),
    spoiled('a score without a goal', /^scoreB$/, (_player, world) => { world.scoreB++; }),
    spoiled('energy from nowhere', /^players\[\d\]\.energy$/, (player) => { player.energy += player.energy > 3_000 ? -500 : 500; }),
    spoiled('a ball behind the wall', /^balls\[0\]\.x, y$/, (_player, world) => { ballOf(world).y = 4; }),
    spoiled('a player half in the wall', /^players\[\d\]\.x, y$/, (player) => { player.y = 40; player.x = 500; }),
    spoiled('a ball off the grid', /^balls\[0\]\.x, y$/, (_player, world) => { ballOf(world).x += 1 / 64; }),
  ],
};

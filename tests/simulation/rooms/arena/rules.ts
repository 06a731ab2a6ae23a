// In: arena worlds before and after each step, and its events. Out: that health, armour, ammunition and score add up, and nobody is
// where nobody can be. Run by: rooms/index.ts.
import { LIMITS } from '../../../../shared/netcode/limits.ts';
import type { GameEvent, World } from '../../../../shared/netcode/room-type.ts';
import { LIFE, MOVE, OPTIONS, PICKUP, PLAYER_RADIUS_PX, SEATS_MAX, WEAPON, WEAPONS } from '../../../../shared/rooms/arena/constants.ts';
import type { ArenaEvent } from '../../../../shared/rooms/arena/events.ts';
import { rocketAt } from '../../../../shared/rooms/arena/rockets.ts';
import { mapOf } from '../../../../shared/rooms/arena/rules.ts';
import { PHASE, type ArenaPlayer, type ArenaWorld } from '../../../../shared/rooms/arena/world.ts';
import { MAP_NAMES } from '../../../../shared/maps/index.ts';
import { isBlocked } from '../../../../shared/sim/collide.ts';
import { nextInt, type RandomState } from '../../../../shared/sim/random.ts';
import { Unchanged } from '../unchanged.ts';
import type { RoomRules, RoomWatch } from '../rules.ts';

type Say = (field: string, text: string) => void;

/** What the events say a player must have now. Armour is known within a few points: a hit tells what health it cost. */
interface Book {
  health: number;
  armourMin: number;
  armourMax: number;
  alive: boolean;
  /** Magazine and reserve together, by weapon; rounds of a shotgun leave pellet by pellet. */
  rounds: number[];
  kills: number;
  deaths: number;
  assists: number;
  score: number;
}

const BOOKED = ['health', 'armour', 'alive', 'magRifle', 'magShotgun', 'magRocket', 'reserveRifle', 'reserveShotgun', 'reserveRocket', 'kills', 'deaths', 'assists', 'score', 'x', 'y'] as const;
/** Half the armour's share of the hardest hit, rounded up: what a fatal hit may take of it. */
const FATAL_ARMOUR = Math.floor((WEAPONS[WEAPON.rocket].damage * LIFE.armourThirds) / 3);
const SPEED_SLACK = 1;

class ArenaWatch implements RoomWatch {
  readonly #say: Say;
  #books: (Book | undefined)[] = [];
  #scores = { a: 0, b: 0 };
  readonly #unchanged = new Unchanged(BOOKED);

  constructor(say: Say) {
    this.#say = say;
  }

  beforeStep(anyWorld: World): void {
    const world = anyWorld as ArenaWorld;
    this.#scores = { a: world.scoreA, b: world.scoreB };
    this.#books = world.players.map((player) => (player === null ? undefined : bookOf(player)));
    this.#unchanged.check(world, (seat, field, had, has) => this.#wrong(seat, field, had, has));
  }

  afterStep(anyWorld: World, _inputs: unknown, events: readonly GameEvent[]): void {
    const world = anyWorld as ArenaWorld;
    for (const [n, event] of events.entries()) this.#book(world, event as ArenaEvent, events[n + 1] as ArenaEvent | undefined);
    for (const player of world.players) if (player !== null) this.#audit(player);
    if (world.scoreA !== this.#scores.a) this.#say('scoreA', `${world.scoreA}, and ${this.#scores.a} by the kills`);
    if (world.scoreB !== this.#scores.b) this.#say('scoreB', `${world.scoreB}, and ${this.#scores.b} by the kills`);
    this.#lookAround(world);
    this.#unchanged.keep(world);
  }

  #book(world: ArenaWorld, event: ArenaEvent, next: ArenaEvent | undefined): void {
    const own = 'seat' in event ? this.#books[event.seat] : undefined;
    switch (event.kind) {
      case 'phase': if (event.phase !== PHASE.results) this.#fresh(); break;
      case 'spawn': this.#spawn(event.seat); break;
      case 'shot': if (own !== undefined) own.rounds[event.weapon]! -= 1 / WEAPONS[event.weapon]!.pellets; break;
      case 'launch': if (own !== undefined) own.rounds[WEAPON.rocket]! -= 1; break;
      case 'hit': this.#hit(event, next); break;
      case 'kill': this.#kill(world, event); break;
      case 'pickup': if (own !== undefined) pickUp(own, world.players[event.seat]!, mapOf(world).pickups[event.pickup]!.kind); break;
      case 'explode': case 'dash': case 'reload': case 'dry': break;
    }
  }

  #fresh(): void {
    this.#scores = { a: 0, b: 0 };
    for (const book of this.#books) if (book !== undefined) book.kills = book.deaths = book.assists = book.score = 0;
  }

  #spawn(seat: number): void {
    const book = this.#books[seat];
    if (book === undefined) return;
    Object.assign(book, { health: LIFE.healthMax, armourMin: 0, armourMax: 0, alive: true, rounds: WEAPONS.map(({ magSize, reserveStart }) => magSize + reserveStart) });
  }

  #hit({ seat, victim, damage, fatal }: ArenaEvent & { kind: 'hit' }, next: ArenaEvent | undefined): void {
    const book = this.#books[victim];
    if (book === undefined || !book.alive) return this.#say(`players[${victim}]`, 'was hit without being in play');
    book.health -= damage;
    // Of a hit h armour takes a = floor(2h/3) while it lasts, health d = h - a: a is 2d, or one or two less.
    book.armourMin = Math.max(0, book.armourMin - (fatal === 1 ? FATAL_ARMOUR : 2 * damage));
    if (fatal === 0) book.armourMax = Math.max(0, book.armourMax - Math.max(0, 2 * damage - 2));
    const isKill = next?.kind === 'kill' && next.victim === victim && next.seat === seat;
    if ((fatal === 1) !== isKill) this.#say(`players[${victim}].deaths`, fatal === 1 ? 'a fatal hit was no kill' : 'a kill without a fatal hit');
    if ((fatal === 1) !== (book.health === 0)) this.#say(`players[${victim}].health`, `${book.health} behind a hit that was ${fatal === 1 ? '' : 'not '}fatal`);
  }

  #kill(world: ArenaWorld, { seat, victim, assist }: ArenaEvent & { kind: 'kill' }): void {
    const [dead, killer, helper] = [this.#books[victim], this.#books[seat], this.#books[assist]];
    if (dead !== undefined) {
      dead.alive = false;
      dead.deaths++;
    }
    if (helper !== undefined) helper.assists++;
    const points = seat === victim ? -1 : 1;
    if (killer === undefined) return;
    if (seat !== victim) killer.kills++;
    killer.score += points;
    const team = world.players[seat]?.team ?? 0;
    if (team === 1) this.#scores.a += points;
    if (team === 2) this.#scores.b += points;
    if (seat !== victim && team !== 0 && world.players[victim]?.team === team) this.#say(`players[${seat}].kills`, `killed seat ${victim} of the own team`);
  }

  #audit(player: ArenaPlayer): void {
    const { id } = player;
    const book = this.#books[id];
    if (book === undefined) return this.#say(`players[${id}]`, 'came in the middle of a step');
    for (const field of ['health', 'alive', 'kills', 'deaths', 'assists', 'score'] as const) {
      if (player[field] !== book[field]) this.#wrong(id, field, book[field], player[field]);
    }
    if (player.armour < book.armourMin || player.armour > book.armourMax) this.#wrong(id, 'armour', `${book.armourMin} to ${book.armourMax}`, player.armour);
    if (player.health < 0 || player.health > LIFE.healthMax || player.alive !== player.health > 0) this.#wrong(id, 'health', 'that of the living or the dead', player.health);
    if (player.armour < 0 || player.armour > LIFE.armourMax) this.#wrong(id, 'armour', 'within its bounds', player.armour);
    for (const [w, { mag, reserve, magSize, reserveMax }] of WEAPONS.entries()) {
      const rounds = player[mag] + player[reserve];
      // Thirds and eighths of rounds are exact in binary only where pellets are a power of two.
      if (Math.abs(rounds - book.rounds[w]!) > 1e-9) this.#wrong(id, `${mag} + ${reserve}`, book.rounds[w], rounds);
      if (player[mag] < 0 || player[mag] > magSize) this.#wrong(id, mag, `0 to ${magSize}`, player[mag]);
      if (player[reserve] < 0 || player[reserve] > reserveMax) this.#wrong(id, reserve, `0 to ${reserveMax}`, player[reserve]);
    }
  }

  #lookAround(world: ArenaWorld): void {
    const map = mapOf(world);
    for (const player of world.players) {
      if (player === null) continue;
      const { id, x, y, vx, vy } = player;
      if (isBlocked(map.solidGrid, x, y, PLAYER_RADIUS_PX)) this.#wrong(id, 'x, y', 'free ground', `${x}, ${y}`);
      if (x * 16 !== Math.round(x * 16) || y * 16 !== Math.round(y * 16)) this.#wrong(id, 'x, y', 'on the grid of 1/16', `${x}, ${y}`);
      if (Math.sqrt(vx * vx + vy * vy) > MOVE.speedMaxPxPerSec + SPEED_SLACK) this.#wrong(id, 'vx, vy', `at most ${MOVE.speedMaxPxPerSec}`, `${vx}, ${vy}`);
    }
    for (const rocket of world.rockets) {
      const { x, y } = rocketAt(rocket, world.tick, world.config.tickHz);
      const isInside = x >= -1 && y >= -1 && x <= map.width + 1 && y <= map.height + 1;
      if (!isInside) this.#say(`rockets[${rocket.id}]`, `flies outside of the map at ${x}, ${y}`);
      if (world.players[rocket.owner] === null) this.#say(`rockets[${rocket.id}].owner`, 'has left');
    }
    if (world.pickups.length !== map.pickups.length) this.#say('pickups', `${world.pickups.length} of ${map.pickups.length}`);
    const historyMax = Math.ceil((((LIMITS.rewindMsMax + LIMITS.interpMsMax + LIMITS.rewindSlackMs) / 1000) * world.config.tickHz) / world.config.patchTicks) + 2;
    if (world.history.length > historyMax) this.#say('history', `${world.history.length} patches kept for rewind, at most ${historyMax} may be`);
  }

  #wrong(seat: number, field: string, expected: unknown, found: unknown): void {
    this.#say(`players[${seat}].${field}`, `is ${JSON.stringify(found)} and must be ${JSON.stringify(expected)}`);
  }
}

function bookOf(player: ArenaPlayer): Book {
  const { health, armour, alive, kills, deaths, assists, score } = player;
  const rounds = [player.magRifle + player.reserveRifle, player.magShotgun + player.reserveShotgun, player.magRocket + player.reserveRocket];
  return { health, armourMin: armour, armourMax: armour, alive, kills, deaths, assists, score, rounds };
}

/** What a reload moves and a pick-up adds to: a reserve that is full takes no more, so the reserve found is the measure. */
function pickUp(book: Book, player: ArenaPlayer, kind: 'health' | 'armour' | 'ammo'): void {
  if (kind === 'health') book.health = Math.min(LIFE.healthMax, book.health + PICKUP.health.amount);
  if (kind === 'armour') {
    book.armourMin = Math.min(LIFE.armourMax, book.armourMin + PICKUP.armour.amount);
    book.armourMax = Math.min(LIFE.armourMax, book.armourMax + PICKUP.armour.amount);
  }
  if (kind !== 'ammo') return;
  for (const [w, { mag, reserveMax, pickup }] of WEAPONS.entries()) {
    const reserve = Math.round(book.rounds[w]!) - player[mag];
    if (reserve < reserveMax) book.rounds[w]! += Math.min(pickup, reserveMax - reserve);
  }
}

const now = (world: World, every: number): ArenaPlayer | undefined => (
  world.tick % every === 0 ? (world as ArenaWorld).players.find((player): player is ArenaPlayer => player?.alive === true) : undefined
);
const spoiled = (name: string, field: RegExp, spoil: (player: ArenaPlayer, world: ArenaWorld) => void) => ({
  name, expect: { invariant: 'rules', field },
  spoil(world: World) {
    const player = now(world, 120);
    if (player !== undefined) spoil(player, world as ArenaWorld);
  },
});

export const arenaRules: RoomRules = {
  options: (random: RandomState) => ({
    map: MAP_NAMES[nextInt(random, MAP_NAMES.length)], mode: nextInt(random, 2) === 0 ? 'ffa' : 'teams', botsMin: nextInt(random, 7),
    botLevel: OPTIONS.botLevels[nextInt(random, OPTIONS.botLevels.length)], matchSec: OPTIONS.matchSecMin + nextInt(random, 20), warmupSec: nextInt(random, 6),
  }),
  watch: (say) => new ArenaWatch(say),
  counted: ['shot', 'launch', 'hit', 'kill', 'pickup'],
  faults: [
    spoiled('a point of health from nowhere', /^players\[\d+\]\.health$/, (player) => { player.health -= player.health > 1 ? 1 : -1; }),
    spoiled('armour from nowhere', /^players\[\d+\]\.armour$/, (player) => { player.armour += player.armour < 50 ? 40 : -40; }),
    spoiled('a round from nowhere', /^players\[\d+\]\.magRifle \+ reserveRifle$/, (player) => { player.reserveRifle += player.reserveRifle > 0 ? -1 : 1; }),
    spoiled('a kill that nobody died of', /^players\[\d+\]\.kills$/, (player) => { player.kills++; }),
    spoiled('a score from nowhere', /^players\[\d+\]\.score$/, (player) => { player.score += 2; }),
    spoiled('a team score from nowhere', /^scoreA$/, (_player, world) => { world.scoreA++; }),
    spoiled('a body in a wall', /^players\[\d+\]\.x, y$/, (player, world) => {
      const wall = mapOf(world).walls[0]!;
      player.x = wall.x + wall.w / 2;
      player.y = wall.y + wall.h / 2;
    }),
    spoiled('a body outside of the map', /^players\[\d+\]\.x, y$/, (player) => { player.x = -40; }),
    spoiled('a past without an end', /^history$/, (_player, world) => { for (let n = 0; n < 40; n++) world.history.unshift(world.history[0]!); }),
    spoiled('a rocket whose owner has left', /^rockets\[\d+\]\.owner$/, (player, world) => {
      world.rockets.push({ id: (SEATS_MAX - 1) * 256, owner: SEATS_MAX - 1, team: 0, startX: player.x, startY: player.y, vx: 16, vy: 0, startTick: world.tick });
    }),
  ],
};

// In: a link, a seed, rewind on or off. Out: how many die although on their own screen cover stood between already.
// Run by: lag-figures, tests/rooms/arena.
import { arenaRoom } from '../../server/rooms/arena/room.ts';
import type { World } from '../../shared/netcode/room-type.ts';
import { arenaBots, type ArenaBotMemory } from '../../shared/rooms/arena/bot.ts';
import { PLAYER_RADIUS_PX, WEAPON } from '../../shared/rooms/arena/constants.ts';
import type { ArenaEvent } from '../../shared/rooms/arena/events.ts';
import type { ArenaInput } from '../../shared/rooms/arena/input.ts';
import { mapOf } from '../../shared/rooms/arena/rules.ts';
import type { ArenaWorld } from '../../shared/rooms/arena/world.ts';
import { hasLineOfSight } from '../../shared/sim/collide.ts';
import type { LinkCondition } from '../support/lossy-link.ts';
import { VirtualMatch, type Brain } from '../support/virtual-match.ts';
import { config, playersOf, type AnyClient } from './stats.ts';

const PLAYERS = 6;
/** Reacts within 350 ms, aims with an error that wanders, circles its enemy, breaks off and runs when weak. */
const LEVEL = 'normal';
/** Cover hides a body when it stops the lines to its middle and to nearly its edges. */
const EDGE = 0.95;

interface Place { readonly x: number; readonly y: number }
interface Death {
  /** Matches end and the next is on another map. */
  readonly map: string;
  readonly own: Place;
  /** Where the victim's screen showed the others, by seat. */
  readonly others: ReadonlyMap<number, Place>;
}

/** The room's own bot behind a whole client: it sees what a player's screen shows. */
class Player implements Brain {
  readonly deaths: Death[] = [];
  readonly #memory: ArenaBotMemory;
  #drawn: World | undefined;
  #last: Death | undefined;

  constructor(seed: number) {
    this.#memory = arenaBots.createMemory(seed, LEVEL);
  }

  sample(world: World, seat: number): ArenaInput {
    return arenaBots.think((this.#drawn ?? world) as ArenaWorld, seat, this.#memory);
  }

  watch(client: AnyClient, drawn: World): void {
    this.#drawn = drawn;
    const own = (drawn as ArenaWorld).players[client.seat];
    if (own === null || own === undefined) return;
    if (!own.alive) {
      if (this.#last !== undefined) this.deaths.push(this.#last);
      this.#last = undefined;
      return;
    }
    const others = playersOf(drawn).filter(({ id }) => id !== client.seat).map(({ id, x, y }) => [id, { x, y }] as const);
    this.#last = { map: (drawn as ArenaWorld).map, own: { x: own.x, y: own.y }, others: new Map(others) };
  }
}

/** Whether cover stands between the two, so that none of the body shows. */
export function isBehindCover(world: { readonly map: string }, from: Place, body: Place): boolean {
  const { solidGrid } = mapOf(world);
  const [dx, dy] = [body.x - from.x, body.y - from.y];
  const distance = Math.sqrt(dx * dx + dy * dy) || 1;
  return [-EDGE, 0, EDGE].every((side) => {
    const offset = side * PLAYER_RADIUS_PX;
    return !hasLineOfSight(solidGrid, from.x, from.y, body.x - (dy / distance) * offset, body.y + (dx / distance) * offset);
  });
}

export interface DeathFigures {
  readonly seed: number;
  /** Deaths by rifle and shotgun, whose shots are rewound; rockets fly in the present, and their blast goes round corners. */
  readonly deaths: number;
  readonly behindCover: number;
}

/** Runs until so many have died. A death is judged as the victim saw it: by the last frame before its screen said so. */
export function measureDeaths(link: LinkCondition, options: { readonly rewind: boolean; readonly deaths: number; readonly seed: number }): DeathFigures {
  const { rewind, seed } = options;
  const match = new VirtualMatch(arenaRoom, { ...config, rewind }, seed);
  const players = Array.from({ length: PLAYERS }, (_, n) => new Player(seed + n));
  players.forEach((player, n) => match.join(link, player, seed + n));
  const kills: { readonly by: number; readonly weapon: number }[][] = players.map(() => []);
  match.onStep = (_world, events) => {
    for (const event of events as readonly ArenaEvent[]) if (event.kind === 'kill') kills[event.victim]!.push({ by: event.seat, weapon: event.weapon });
  };
  const count = () => {
    let [deaths, behindCover] = [0, 0];
    players.forEach((victim, seat) => victim.deaths.forEach((death, n) => {
      const { by, weapon } = kills[seat]![n]!;
      if (weapon === WEAPON.rocket || by === seat) return;
      deaths++;
      if (isBehindCover(death, death.others.get(by)!, death.own)) behindCover++;
    }));
    return { seed, deaths, behindCover };
  };
  for (;;) {
    const figures = count();
    if (figures.deaths >= options.deaths) return figures;
    match.run(10_000);
  }
}

// In: brawls of twelve with every weapon, joins and leaves, from a seed. Out: proof that a world never leaves its bounds,
// that the same inputs give the same world, and that a world kept as JSON goes on as if it had never been. Run by: vitest.
import { describe, expect, test } from 'vitest';
import { EventCodec } from '../../../shared/netcode/event-codec.ts';
import { MAP_NAMES } from '../../../shared/maps/index.ts';
import { LIFE, MOVE, PLAYER_RADIUS_PX, WEAPONS } from '../../../shared/rooms/arena/constants.ts';
import { arenaEvents, type ArenaEvent } from '../../../shared/rooms/arena/events.ts';
import { BUTTON, type ArenaInput } from '../../../shared/rooms/arena/input.ts';
import { leave } from '../../../shared/rooms/arena/rules.ts';
import { areEnemies } from '../../../shared/rooms/arena/spawn.ts';
import { step } from '../../../shared/rooms/arena/step.ts';
import { PHASE, type ArenaConfig, type ArenaPlayer, type ArenaWorld } from '../../../shared/rooms/arena/world.ts';
import { isBlocked, toGrid } from '../../../shared/sim/collide.ts';
import { nextInt, seedRandom, type RandomState } from '../../../shared/sim/random.ts';
import { cosineOf, directionOf, sineOf } from '../../../shared/sim/sine.ts';
import type { TimedInput } from '../../../shared/netcode/room-type.ts';
import { Bench } from './arena-bench.ts';

const SEATS = 12;
const SECONDS = 30;

/** Goes after the nearest enemy or, every other time, anywhere; aims with an error and presses everything now and then. */
function brawl(world: ArenaWorld, me: ArenaPlayer, random: RandomState, last: ArenaInput): ArenaInput {
  const gap = (p: ArenaPlayer) => (p.x - me.x) ** 2 + (p.y - me.y) ** 2;
  const foes = world.players.filter((p): p is ArenaPlayer => p !== null && p.alive && areEnemies(me, p));
  const foe = foes.sort((a, b) => gap(a) - gap(b))[0] ?? me;
  const way = directionOf(foe.x - me.x, foe.y - me.y);
  let { moveX, moveY } = last;
  if (nextInt(random, 15) === 0) {
    const heading = nextInt(random, 2) === 0 ? way : nextInt(random, 65_536);
    moveX = Math.round(cosineOf(heading) * 127);
    moveY = Math.round(sineOf(heading) * 127);
  }
  const aim = (way + nextInt(random, 2_000) - 1_000) & 0xffff;
  const weapon = nextInt(random, 150) === 0 ? ((1 + nextInt(random, 3)) << BUTTON.weaponShift) : 0;
  const dash = nextInt(random, 60) === 0 ? BUTTON.dash : 0;
  const reload = nextInt(random, 200) === 0 ? BUTTON.reload : 0;
  return { moveX, moveY, aim, buttons: BUTTON.fire | weapon | dash | reload };
}

type Row = (TimedInput<ArenaInput>[] | undefined)[];

/** One tick's inputs: mostly one a seat, sometimes none, sometimes the burst after a stall. */
function rowOf(bench: Bench, random: RandomState, last: ArenaInput[]): Row {
  return bench.world.players.map((player, seat) => {
    if (player === null) return undefined;
    const count = [0, 1, 1, 1, 1, 1, 1, 1, 1, 4][nextInt(random, 10)]!;
    return Array.from({ length: count }, () => {
      last[seat] = brawl(bench.world, player, random, last[seat] ?? { moveX: 0, moveY: 0, aim: 0, buttons: 0 });
      const age = nextInt(random, 40 * 16) / 16;
      return bench.timed(seat, last[seat], Math.max(0, bench.world.tick - age));
    });
  });
}

interface Fought {
  readonly bench: Bench;
  /** The world half-way as JSON, and every row that came after. */
  readonly middle: string;
  readonly rows: readonly Row[];
}

function fight(seed: number, config: Partial<ArenaConfig>, check: (bench: Bench, from: number) => void): Fought {
  const bench = new Bench(SEATS, { matchSec: 12, warmupSec: 1, ...config }, seed);
  const random = seedRandom(seed);
  const last: ArenaInput[] = [];
  const rows: Row[] = [];
  const ticks = SECONDS * bench.world.config.tickHz;
  let middle = '';
  for (let tick = 0; tick < ticks; tick++) {
    if (tick * 2 === ticks) middle = JSON.stringify(bench.world);
    if (tick * 4 === ticks) leave(bench.world, 5);
    if (tick * 4 === ticks + 40) bench.join(5);
    const row = rowOf(bench, random, last);
    if (middle !== '') rows.push(row);
    const from = bench.events.length;
    step(bench.world, row, (event) => bench.events.push(event));
    check(bench, from);
  }
  return { bench, middle, rows };
}

function within(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/** What is wrong with a player, by name; nothing if all is well. Plain comparisons: expect() a million times is slow. */
function faultsOf({ map }: Bench, p: ArenaPlayer): string[] {
  const faults: string[] = [];
  const must = (holds: boolean, name: string) => { if (!holds) faults.push(name); };
  must(!isBlocked(map.solidGrid, p.x, p.y, PLAYER_RADIUS_PX), 'in a wall');
  for (const field of ['x', 'y', 'vx', 'vy'] as const) must(Object.is(toGrid(p[field]), p[field]), `${field} off the grid`);
  must(Math.sqrt(p.vx * p.vx + p.vy * p.vy) <= MOVE.speedMaxPxPerSec + 0.1, 'too fast');
  must(within(p.health, 0, LIFE.healthMax) && p.alive === p.health > 0, 'health');
  must(within(p.armour, 0, LIFE.armourMax), 'armour');
  for (const weapon of WEAPONS) {
    must(within(p[weapon.mag], 0, weapon.magSize), weapon.mag);
    must(within(p[weapon.reserve], 0, weapon.reserveMax), weapon.reserve);
  }
  must(within(p.aim, 0, 255) && within(p.shots, 0, 255) && within(p.spawns, 0, 255), 'counters');
  // What kills and score differ by are deaths by one's own hand.
  must(p.score <= p.kills && p.kills - p.score <= p.deaths, 'score');
  return faults;
}

const codec = new EventCodec<ArenaEvent>(arenaEvents);

function checkWorld(bench: Bench, from: number): void {
  const { world, map, events } = bench;
  const faults: string[] = [];
  for (const p of world.players) {
    if (p !== null) faults.push(...faultsOf(bench, p).map((fault) => `seat ${p.id}: ${fault}`));
  }
  for (const r of world.rockets) if (world.players[r.owner] === null) faults.push(`rocket ${r.id} of nobody`);
  if (new Set(world.rockets.map((r) => r.id)).size !== world.rockets.length) faults.push('two rockets of one name');
  for (const s of world.history) if (s.tick % world.config.patchTicks !== 0) faults.push(`history at ${s.tick}`);
  if (world.pickups.length !== map.pickups.length) faults.push('pick-ups');
  if (world.phase === PHASE.results && world.rockets.length > 0) faults.push('rockets after the match');
  const told = events.slice(from).map((event) => ({ tick: world.tick, event }));
  const decoded = codec.decode(codec.encode(told));
  if (JSON.stringify(decoded) !== JSON.stringify(told)) faults.push(`not for the wire: ${JSON.stringify(told)}`);
  if (faults.length > 0) throw new Error(`tick ${world.tick}: ${faults.join('; ')}`);
}

const kinds = MAP_NAMES.flatMap((map) => [
  { map, mode: 'ffa', tickHz: 60 } as const, { map, mode: 'teams', tickHz: 30 } as const,
]);

describe.each(kinds)('$mode on $map at $tickHz ticks a second', (config) => {
  const seed = config.map.length * 1_000 + config.tickHz;

  test(`stays within its bounds, comes out the same, and survives being JSON (seed ${seed})`, () => {
    const first = fight(seed, config, checkWorld);
    const count = (kind: ArenaEvent['kind']) => first.bench.of(kind).length;
    for (const kind of ['shot', 'launch', 'explode', 'hit', 'kill', 'dash', 'reload'] as const) {
      expect(count(kind), kind).toBeGreaterThan(5);
    }
    expect(first.bench.world.round).toBeGreaterThan(0);

    const again = fight(seed, config, () => {});
    expect(again.bench.world).toEqual(first.bench.world);
    expect(again.bench.events).toEqual(first.bench.events);

    const restored = JSON.parse(first.middle) as ArenaWorld;
    for (const row of first.rows) step(restored, row, () => {});
    expect(restored).toEqual(first.bench.world);
  });
});

test('kills, deaths and team scores add up', () => {
  const { bench } = fight(77, { mode: 'teams', map: 'foundry', matchSec: 600, warmupSec: 0 }, () => {});
  const { world } = bench;
  const suicides = bench.of('kill').filter((e) => e.seat === e.victim).length;
  expect(bench.of('kill').length - suicides).toBeGreaterThan(10);
  for (const { seat, victim } of bench.of('kill')) {
    if (seat !== victim) expect(world.players[seat]!.team).not.toBe(world.players[victim]!.team);
  }
  expect(bench.of('hit').filter((e) => e.fatal === 1)).toHaveLength(bench.of('kill').length);
  expect(world.scoreA + world.scoreB).toBe(bench.of('kill').length - 2 * suicides);
});

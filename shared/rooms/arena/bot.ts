// In: the arena as a player sees it, and the bot's own memory. Out: one input. Run by: rooms (seats), headless players.
import { mapNamed } from '../../maps/index.ts';
import type { PreparedMap } from '../../maps/map-format.ts';
import type { BotRules } from '../../netcode/room-type.ts';
import { hasLineOfSight } from '../../sim/collide.ts';
import { nextInt, seedRandom, type RandomState } from '../../sim/random.ts';
import { cosineOf, directionOf, sineOf, TURN, turnBetween } from '../../sim/sine.ts';
import { BUTTON, NEUTRAL_INPUT, type ArenaInput } from './input.ts';
import { wayTo } from './navigation.ts';
import type { ArenaPlayer, ArenaWorld } from './world.ts';

/** How human a bot is. Directions are in 1/65536 turns, times in milliseconds. */
interface Skill {
  /** Between seeing somebody and the first shot; people need 200 to 500. */
  readonly reactionMs: number;
  /** Largest error of aim; a body 400 px away is 940 wide. */
  readonly aimError: number;
  /** Fastest turn a tick. */
  readonly turnMax: number;
  readonly sightPx: number;
}

const SKILLS: Readonly<Record<string, Skill>> = {
  easy: { reactionMs: 550, aimError: 2_600, turnMax: 700, sightPx: 600 },
  normal: { reactionMs: 350, aimError: 1_300, turnMax: 1_100, sightPx: 750 },
  hard: { reactionMs: 220, aimError: 520, turnMax: 1_900, sightPx: 900 },
};

export interface ArenaBotMemory {
  readonly random: RandomState;
  readonly level: string;
  /** Seat being fought, -1 for none, and the tick it came into sight. */
  target: number;
  seenAt: number;
  aim: number;
  error: number;
  errorUntil: number;
  strafe: number;
  strafeUntil: number;
  goalX: number;
  goalY: number;
  goalUntil: number;
}

/** A gun's reach in a bot's hands: [weapon, nearest, farthest px]. Later entries are preferred where they fit. */
const RANGES = [[0, 0, 900], [2, 240, 620], [1, 0, 230]] as const;
const RETREAT_HEALTH = 35;

export const arenaBots: BotRules<ArenaWorld, ArenaInput, ArenaBotMemory> = {
  levels: Object.keys(SKILLS),
  createMemory: (seed, level) => ({
    random: seedRandom(seed), level: level in SKILLS ? level : 'normal', target: -1, seenAt: 0, aim: 0, error: 0, errorUntil: 0,
    strafe: 1, strafeUntil: 0, goalX: 0, goalY: 0, goalUntil: 0,
  }),
  think(world, seat, memory) {
    const me = world.players[seat];
    const map = mapNamed(world.map);
    if (me === null || me === undefined || map === undefined) return NEUTRAL_INPUT;
    if (!me.alive) {
      memory.target = -1;
      memory.goalUntil = 0;
      return { ...NEUTRAL_INPUT, aim: memory.aim };
    }
    const skill = SKILLS[memory.level]!;
    const enemy = watch(world, me, memory, { map, skill });
    const move = steer(world, me, memory, { map, enemy });
    const buttons = enemy === undefined ? calmButtons(me) : fight(world, me, memory, { enemy, skill });
    if (enemy === undefined && (move.dx !== 0 || move.dy !== 0)) turn(memory, directionOf(move.dx, move.dy), skill.turnMax);
    return { ...push(move), aim: memory.aim, buttons: buttons | dash(me, memory, enemy) };
  },
  featsBetween: (before, after) => ({ shots: (after.shots - before.shots) & 0xff }),
  featEvents: ['hit'],
  hold: (input) => ({ ...input, buttons: (input.buttons & BUTTON.dash) | BUTTON.fire }),
  rapid: (input, n) => ({ ...input, buttons: (input.buttons & BUTTON.dash) | macro(n) }),
};

/** Ticks that each way round the rules is tried before the next. */
const MACRO_TICKS = 60;
/** Ticks from one gun to the other and a shot; back at once, so as not to wait for its interval. */
const SWAP_TICKS = 24;

/** Pulls on every second input; swaps guns between two shots; reloads whenever it has fired. */
function macro(n: number): number {
  switch (Math.floor(n / MACRO_TICKS) % 3) {
    case 0: return n % 2 === 0 ? BUTTON.fire : 0;
    case 1: return BUTTON.fire | ((n % SWAP_TICKS === 0 ? 1 + (Math.floor(n / SWAP_TICKS) % 2) : 0) << BUTTON.weaponShift);
    default: return n % 8 === 7 ? BUTTON.reload : BUTTON.fire;
  }
}

interface Eyes { readonly map: PreparedMap; readonly skill: Skill }

/** The nearest enemy in sight; staying with one already seen unless another is much nearer. */
function watch(world: ArenaWorld, me: ArenaPlayer, memory: ArenaBotMemory, { map, skill }: Eyes): ArenaPlayer | undefined {
  let best: ArenaPlayer | undefined;
  let bestGap = skill.sightPx * skill.sightPx;
  for (const other of world.players) {
    if (other === null || other.id === me.id || !other.alive || (me.team !== 0 && other.team === me.team)) continue;
    const gap = squareGap(me, other) * (other.id === memory.target ? 0.6 : 1);
    if (gap >= bestGap || !hasLineOfSight(map.wallGrid, me.x, me.y, other.x, other.y)) continue;
    best = other;
    bestGap = gap;
  }
  if ((best?.id ?? -1) !== memory.target) memory.seenAt = world.tick;
  memory.target = best?.id ?? -1;
  return best;
}

interface Enemy { readonly enemy: ArenaPlayer; readonly skill: Skill }

/** Turns towards the enemy with an error that wanders, and fires once it had time to react and is about on target. */
function fight(world: ArenaWorld, me: ArenaPlayer, memory: ArenaBotMemory, { enemy, skill }: Enemy): number {
  const hz = world.config.tickHz;
  if (world.tick >= memory.errorUntil) {
    memory.error = nextInt(memory.random, skill.aimError * 2 + 1) - skill.aimError;
    memory.errorUntil = world.tick + Math.round(hz * 0.3);
  }
  const gap = Math.sqrt(squareGap(me, enemy));
  // A rocket needs about a second for 600 px; guns need nothing.
  const leadSec = me.weapon === 2 ? gap / 600 : 0;
  const wanted = directionOf(enemy.x + enemy.vx * leadSec - me.x, enemy.y + enemy.vy * leadSec - me.y) + memory.error;
  turn(memory, wanted, skill.turnMax);
  const weapon = bestWeapon(me, gap);
  const choose = weapon === me.weapon ? 0 : (weapon + 1) << BUTTON.weaponShift;
  const reacted = world.tick - memory.seenAt >= (skill.reactionMs * hz) / 1000;
  const onTarget = Math.abs(turnBetween(memory.aim, wanted)) < 1_200;
  return choose | (reacted && onTarget && choose === 0 ? BUTTON.fire : 0);
}

function bestWeapon(me: ArenaPlayer, gap: number): number {
  const loaded = [me.magRifle + me.reserveRifle, me.magShotgun + me.reserveShotgun, me.magRocket + me.reserveRocket];
  let best = me.weapon;
  for (const [weapon, nearest, farthest] of RANGES) {
    if (loaded[weapon]! > 0 && gap >= nearest && gap <= farthest) best = weapon;
  }
  return best;
}

function calmButtons(me: ArenaPlayer): number {
  const mags = [me.magRifle, me.magShotgun, me.magRocket];
  return mags[me.weapon]! < 3 && me.reloadAt === 0 && me.weapon !== 2 ? BUTTON.reload : 0;
}

interface Road { readonly map: PreparedMap; readonly enemy: ArenaPlayer | undefined }

/** Where to go: away and to health when weak, round the enemy when fighting, else to what is useful. */
function steer(world: ArenaWorld, me: ArenaPlayer, memory: ArenaBotMemory, { map, enemy }: Road): { dx: number; dy: number } {
  if (enemy !== undefined && me.health > RETREAT_HEALTH) return circle(world, me, memory, { map, enemy });
  const reached = (memory.goalX - me.x) * (memory.goalX - me.x) + (memory.goalY - me.y) * (memory.goalY - me.y) < 900;
  if (reached || world.tick >= memory.goalUntil) chooseGoal(world, me, memory, map);
  return wayTo(map, me.x, me.y, memory.goalX, memory.goalY);
}

function circle(world: ArenaWorld, me: ArenaPlayer, memory: ArenaBotMemory, { map, enemy }: { map: PreparedMap; enemy: ArenaPlayer }) {
  if (world.tick >= memory.strafeUntil) {
    memory.strafe = nextInt(memory.random, 2) * 2 - 1;
    memory.strafeUntil = world.tick + 20 + nextInt(memory.random, 50);
  }
  const gap = Math.sqrt(squareGap(me, enemy)) + 1;
  const liked = me.weapon === 1 ? 120 : 320;
  if (gap > liked * 2) return wayTo(map, me.x, me.y, enemy.x, enemy.y);
  const ux = (enemy.x - me.x) / gap;
  const uy = (enemy.y - me.y) / gap;
  const closer = gap > liked * 1.2 ? 0.7 : gap < liked * 0.7 ? -0.7 : 0;
  return { dx: ux * closer - uy * memory.strafe, dy: uy * closer + ux * memory.strafe };
}

/** The nearest pick-up that is there and useful; else a random one, to keep moving. */
function chooseGoal(world: ArenaWorld, me: ArenaPlayer, memory: ArenaBotMemory, map: PreparedMap): void {
  let best = -1;
  let bestGap = me.health <= RETREAT_HEALTH ? Infinity : 700 * 700;
  map.pickups.forEach((spot, id) => {
    const there = (world.pickups[id]?.backAt ?? 0) <= world.tick;
    const useful = spot.kind === 'health' ? me.health < 70 : spot.kind === 'armour' ? me.armour < 50 : me.reserveRifle < 40;
    const gap = squareGap(me, spot);
    if (!there || !useful || gap >= bestGap) return;
    best = id;
    bestGap = gap;
  });
  const spots = best >= 0 ? [map.pickups[best]!] : [...map.pickups, ...map.spawns];
  const goal = spots[nextInt(memory.random, spots.length)]!;
  memory.goalX = goal.x;
  memory.goalY = goal.y;
  memory.goalUntil = world.tick + world.config.tickHz * 6;
}

function dash(me: ArenaPlayer, memory: ArenaBotMemory, enemy: ArenaPlayer | undefined): number {
  const odds = enemy === undefined ? 400 : me.health <= RETREAT_HEALTH ? 20 : 160;
  return nextInt(memory.random, odds) === 0 ? BUTTON.dash : 0;
}

function turn(memory: ArenaBotMemory, wanted: number, turnMax: number): void {
  const by = Math.max(-turnMax, Math.min(turnMax, turnBetween(memory.aim, wanted)));
  memory.aim = (((Math.round(memory.aim + by) % TURN) + TURN) % TURN);
}

function push({ dx, dy }: { readonly dx: number; readonly dy: number }): Pick<ArenaInput, 'moveX' | 'moveY'> {
  if (dx === 0 && dy === 0) return { moveX: 0, moveY: 0 };
  const direction = directionOf(dx, dy);
  return { moveX: Math.round(cosineOf(direction) * 127), moveY: Math.round(sineOf(direction) * 127) };
}

function squareGap(a: { readonly x: number; readonly y: number }, b: { readonly x: number; readonly y: number }): number {
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

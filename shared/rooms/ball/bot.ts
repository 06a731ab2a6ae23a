// In: the pitch as a player sees it, and the bot's own memory. Out: one input. Run by: rooms (seats), headless players.
import type { BotRules } from '../../netcode/room-type.ts';
import { nextFloat, nextInt, seedRandom, type RandomState } from '../../sim/random.ts';
import { directionOf, TURN } from '../../sim/sine.ts';
import { AIM_TURN, CONTROL, ENERGY, KICK, PLAYER, ticksOf } from './constants.ts';
import { BUTTON, NEUTRAL_INPUT, type BallInput } from './input.ts';
import { gapTo, holderOf } from './kick.ts';
import { attackOf, ownLineX, PITCH } from './pitch.ts';
import { foes, gap, keeperPlace, meetingPlace, passTo, roleOf, shotAt, wayOut, wingPlace, type Role, type Spot } from './tactics.ts';
import { ballOf, PHASE, type Ball, type BallPlayer, type BallWorld } from './world.ts';

/** How human a bot is. */
interface Skill {
  /** Between two decisions, seconds; people need 0.2 to 0.5. */
  readonly thinkSec: number;
  /** Largest error of a kick's direction, 1/1024 turns. */
  readonly aimError: number;
  /** Odds of a tackle where one may win the ball, a decision. */
  readonly tackles: number;
  /** Shoots from here, px. */
  readonly shootPx: number;
  /** Passes where it can, of 1. */
  readonly passes: number;
  /** Energy kept before it boosts. */
  readonly boostAbove: number;
}

const SKILLS: Readonly<Record<string, Skill>> = {
  easy: { thinkSec: 0.4, aimError: 60, tackles: 0.06, shootPx: 480, passes: 0.35, boostAbove: 5_000 },
  normal: { thinkSec: 0.22, aimError: 28, tackles: 0.14, shootPx: 620, passes: 0.6, boostAbove: 3_200 },
  hard: { thinkSec: 0.12, aimError: 10, tackles: 0.26, shootPx: 740, passes: 0.8, boostAbove: 1_800 },
};

export interface BallBotMemory {
  readonly random: RandomState;
  readonly level: string;
  role: Role;
  /** (tick) of the next decision. */
  thinkAt: number;
  goalX: number;
  goalY: number;
  boosts: boolean;
  tackles: boolean;
  /** A kick under way: where to, with how many ticks of charge; 0 for none. */
  kickX: number;
  kickY: number;
  kickTicks: number;
  error: number;
}

export const ballBots: BotRules<BallWorld, BallInput, BallBotMemory> = {
  levels: Object.keys(SKILLS),
  createMemory: (seed, level) => ({
    random: seedRandom(seed), level: level in SKILLS ? level : 'normal', role: 'wing', thinkAt: 0, goalX: PITCH.middleX, goalY: PITCH.middleY,
    boosts: false, tackles: false, kickX: 0, kickY: 0, kickTicks: 0, error: 0,
  }),
  think(world, seat, memory) {
    const me = world.players[seat];
    if (me === null || me === undefined) return NEUTRAL_INPUT;
    if (world.phase !== PHASE.live) {
      memory.kickTicks = 0;
      memory.thinkAt = 0;
      return { ...NEUTRAL_INPUT, aim: aimAt(me, ballOf(world)) };
    }
    const ball = ballOf(world);
    if (world.tick >= memory.thinkAt) decide(world, me, ball, memory);
    return act(world, me, ball, memory);
  },
  featsBetween: (before, after) => ({ goals: Math.max(0, after.goals - before.goals), tackles: Math.max(0, after.tackles - before.tackles) }),
  hold: (input) => ({ ...input, buttons: input.buttons | BUTTON.tackle }),
  rapid: (input, n) => ({ ...input, buttons: [BUTTON.kick, 0, BUTTON.kick | BUTTON.tackle, BUTTON.tackle | BUTTON.boost][n & 3]! }),
};

function decide(world: BallWorld, me: BallPlayer, ball: Ball, memory: BallBotMemory): void {
  const skill = SKILLS[memory.level]!;
  const think = skill.thinkSec * (0.8 + nextFloat(memory.random) * 0.4);
  memory.thinkAt = world.tick + ticksOf(think, world.tickHz);
  memory.role = roleOf(world, me, ball, memory.role);
  memory.boosts = false;
  memory.tackles = false;
  const holder = holderOf(world, ball);
  if (holder === me) return withBall(world, me, ball, memory);
  memory.kickTicks = 0;
  if (memory.role === 'chaser') chase(world, me, ball, memory, holder);
  else if (memory.role === 'keeper') keep(world, me, ball, memory);
  else goTo(memory, wingPlace(me, ball, holder?.team === me.team));
}

/** Shoots, passes, or runs at the goal round whoever stands there. */
function withBall(world: BallWorld, me: BallPlayer, ball: Ball, memory: BallBotMemory): void {
  const skill = SKILLS[memory.level]!;
  if (memory.kickTicks > 0) return;
  const target = { x: ownLineX(3 - me.team), y: PITCH.middleY };
  const away = gap(me, target);
  const pressed = foes(world, me).some((foe) => gap(foe, me) < 100);
  const shot = away < skill.shootPx ? shotAt(world, me, ball) : undefined;
  if (shot !== undefined && (away < 300 || pressed || nextFloat(memory.random) < 0.5)) return startKick(world, memory, shot, away < 260 ? 0.45 : 0.8);
  const mate = passTo(world, me, ball, pressed ? 320 : 40);
  if (mate !== undefined && (pressed || nextFloat(memory.random) < skill.passes * 0.5)) {
    const way = gap(mate, me);
    const lead = Math.min(0.7, way / 700);
    return startKick(world, memory, { x: mate.x + mate.vx * lead, y: mate.y + mate.vy * lead }, Math.max(0, Math.min(0.75, (way - 260) / 640)));
  }
  // A ball deep in the own half and a foe at the heels: away with it.
  if (pressed && Math.abs(me.x - ownLineX(me.team)) < 260) {
    return startKick(world, memory, { x: PITCH.middleX, y: me.y < PITCH.middleY ? PITCH.top + 120 : PITCH.bottom - 120 }, 0.6);
  }
  const out = pressed && nextFloat(memory.random) < skill.passes * 0.3 ? wayOut(world, me, ball) : undefined;
  if (out !== undefined) return startKick(world, memory, out, 0.08);
  goTo(memory, round(world, me, target));
  memory.boosts = me.energy > skill.boostAbove && !pressed;
}

/** Towards the target, past the nearest foe in front on the wider side. */
function round(world: BallWorld, me: BallPlayer, target: Spot): Spot {
  const way = attackOf(me.team);
  const ahead = foes(world, me).filter((foe) => (foe.x - me.x) * way > 0 && gap(foe, me) < 190);
  if (ahead.length === 0) return target;
  const foe = ahead.reduce((a, b) => (gap(b, me) < gap(a, me) ? b : a));
  const side = me.y === foe.y ? (me.y < PITCH.middleY ? -1 : 1) : me.y < foe.y ? -1 : 1;
  return { x: me.x + way * 120, y: Math.max(PITCH.top + 60, Math.min(PITCH.bottom - 60, foe.y + side * 150)) };
}

/** To the ball from its own side; near an opponent who has it, a tackle. */
function chase(world: BallWorld, me: BallPlayer, ball: Ball, memory: BallBotMemory, holder: BallPlayer | undefined): void {
  const skill = SKILLS[memory.level]!;
  const meet = meetingPlace(me, ball);
  const behind = holder === undefined || holder.team === me.team ? 16 : 4;
  goTo(memory, { x: meet.x - attackOf(me.team) * behind, y: meet.y });
  memory.boosts = me.energy > skill.boostAbove && gap(me, ball) > 130;
  const opposes = holder !== undefined && holder.team !== me.team;
  memory.tackles = opposes && gap(me, holder) < 105 && me.energy >= ENERGY.tackle && nextFloat(memory.random) < skill.tackles;
}

/** Between ball and goal; out to a slow ball that nobody is nearer to. */
function keep(world: BallWorld, me: BallPlayer, ball: Ball, memory: BallBotMemory): void {
  const line = ownLineX(me.team);
  const way = attackOf(me.team);
  const comes = ball.vx * way < -200;
  const near = Math.abs(ball.x - line) < 230 && gap(me, ball) < 150 && foes(world, me).every((foe) => gap(foe, ball) > gap(me, ball));
  memory.boosts = comes && me.energy > 800;
  if (near && !comes) return goTo(memory, ball);
  const place = keeperPlace(me, ball);
  if (!comes) return goTo(memory, place);
  const y = ball.y + (ball.vy * (place.x - ball.x)) / ball.vx;
  goTo(memory, { x: place.x, y: Math.max(PITCH.goalTop, Math.min(PITCH.goalBottom, y)) });
}

function goTo(memory: BallBotMemory, { x, y }: Spot): void {
  memory.goalX = x;
  memory.goalY = y;
}

/** @param share of the full charge. */
function startKick(world: BallWorld, memory: BallBotMemory, to: Spot, share: number): void {
  const skill = SKILLS[memory.level]!;
  memory.kickX = to.x;
  memory.kickY = to.y;
  memory.kickTicks = 1 + Math.round(share * KICK.chargeSec * world.tickHz);
  memory.error = nextInt(memory.random, skill.aimError * 2 + 1) - skill.aimError;
}

function act(world: BallWorld, me: BallPlayer, ball: Ball, memory: BallBotMemory): BallInput {
  const kicks = memory.kickTicks > 0;
  if (kicks && gapTo(me, ball) > CONTROL.reachPx * 2) memory.kickTicks = 0;
  if (memory.kickTicks > 0) return kickInput(me, memory);
  const place = memory.role === 'chaser' && gap(me, ball) < 90 && holderOf(world, ball) !== me ? ball : { x: memory.goalX, y: memory.goalY };
  const [moveX, moveY] = wish(me, place);
  // At the foot the ball goes where the bot goes; otherwise it looks at it.
  const has = holderOf(world, ball) === me;
  const aim = has && (moveX !== 0 || moveY !== 0) ? toAim(moveX, moveY) : aimAt(me, ball);
  const buttons = (memory.boosts ? BUTTON.boost : 0) | (memory.tackles ? BUTTON.tackle : 0);
  memory.tackles = false;
  return { moveX, moveY, aim, buttons };
}

/** Turns to the target, charges, and lets go when the ball lies before the foot; walks on meanwhile. */
function kickInput(me: BallPlayer, memory: BallBotMemory): BallInput {
  const to = { x: memory.kickX, y: memory.kickY };
  const aim = (aimAt(me, to) + memory.error + AIM_TURN) % AIM_TURN;
  const [moveX, moveY] = wish(me, to);
  memory.kickTicks--;
  return { moveX: moveX >> 1, moveY: moveY >> 1, aim, buttons: memory.kickTicks > 0 ? BUTTON.kick : 0 };
}

function aimAt(me: Spot, to: Spot): number {
  return toAim(to.x - me.x, to.y - me.y);
}

function toAim(dx: number, dy: number): number {
  return Math.round((directionOf(dx, dy) * AIM_TURN) / TURN) % AIM_TURN;
}

/** Full speed, slower over the last steps. */
function wish(me: BallPlayer, to: Spot): readonly [number, number] {
  const length = gap(me, to);
  if (length < 6) return [0, 0];
  const scale = (127 / length) * Math.min(1, length / (PLAYER.radiusPx * 2));
  return [Math.round((to.x - me.x) * scale), Math.round((to.y - me.y) * scale)];
}

// In: a world and one tick's inputs. Out: the world one tick later, and what happened. Run by: server, replay, tests, and
// the client, which runs all of it ahead.
import type { Emit, SeatInputs, TimedInput } from '../../netcode/room-type.ts';
import { capSpeed } from '../../sim/discs.ts';
import { BALL, PLAYER, SOLVES_PER_SEC, ticksOf } from './constants.ts';
import { solveContacts } from './contacts.ts';
import type { BallEvent } from './events.ts';
import type { BallInput } from './input.ts';
import { carry, handleKick, holderOf, noteTouch } from './kick.ts';
import { advancePhase, isFrozen, judgeGoal } from './match.ts';
import { drive, keepIn, moveBody, settle, slow, takeInput } from './movement.ts';
import { ballOf, type Ball, type BallPlayer, type BallWorld } from './world.ts';

/** Where the count of ticks without an input stops. */
const IDLE_MAX = 255;

/**
 * One tick: phase, then one solver for all bodies. A seat's first input moves its player together with the ball; those
 * that a burst adds move the player alone, each with the contacts it makes, so that ways free of contact depend on a
 * player's own inputs and on nothing else.
 */
export function step(world: BallWorld, inputs: SeatInputs<BallInput>, emit: Emit<BallEvent>): void {
  advancePhase(world, emit);
  let rounds = 1;
  for (const list of inputs) rounds = Math.max(rounds, list?.length ?? 0);
  for (let round = 0; round < rounds; round++) runRound(world, inputs, round, emit);
  judgeGoal(world, emit);
  world.tick++;
}

function runRound(world: BallWorld, inputs: SeatInputs<BallInput>, round: number, emit: Emit<BallEvent>): void {
  const ball = ballOf(world);
  const holder = holderOf(world, ball);
  const movers: BallPlayer[] = [];
  for (const player of world.players) {
    if (player === null) continue;
    const timed = inputs[player.id]?.[round];
    if (timed !== undefined) {
      world.idle[player.id] = 0;
      driveOne(world, player, timed.input, { ball, dribbles: holder === player, emit });
      movers.push(player);
    } else if (round === 0) wait(world, player);
  }
  if (isFrozen(world)) return;
  if (round === 0) rollBall(world, ball, holder?.loose === 0 ? holder : undefined);
  const solves = Math.max(1, Math.ceil(SOLVES_PER_SEC / world.tickHz));
  const sec = 1 / world.tickHz / solves;
  for (let i = 0; i < solves; i++) {
    for (const player of movers) moveBody(player, sec);
    if (round === 0) moveBall(ball, sec);
    solveContacts(world, emit);
  }
  for (const player of world.players) if (player !== null) settle(player);
  capSpeed(ball, BALL.speedMaxPxPerSec);
  settle(ball);
}

interface Drive {
  readonly ball: Ball;
  readonly dribbles: boolean;
  readonly emit: Emit<BallEvent>;
}

function driveOne(world: BallWorld, player: BallPlayer, input: BallInput, { ball, dribbles, emit }: Drive): void {
  takeInput(player, input);
  if (isFrozen(world)) {
    player.vx = player.vy = 0;
    return;
  }
  drive(player, input, world.tickHz, dribbles, emit);
  if (player.stun === 0) handleKick(world, player, ball, input, emit);
}

/**
 * No input: the player stands there, so that a burst after a stall finds it as it was left; from some time on others need
 * not expect more of it, and later it is taken to have let go.
 */
function wait(world: BallWorld, player: BallPlayer): void {
  const idle = Math.min(IDLE_MAX, (world.idle[player.id] ?? 0) + 1);
  world.idle[player.id] = idle;
  if (idle > ticksOf(PLAYER.dormantSec, world.tickHz)) player.dormant = true;
  if (idle <= ticksOf(PLAYER.absentSec, world.tickHz)) return;
  Object.assign(player, { vx: 0, vy: 0, charge: 0, armed: 0 });
}

function rollBall(world: BallWorld, ball: Ball, holder: BallPlayer | undefined): void {
  const sec = 1 / world.tickHz;
  ball.vx -= ball.vx * BALL.dragPerSec * sec;
  ball.vy -= ball.vy * BALL.dragPerSec * sec;
  slow(ball, BALL.frictionPxPerSec2, world.tickHz);
  if (holder === undefined) return;
  carry(holder, ball, sec);
  noteTouch(world, holder.id);
}

function moveBall(ball: Ball, sec: number): void {
  ball.x += ball.vx * sec;
  ball.y += ball.vy * sec;
  keepIn(ball, BALL.radiusPx, BALL.wallBounce, BALL.postBounce);
}

/** What this seat's input does to its own player if it meets nobody: for a client that does not predict the world. */
export function predict(world: BallWorld, seat: number, { input }: TimedInput<BallInput>, emit: Emit<BallEvent>): void {
  const player = world.players[seat];
  if (player === null || player === undefined) return;
  // A world of its own but for the player: kicks and touches are for `step` alone.
  const alone = { ...world, balls: [{ ...ballOf(world) }] };
  const ball = ballOf(alone);
  driveOne(alone, player, input, { ball, dribbles: holderOf(alone, ball) === player, emit });
  if (isFrozen(world)) return;
  const solves = Math.max(1, Math.ceil(SOLVES_PER_SEC / world.tickHz));
  for (let i = 0; i < solves; i++) moveBody(player, 1 / world.tickHz / solves);
  settle(player);
}

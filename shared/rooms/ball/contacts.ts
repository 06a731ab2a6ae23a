// In: bodies where they moved to. Out: the same parted, with impulses, touches and tackles. Run by: step.
import { capSpeed, collideDiscs } from '../../sim/discs.ts';
import type { Emit } from '../../netcode/room-type.ts';
import { BALL, CONTROL, KICK, NOBODY, PLAYER, TACKLE, ticksOf } from './constants.ts';
import type { BallEvent } from './events.ts';
import { gapTo, noteTouch } from './kick.ts';
import { keepIn } from './movement.ts';
import { ownLineX, PITCH } from './pitch.ts';
import { ballOf, type Ball, type BallPlayer, type BallWorld } from './world.ts';

/** A shot that somebody stops is a save from this speed on, px/s, and within this way of the line, px. */
const SHOT_PX_PER_SEC = 380;
const SHOT_PX = 420;

/** Every pair once in seat order, then the ball, then walls for all: what is pinched ends inside. */
export function solveContacts(world: BallWorld, emit: Emit<BallEvent>): void {
  const { players } = world;
  const ball = ballOf(world);
  for (let i = 0; i < players.length; i++) {
    const a = players[i];
    if (a === null || a === undefined) continue;
    for (let j = i + 1; j < players.length; j++) {
      const b = players[j];
      if (b === null || b === undefined || collideDiscs(a, PLAYER, b, PLAYER, PLAYER.bounce) < 0) continue;
      tackle(world, a, b, ball, emit);
      tackle(world, b, a, ball, emit);
    }
  }
  for (const player of players) if (player !== null) touch(world, player, ball, emit);
  for (const player of players) if (player !== null) keepIn(player, PLAYER.radiusPx, PLAYER.wallBounce, PLAYER.wallBounce);
  keepIn(ball, BALL.radiusPx, BALL.wallBounce, BALL.postBounce);
}

function touch(world: BallWorld, player: BallPlayer, ball: Ball, emit: Emit<BallEvent>): void {
  const wasShot = isShotAt(ball, player.team);
  if (collideDiscs(player, PLAYER, ball, BALL, BALL.bounce) < 0) return;
  const by = world.lastTouch === NOBODY ? null : (world.players[world.lastTouch] ?? null);
  if (wasShot && by !== null && by.team !== player.team) {
    player.saves = Math.min(255, player.saves + 1);
    emit({ kind: 'save', seat: player.id });
  }
  noteTouch(world, player.id);
}

/** Fast, near, and on its way between the posts. */
function isShotAt(ball: Ball, team: number): boolean {
  const away = ownLineX(team) - ball.x;
  if (away * ball.vx <= 0 || Math.abs(ball.vx) < SHOT_PX_PER_SEC || Math.abs(away) > SHOT_PX) return false;
  const y = ball.y + (ball.vy * away) / ball.vx;
  return y > PITCH.goalTop && y < PITCH.goalBottom;
}

/** Takes an opponent off their feet, and the ball off their foot. */
function tackle(world: BallWorld, by: BallPlayer, victim: BallPlayer, ball: Ball, emit: Emit<BallEvent>): void {
  if (by.tackling === 0 || by.team === victim.team || victim.stun > 0) return;
  const { tickHz } = world;
  const won = gapTo(victim, ball) <= KICK.reachPx;
  if (won) {
    knockBall(by, ball);
    noteTouch(world, by.id);
    by.tackles = Math.min(255, by.tackles + 1);
  }
  victim.stun = ticksOf(TACKLE.stunSec, tickHz);
  victim.loose = ticksOf(CONTROL.afterTackleSec, tickHz);
  victim.charge = 0;
  victim.armed = 0;
  victim.tackling = 0;
  by.tackling = 0;
  emit({ kind: 'fell', seat: by.id, victim: victim.id, won: won ? 1 : 0 });
}

/** Away from the tackler, who came from behind or aside. */
function knockBall(by: BallPlayer, ball: Ball): void {
  const dx = ball.x - by.x;
  const dy = ball.y - by.y;
  const length = Math.sqrt(dx * dx + dy * dy) || 1;
  ball.vx = (dx / length) * TACKLE.knockPxPerSec + by.vx * KICK.carry;
  ball.vy = (dy / length) * TACKLE.knockPxPerSec + by.vy * KICK.carry;
  capSpeed(ball, BALL.speedMaxPxPerSec);
}

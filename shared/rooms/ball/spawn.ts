// In: a world. Out: players and ball at their places for a kick-off. Run by: match, rules.
import { ENERGY } from './constants.ts';
import { forgetTouches } from './kick.ts';
import { kickoffPlace, PITCH } from './pitch.ts';
import { ballOf, type Ball, type BallPlayer, type BallWorld } from './world.ts';

/** A player who has just joined: not yet placed. */
export function newPlayer(seat: number, name: string, team: number, spawns: number): BallPlayer {
  return {
    id: seat, name, team, x: 0, y: 0, vx: 0, vy: 0, spawns, moveX: 0, moveY: 0, aim: 0, buttons: 0, dormant: false,
    energy: ENERGY.max, charge: 0, armed: 0, power: 0, tackling: 0, tackleWait: 0, stun: 0, loose: 0,
    goals: 0, assists: 0, saves: 0, tackles: 0,
  };
}

export function newBall(): Ball {
  return { id: 0, x: PITCH.middleX, y: PITCH.middleY, vx: 0, vy: 0, spawns: 0 };
}

/** Everybody to their places, in seat order within each team; the ball to the middle. */
export function placeAll(world: BallWorld): void {
  for (const player of world.players) if (player !== null) placePlayer(world, player);
  const ball = ballOf(world);
  Object.assign(ball, newBall(), { spawns: (ball.spawns + 1) & 0xff });
  forgetTouches(world);
}

export function placePlayer(world: BallWorld, player: BallPlayer): void {
  const before = world.players.filter((other) => other !== null && other.team === player.team && other.id < player.id).length;
  const { x, y } = kickoffPlace(player.team, before, world.kickoffTeam === player.team);
  Object.assign(player, { x, y, vx: 0, vy: 0, charge: 0, armed: 0, tackling: 0, tackleWait: 0, stun: 0, loose: 0, energy: ENERGY.max });
  player.spawns = (player.spawns + 1) & 0xff;
}

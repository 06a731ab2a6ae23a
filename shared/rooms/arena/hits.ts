// In: who hurt whom and how much. Out: health, deaths, kills, assists, score. Run by: step.
import type { Emit } from '../../netcode/room-type.ts';
import { LIFE, NOBODY, ticksOf } from './constants.ts';
import type { ArenaEvent } from './events.ts';
import { PHASE, type ArenaPlayer, type ArenaWorld } from './world.ts';

export interface Harm {
  /** Seat of who fired. */
  readonly by: number;
  readonly damage: number;
  readonly weapon: number;
  /** The shooter's shots counter, for the hit marker. */
  readonly shot: number;
}

/** Takes a whole number of damage, armour first. Nothing happens to the dead, the protected, or between matches. */
export function hurt(world: ArenaWorld, victim: ArenaPlayer, harm: Harm, emit: Emit<ArenaEvent>): void {
  if (!victim.alive || harm.damage <= 0 || world.phase === PHASE.results) return;
  if (world.tick < victim.protectedUntil && harm.by !== victim.id) return;
  const absorbed = Math.min(victim.armour, Math.floor((harm.damage * LIFE.armourThirds) / 3));
  const taken = Math.min(victim.health, harm.damage - absorbed);
  victim.armour -= absorbed;
  victim.health -= taken;
  if (harm.by !== victim.id) victim.hurtBy[harm.by] = Math.max(1, world.tick);
  const fatal = victim.health === 0 ? 1 : 0;
  emit({ kind: 'hit', seat: harm.by, victim: victim.id, damage: taken, fatal, shot: harm.shot });
  if (fatal === 1) kill(world, victim, harm, emit);
}

function kill(world: ArenaWorld, victim: ArenaPlayer, { by, weapon }: Harm, emit: Emit<ArenaEvent>): void {
  const assist = assistOf(world, victim, by);
  victim.alive = false;
  victim.deaths++;
  victim.vx = 0;
  victim.vy = 0;
  victim.reloadAt = 0;
  victim.respawnAt = world.tick + ticksOf(LIFE.respawnSec, world.config.tickHz);
  const killer = world.players[by];
  if (by === victim.id) addScore(world, victim, -1);
  else if (killer !== null && killer !== undefined) {
    killer.kills++;
    addScore(world, killer, 1);
  }
  const helper = world.players[assist];
  if (helper !== null && helper !== undefined) helper.assists++;
  emit({ kind: 'kill', seat: by, victim: victim.id, weapon, assist });
}

/** Who but the killer hurt the victim last, within the time that counts; the lower seat of equals. */
function assistOf(world: ArenaWorld, victim: ArenaPlayer, killer: number): number {
  const since = world.tick - ticksOf(LIFE.assistSec, world.config.tickHz);
  let best = NOBODY;
  let latest = 0;
  for (const [seat, tick] of victim.hurtBy.entries()) {
    if (seat === killer || tick === 0 || tick < since || tick <= latest) continue;
    latest = tick;
    best = seat;
  }
  return best;
}

/** Players keep what they score in the warm-up only until the match begins. */
function addScore(world: ArenaWorld, player: ArenaPlayer, points: number): void {
  player.score += points;
  if (player.team === 1) world.scoreA += points;
  else if (player.team === 2) world.scoreB += points;
}

// In: a world and one tick's inputs. Out: the world one tick later, and what happened. Run by: server, replay, tests;
// `predict` by the client for its own seat.
import type { Emit, SeatInputs, TimedInput } from '../../netcode/room-type.ts';
import type { PreparedMap } from '../../maps/map-format.ts';
import { NOBODY, WEAPON } from './constants.ts';
import type { ArenaEvent } from './events.ts';
import { hurt } from './hits.ts';
import type { ArenaInput } from './input.ts';
import { advancePhase } from './match.ts';
import { move, startDash, turn } from './movement.ts';
import { takePickups } from './pickups.ts';
import { recordHistory, targetsSeen } from './rewind.ts';
import { advanceRockets, rocketFrom } from './rockets.ts';
import { mapOf } from './rules.ts';
import { respawnDue } from './spawn.ts';
import { handleWeapon, pelletAims, shotId, traceShot, weaponOf, type Target } from './weapons.ts';
import { PHASE, type ArenaPlayer, type ArenaWorld } from './world.ts';

/** One tick: phase, respawns, every seat's inputs in seat order, rockets, pick-ups, and the past kept for rewind. */
export function step(world: ArenaWorld, inputs: SeatInputs<ArenaInput>, emit: Emit<ArenaEvent>): void {
  advancePhase(world, emit);
  const map = mapOf(world);
  if (world.phase !== PHASE.results) respawnDue(world, map, emit);
  for (const player of world.players) {
    if (player === null) continue;
    for (const timed of inputs[player.id] ?? []) {
      if (drive(world, map, player, timed, emit)) fire(world, map, player, timed, emit);
    }
  }
  advanceRockets(world, map, emit);
  if (world.phase !== PHASE.results) takePickups(world, map, emit);
  world.tick++;
  recordHistory(world);
}

/** What this seat's input does to its own player, as `step` will do it; hits are for `step` alone. */
export function predict(world: ArenaWorld, seat: number, timed: TimedInput<ArenaInput>, emit: Emit<ArenaEvent>): void {
  const player = world.players[seat];
  if (player === null || player === undefined) return;
  const map = mapOf(world);
  if (!drive(world, map, player, timed, emit)) return;
  if (player.weapon === WEAPON.rocket) launch(world, player, timed, emit);
  else shoot(world, map, player, { aim: timed.input.aim, targets: [], emit });
}

/** Turns, dashes, moves and works the weapon; true if a shot left. The dead and the watchers of results only turn. */
function drive(world: ArenaWorld, map: PreparedMap, player: ArenaPlayer, timed: TimedInput<ArenaInput>, emit: Emit<ArenaEvent>): boolean {
  const { input, clock } = timed;
  const { tickHz } = world.config;
  turn(player, input);
  if (!player.alive || world.phase === PHASE.results) return false;
  startDash(player, input, clock, tickHz, emit);
  move(player, input, map, clock, tickHz);
  return handleWeapon(player, input, clock, tickHz, emit);
}

function fire(world: ArenaWorld, map: PreparedMap, player: ArenaPlayer, timed: TimedInput<ArenaInput>, emit: Emit<ArenaEvent>): void {
  if (player.weapon === WEAPON.rocket) {
    world.rockets.push(launch(world, player, timed, emit));
    return;
  }
  const targets = targetsSeen(world, player, timed.viewTick);
  const pellets = shoot(world, map, player, { aim: timed.input.aim, targets, emit });
  const { damage } = weaponOf(player);
  for (const [seat, count] of pellets) {
    const harm = { by: player.id, damage: damage * count, weapon: player.weapon, shot: lastShot(player) };
    hurt(world, world.players[seat]!, harm, emit);
  }
}

function lastShot(player: ArenaPlayer): number {
  return (player.shots - 1) & 0xff;
}

function launch(world: ArenaWorld, player: ArenaPlayer, { input }: TimedInput<ArenaInput>, emit: Emit<ArenaEvent>) {
  const rocket = rocketFrom(player, input.aim, world.tick);
  emit({ kind: 'launch', seat: player.id, rocket: rocket.id });
  return rocket;
}

interface Shot {
  readonly aim: number;
  readonly targets: readonly Target[];
  readonly emit: Emit<ArenaEvent>;
}

/** Traces every pellet; answers how many met each target, by seat in the order of the first. */
function shoot(world: ArenaWorld, map: PreparedMap, player: ArenaPlayer, { aim, targets, emit }: Shot): Map<number, number> {
  const weapon = weaponOf(player);
  const met = new Map<number, number>();
  for (const pelletAim of pelletAims(weapon, world.spreadSeed, shotId(player.id, lastShot(player)), aim)) {
    const { id, length } = traceShot(map, player, pelletAim, weapon.rangePx, targets);
    emit({ kind: 'shot', seat: player.id, weapon: player.weapon, aim: pelletAim, length: Math.round(length) });
    if (id !== NOBODY) met.set(id, (met.get(id) ?? 0) + 1);
  }
  return met;
}

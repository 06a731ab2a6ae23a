// In: a world and one tick's inputs. Out: the world one tick later, and what happened. Run by: server, replay, tests;
// `predict` by the client for its own seat.
import type { Emit, SeatInputs, TimedInput } from '../../netcode/room-type.ts';
import type { PreparedMap } from '../../maps/map-format.ts';
import type { ArenaEvent } from './events.ts';
import type { ArenaInput } from './input.ts';
import { move, startDash, turn } from './movement.ts';
import { mapOf } from './rules.ts';
import { respawnDue } from './spawn.ts';
import { PHASE, type ArenaPlayer, type ArenaWorld } from './world.ts';

export function step(world: ArenaWorld, inputs: SeatInputs<ArenaInput>, emit: Emit<ArenaEvent>): void {
  const map = mapOf(world);
  respawnDue(world, map, emit);
  for (const player of world.players) {
    if (player === null) continue;
    for (const timed of inputs[player.id] ?? []) drive(world, map, player, timed, emit);
  }
  world.tick++;
}

/** What this seat's input does to its own player, as `step` will do it; hits are for `step` alone. */
export function predict(world: ArenaWorld, seat: number, timed: TimedInput<ArenaInput>, emit: Emit<ArenaEvent>): void {
  const player = world.players[seat];
  if (player === null || player === undefined) return;
  drive(world, mapOf(world), player, timed, emit);
}

function drive(world: ArenaWorld, map: PreparedMap, player: ArenaPlayer, timed: TimedInput<ArenaInput>, emit: Emit<ArenaEvent>): void {
  const { input, clock } = timed;
  const { tickHz } = world.config;
  turn(player, input);
  if (!player.alive || world.phase === PHASE.results) return;
  startDash(player, input, clock, tickHz, emit);
  move(player, input, map, clock, tickHz);
}

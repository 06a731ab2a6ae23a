// In: a world and the tick a shooter saw. Out: where the enemies were on that shooter's screen. Run by: step.
import { LIMITS } from '../../netcode/limits.ts';
import { areEnemies } from './spawn.ts';
import type { Target } from './weapons.ts';
import type { ArenaPlayer, ArenaSnapshot, ArenaWorld } from './world.ts';

/** Blends as the client's interpolation does, operation for operation. */
export function lerpAt(a: number, b: number, f: number): number {
  return a + (b - a) * f;
}

/** Keeps what the patch of this tick carries; call after `world.tick` has advanced. */
export function recordHistory(world: ArenaWorld): void {
  const { patchTicks, tickHz } = world.config;
  if (world.tick % patchTicks !== 0) return;
  const { players } = world;
  world.history.push({
    tick: world.tick,
    x: players.map((p) => p?.x ?? 0),
    y: players.map((p) => p?.y ?? 0),
    alive: players.map((p) => (p?.alive === true ? 1 : 0)),
    spawns: players.map((p) => p?.spawns ?? 0),
  });
  if (world.history.length > historyMax(tickHz, patchTicks)) world.history.shift();
}

/** Patches that the oldest legal view can reach back, and the one on its far side. */
function historyMax(tickHz: number, patchTicks: number): number {
  const backSec = (LIMITS.rewindMsMax + LIMITS.interpMsMax + LIMITS.rewindSlackMs) / 1000;
  return Math.ceil((backSec * tickHz) / patchTicks) + 2;
}

/** Living enemies of a shooter where the shooter saw them; without rewind where they are. */
export function targetsSeen(world: ArenaWorld, shooter: ArenaPlayer, viewTick: number): Target[] {
  const targets: Target[] = [];
  const around = world.config.rewind ? snapshotsAround(world.history, viewTick) : undefined;
  for (const player of world.players) {
    if (player === null || !player.alive || !areEnemies(shooter, player)) continue;
    const target = around === undefined ? { id: player.id, x: player.x, y: player.y } : seenAt(around, viewTick, player);
    if (target !== undefined) targets.push(target);
  }
  return targets;
}

type Around = readonly [older: ArenaSnapshot, newer: ArenaSnapshot];

function snapshotsAround(history: readonly ArenaSnapshot[], viewTick: number): Around | undefined {
  let at = history.length - 1;
  while (at > 0 && history[at]!.tick > viewTick) at--;
  const older = history[at];
  return older === undefined ? undefined : [older, history[Math.min(at + 1, history.length - 1)]!];
}

/** Nothing for who was dead or not yet there in that view, or has died and come back since. */
function seenAt([a, b]: Around, viewTick: number, { id, spawns }: ArenaPlayer): Target | undefined {
  const span = b.tick - a.tick;
  const f = span === 0 ? 0 : Math.min(1, Math.max(0, (viewTick - a.tick) / span));
  const shown = f < 1 ? a : b;
  if (shown.alive[id] !== 1 || shown.spawns[id] !== spawns) return undefined;
  if (a.spawns[id] !== b.spawns[id]) return { id, x: shown.x[id]!, y: shown.y[id]! };
  return { id, x: lerpAt(a.x[id]!, b.x[id]!, f), y: lerpAt(a.y[id]!, b.y[id]!, f) };
}

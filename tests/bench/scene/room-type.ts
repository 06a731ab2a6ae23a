// In: how many play and fly. Out: scene S as one of Arbiter's room types, with its schema. Run by: the benchmark's Arbiter.
import { schema, t } from '@colyseus/schema';
import type { GameRoomDefinition } from '../../../server/netcode/game-room.ts';
import type { Replication } from '../../../shared/netcode/replication.ts';
import type { GameEvent, RoomType, SeatInputs, TimedInput } from '../../../shared/netcode/room-type.ts';
import { seatFields } from '../../../shared/netcode/seat-state.ts';
import { defineShape } from '../../../shared/netcode/shape.ts';
import { createScene, enterScene, leaveScene, movePlayer, SCENE, stepProjectiles, type SceneInput, type SceneWorld } from './world.ts';

const position = () => t.quantized({ min: 0, max: 4095.9375, bits: 16 });
const playerFields = { id: t.uint8(), x: position(), y: position(), aim: t.uint8() };
const projectileFields = {
  id: t.uint16(), owner: t.uint8(), startX: position(), startY: position(), direction: t.uint8(), startTick: t.uint32(),
};
const rootFields = { tick: t.uint32() };

const PlayerState = schema(playerFields, 'ScenePlayerState');
const ProjectileState = schema(projectileFields, 'SceneProjectileState');
const SeatState = schema(seatFields, 'SceneSeatState');
export const SceneState = schema({
  ...rootFields, seats: t.map(SeatState), players: t.map(PlayerState), projectiles: t.map(ProjectileState),
}, 'SceneState');

const replication: Replication = {
  root: Object.keys(rootFields),
  collections: { players: Object.keys(playerFields), projectiles: Object.keys(projectileFields) },
};

export const sceneInput = defineShape<SceneInput>({
  moveX: { kind: 'int8', min: -127 }, moveY: { kind: 'int8', min: -127 }, aim: { kind: 'uint16' }, buttons: { kind: 'uint8' },
});

interface SceneEvent extends GameEvent {
  readonly kind: 'none';
  readonly seat: number;
}

function step(world: SceneWorld, inputs: SeatInputs<SceneInput>, projectiles: number): void {
  for (const player of world.players) {
    if (player === null) continue;
    const taken = inputs[player.id];
    if (taken !== undefined) for (const { input } of taken) movePlayer(player, input);
  }
  stepProjectiles(world, projectiles);
}

/** @param seats players in a room. @param projectiles how many fly at any time. */
export function sceneRoom(name: string, seats: number, projectiles: number): GameRoomDefinition {
  const roomType: RoomType<SceneWorld, SceneInput, SceneEvent, object> = {
    name, tickHz: SCENE.tickHz, patchTicks: SCENE.patchTicks, seatsMax: seats,
    input: sceneInput, neutralInput: { moveX: 0, moveY: 0, aim: 0, buttons: 0 },
    events: { none: defineShape({ seat: { kind: 'uint8' } }) },
    replication, interpolation: { players: { x: 'linear', y: 'linear' } }, unhashed: [], matchBy: [],
    parseOptions: () => ({ ok: true, value: {} }),
    createWorld: (_config, seed) => createScene(seats, seed),
    matchOf: () => 0,
    join: (world, seat) => enterScene(world, seat),
    leave: leaveScene,
    step: (world, inputs) => step(world, inputs, projectiles),
    predict: (world, seat, timed: TimedInput<SceneInput>) => movePlayer(world.players[seat]!, timed.input),
    botsWanted: () => ({ count: 0, level: '' }),
  };
  return {
    roomType, createState: () => new SceneState(), seatClass: SeatState,
    itemClasses: { players: PlayerState, projectiles: ProjectileState },
  };
}

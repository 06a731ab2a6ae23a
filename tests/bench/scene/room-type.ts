// In: how many play and fly. Out: scene S as one of Arbiter's room types, with its schema. Run by: the benchmark's Arbiter.
import { schema, t } from '@colyseus/schema';
import type { GameRoomDefinition } from '../../../server/netcode/game-room.ts';
import type { Replication } from '../../../shared/netcode/replication.ts';
import type { GameEvent, RoomType, SeatInputs, TimedInput } from '../../../shared/netcode/room-type.ts';
import { motionFields, seatFields } from '../../../shared/netcode/seat-state.ts';
import { defineShape } from '../../../shared/netcode/shape.ts';
import { createScene, enterScene, leaveScene, movePlayer, SCENE, stepProjectiles, type SceneInput, type SceneWorld } from './world.ts';

const position = () => t.quantized({ min: 0, max: 4095.9375, bits: 16 }).fullStateOnly();
const playerFields = { id: t.uint8(), x: position(), y: position(), aim: t.uint8().fullStateOnly() };
const rootFields = { tick: t.uint32() };

const PlayerState = schema(playerFields, 'ScenePlayerState');
const SeatState = schema(seatFields, 'SceneSeatState');
export const SceneState = schema({
  ...rootFields, ...motionFields, seats: t.map(SeatState), players: t.map(PlayerState),
}, 'SceneState');

const sixteenths = (name: string) => ({ name, bits: 16, min: 0, perUnit: 16 });
const whole = (name: string, bits: number) => ({ name, bits, min: 0, perUnit: 1 });
const shotFields = [whole('owner', 8), sixteenths('startX'), sixteenths('startY'), whole('direction', 8), { ...whole('startTick', 12), ago: true }];
const replication: Replication = {
  root: Object.keys(rootFields),
  collections: { players: Object.keys(playerFields), projectiles: ['id', ...shotFields.map(({ name }) => name)] },
  motion: [
    { collection: 'players', moves: true, fields: [sixteenths('x'), sixteenths('y'), whole('aim', 8)] },
    { collection: 'projectiles', moves: false, fields: shotFields },
  ],
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
    itemClasses: { players: PlayerState },
  };
}

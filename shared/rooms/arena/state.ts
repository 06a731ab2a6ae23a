// In: nothing. Out: what players may see of an arena, as a Colyseus schema. Run by: server (encodes), client (decodes).
import { schema, t, type SchemaType } from '@colyseus/schema';
import type { Replication } from '../../netcode/replication.ts';
import { seatFields } from '../../netcode/seat-state.ts';

/** 16 bits in steps of exactly 1/16, so that decoding gives back the very number that was simulated. */
const position = () => t.quantized({ min: 0, max: 4095.9375, bits: 16 });
const velocity = () => t.quantized({ min: -2048, max: 2047.9375, bits: 16 });

const playerFields = {
  id: t.uint8(), name: t.string(), team: t.uint8(), alive: t.boolean(),
  x: position(), y: position(), vx: velocity(), vy: velocity(), aim: t.uint8(),
  health: t.uint8(), armour: t.uint8(), weapon: t.uint8(),
  magRifle: t.uint8(), magShotgun: t.uint8(), magRocket: t.uint8(),
  reserveRifle: t.uint8(), reserveShotgun: t.uint8(), reserveRocket: t.uint8(),
  fireAt: t.number(), reloadAt: t.number(), dashUntil: t.number(), dashAt: t.number(), shots: t.uint8(),
  protectedUntil: t.number(), respawnAt: t.number(), spawns: t.uint8(),
  kills: t.number(), deaths: t.number(), assists: t.number(), score: t.number(),
};
const rocketFields = {
  id: t.uint16(), owner: t.uint8(), team: t.uint8(),
  startX: position(), startY: position(), vx: velocity(), vy: velocity(), startTick: t.uint32(),
};
const pickupFields = { id: t.uint8(), backAt: t.uint32() };
const rootFields = {
  tick: t.uint32(), map: t.string(), mode: t.string(), phase: t.uint8(), phaseEndsAt: t.uint32(), round: t.number(),
  scoreA: t.number(), scoreB: t.number(), spreadSeed: t.uint32(),
};

export const ArenaPlayerState = schema(playerFields, 'ArenaPlayerState');
export const ArenaRocketState = schema(rocketFields, 'ArenaRocketState');
export const ArenaPickupState = schema(pickupFields, 'ArenaPickupState');
export const ArenaSeatState = schema(seatFields, 'ArenaSeatState');

export const ArenaState = schema({
  ...rootFields,
  seats: t.map(ArenaSeatState),
  players: t.map(ArenaPlayerState),
  rockets: t.map(ArenaRocketState),
  pickups: t.map(ArenaPickupState),
}, 'ArenaState');
export type ArenaState = SchemaType<typeof ArenaState>;

export const arenaReplication: Replication = {
  root: Object.keys(rootFields),
  collections: {
    players: Object.keys(playerFields),
    rockets: Object.keys(rocketFields),
    pickups: Object.keys(pickupFields),
  },
};

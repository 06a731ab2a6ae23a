// In: nothing. Out: what players may see of an arena, as a Colyseus schema. Run by: server (encodes), client (decodes).
import { schema, t, type SchemaType } from '@colyseus/schema';
import type { Replication } from '../../netcode/replication.ts';
import { motionFields, seatFields } from '../../netcode/seat-state.ts';

/** 16 bits in steps of exactly 1/16, so that decoding gives back the very number that was simulated. */
const position = () => t.quantized({ min: 0, max: 4095.9375, bits: 16 });
const velocity = () => t.quantized({ min: -2048, max: 2047.9375, bits: 16 });

/** What velocity says of the way from one patch to the next. */
const PATCH_SEC = 3 / 60;

const playerFields = {
  id: t.uint8(), name: t.string(), team: t.uint8(), alive: t.boolean(),
  x: position().fullStateOnly(), y: position().fullStateOnly(), vx: velocity().fullStateOnly(), vy: velocity().fullStateOnly(),
  aim: t.uint8().fullStateOnly(),
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
  ...motionFields,
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
  motion: [{
    collection: 'players', moves: true,
    fields: [
      { name: 'vx', bits: 16, min: -2048, perUnit: 16 }, { name: 'vy', bits: 16, min: -2048, perUnit: 16 },
      { name: 'x', bits: 16, min: 0, perUnit: 16, rate: { name: 'vx', sec: PATCH_SEC } }, { name: 'y', bits: 16, min: 0, perUnit: 16, rate: { name: 'vy', sec: PATCH_SEC } },
      { name: 'aim', bits: 8, min: 0, perUnit: 1 },
    ],
  }],
};

// In: nothing. Out: what players may see of a ball game, as a Colyseus schema: all of it. Run by: server (encodes), client (decodes).
import { schema, t, type SchemaType } from '@colyseus/schema';
import type { MotionField } from '../../netcode/motion-codec.ts';
import type { Replication } from '../../netcode/replication.ts';
import { motionFields, seatFields } from '../../netcode/seat-state.ts';
import { PATCH_TICKS, TICK_HZ } from './constants.ts';

/** 16 bits in steps of exactly 1/16, so that decoding gives back the very number that was simulated. */
const position = () => t.quantized({ min: 0, max: 4095.9375, bits: 16 });
const velocity = () => t.quantized({ min: -2048, max: 2047.9375, bits: 16 });
const body = () => ({
  x: position().fullStateOnly(), y: position().fullStateOnly(), vx: velocity().fullStateOnly(), vy: velocity().fullStateOnly(), spawns: t.uint8(),
});

/** What velocity says of the way from one patch to the next. */
const PATCH_SEC = PATCH_TICKS / TICK_HZ;
const bodyMotion: readonly MotionField[] = [
  { name: 'vx', bits: 16, min: -2048, perUnit: 16 }, { name: 'vy', bits: 16, min: -2048, perUnit: 16 },
  { name: 'x', bits: 16, min: 0, perUnit: 16, rate: { name: 'vx', sec: PATCH_SEC } },
  { name: 'y', bits: 16, min: 0, perUnit: 16, rate: { name: 'vy', sec: PATCH_SEC } },
];

const playerFields = {
  id: t.uint8(), name: t.string(), team: t.uint8(), ...body(),
  moveX: t.int8().fullStateOnly(), moveY: t.int8().fullStateOnly(), aim: t.uint16().fullStateOnly(), buttons: t.uint8(), dormant: t.boolean(),
  energy: t.uint16().fullStateOnly(), charge: t.uint8(), armed: t.uint8(), power: t.uint8(),
  tackling: t.uint8(), tackleWait: t.uint8(), stun: t.uint8(), loose: t.uint8(),
  goals: t.uint8(), assists: t.uint8(), saves: t.uint8(), tackles: t.uint8(),
};
const ballFields = { id: t.uint8(), ...body() };
const rootFields = {
  tick: t.uint32(), tickHz: t.uint8(), matchTicks: t.uint32(), phase: t.uint8(), phaseEndsAt: t.uint32(), timeLeft: t.uint32(),
  overtime: t.boolean(), kickoffTeam: t.uint8(), round: t.number(), scoreA: t.uint8(), scoreB: t.uint8(),
  lastTouch: t.uint8(), formerTouch: t.uint8(),
};

export const BallPlayerState = schema(playerFields, 'BallPlayerState');
export const BallBallState = schema(ballFields, 'BallBallState');
export const BallSeatState = schema(seatFields, 'BallSeatState');

export const BallState = schema({
  ...rootFields,
  ...motionFields,
  seats: t.map(BallSeatState),
  players: t.map(BallPlayerState),
  balls: t.map(BallBallState),
}, 'BallState');
export type BallState = SchemaType<typeof BallState>;

export const ballReplication: Replication = {
  root: Object.keys(rootFields),
  collections: { players: Object.keys(playerFields), balls: Object.keys(ballFields) },
  motion: [
    {
      collection: 'players', moves: true,
      fields: [
        ...bodyMotion, { name: 'moveX', bits: 8, min: -127, perUnit: 1 }, { name: 'moveY', bits: 8, min: -127, perUnit: 1 },
        { name: 'aim', bits: 10, min: 0, perUnit: 1 }, { name: 'energy', bits: 13, min: 0, perUnit: 1 },
      ],
    },
    { collection: 'balls', moves: true, fields: bodyMotion },
  ],
};

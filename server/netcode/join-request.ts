// In: the options of a matchmaking request, untrusted. Out: a checked request, or a refusal with a reason. Run by: game-room.
import { ErrorCode, ServerError } from '@colyseus/core';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { PROTOCOL_VERSION } from '../../shared/netcode/protocol.ts';
import type { AnyRoomType, SeatProfile } from '../../shared/netcode/room-type.ts';

/** What a client puts in its options: `name`, `team`, `protocol`, and whatever else the room type itself takes. */
export interface JoinRequest {
  readonly profile: SeatProfile;
  readonly config: unknown;
}

// Letters, marks, digits, punctuation and symbols of any script with single spaces between: no controls, no
// invisible or direction-changing characters.
const NAME = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]+( [\p{L}\p{M}\p{N}\p{P}\p{S}]+)*$/u;

/** @throws ServerError with a sentence for the player. */
export function parseJoinRequest(roomType: AnyRoomType, options: unknown): JoinRequest {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) throw refusal('options must be an object');
  if (JSON.stringify(options).length > LIMITS.optionsBytesMax) {
    throw refusal(`options are longer than ${LIMITS.optionsBytesMax} bytes`);
  }
  const { name, team, protocol, ...room } = options as Record<string, unknown>;
  if (protocol !== undefined && protocol !== PROTOCOL_VERSION) throw refusal('the game was updated: reload the page');
  const parsed = roomType.parseOptions(room);
  if (!parsed.ok) throw refusal(parsed.reason);
  return { profile: { name: parseName(name), team: parseTeam(team), bot: false }, config: parsed.value };
}

function parseName(value: unknown): string {
  if (typeof value !== 'string') throw refusal('a name is required');
  const name = value.normalize('NFC').trim();
  if ([...name].length > LIMITS.nameLengthMax) throw refusal(`the name is longer than ${LIMITS.nameLengthMax} characters`);
  if (!NAME.test(name)) throw refusal('the name must have 1 to 16 visible characters');
  return name;
}

function parseTeam(value: unknown): number {
  if (value === undefined) return 0;
  if (value !== 0 && value !== 1 && value !== 2) throw refusal('team must be 0, 1 or 2');
  return value;
}

export function refusal(reason: string): ServerError {
  return new ServerError(ErrorCode.APPLICATION_ERROR, reason);
}

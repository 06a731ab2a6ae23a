// In: nothing. Out: what a room type's page gets from the menu and gives back. Run by: the menu, room pages.
import type { NetworkChoice } from '../netcode/network-switch.ts';

export interface RoomRequest {
  /** http(s) address of the server. */
  readonly url: string;
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly roomId?: string;
  /** A bad network to play over. */
  readonly network?: NetworkChoice;
}

export interface RoomPlace {
  /** Empty elements the room draws into and empties when it ends. */
  readonly stage: HTMLElement;
  readonly hud: HTMLElement;
  /** What is under way while joining, for the player. */
  onProgress(text: string): void;
  /** The match is over for this player; `text` says why, empty when the player left. */
  onEnd(text: string, mayRejoin: boolean): void;
}

export interface OpenedRoom {
  readonly roomId: string;
  close(): void;
}

/** Joins a match and shows it. Rejects with an Error whose message is a sentence for the player. */
export type OpenRoom = (request: RoomRequest, place: RoomPlace) => Promise<OpenedRoom>;

/** An option of a room type that the menu offers; "any" is always offered beside the values. */
export interface RoomChoice {
  readonly option: string;
  readonly label: string;
  readonly values: readonly (readonly [value: string, label: string])[];
}

export interface RoomPage {
  readonly open: OpenRoom;
  readonly choices: readonly RoomChoice[];
}

/** A room type as the menu knows it before its page is loaded. */
export interface RoomEntry {
  readonly title: string;
  readonly kicker: string;
  readonly lead: string;
  /** Keys of its own, beside those of every game, with what they do. */
  readonly keys: readonly (readonly [key: string, does: string])[];
  load(): Promise<RoomPage>;
}

// In: nothing. Out: what a game client needs of a connection, and what a connection tells it. Run by: connection, simulations.
import type { LinkReport, Welcome } from '../../shared/netcode/protocol.ts';
import type { DecodedState } from './adopt.ts';

export interface Link {
  /** One frame to the server; dropped silently where the link is down. */
  send(bytes: Uint8Array): void;
  /** No objects: the SDK packs them with an extension of MessagePack that the frame guard refuses. */
  sendCommand(name: string, payload: boolean | number | string | readonly (boolean | number | string)[]): void;
  leave(): Promise<void>;
  /** Round trip measured by this side, milliseconds; -1 when unknown. */
  rttMs(): number;
}

export interface LinkEvents {
  onWelcome(welcome: Welcome, nowMs: number): void;
  onState(state: DecodedState, nowMs: number): void;
  onEvents(bytes: Uint8Array): void;
  onReport(report: LinkReport): void;
  onPace(pace: number): void;
  onReconnecting(attempt: number, nowMs: number): void;
  onClosed(code: number, reason: string | undefined): void;
  onBytesIn(count: number, nowMs: number): void;
}

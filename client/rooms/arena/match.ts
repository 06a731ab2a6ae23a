// In: nothing. Out: what the arena's scene and HUD need of a match, so both also run against a made-up one.
// Run by: page, scene, HUD.
import type { ArenaEvent } from '../../../shared/rooms/arena/events.ts';
import type { ArenaInput } from '../../../shared/rooms/arena/input.ts';
import type { ArenaWorld } from '../../../shared/rooms/arena/world.ts';
import type { GameView } from '../../netcode/game-view.ts';
import type { MapShapes } from '../../render/map-art.ts';
import type { Network } from '../../ui/network-select.ts';
import type { PickupSpot } from './pickups.ts';

export type ArenaGame = GameView<ArenaWorld, ArenaInput, ArenaEvent> & {
  readonly roomId: string;
  /** What the match is played over. */
  readonly network: Network;
  /** Tick with a fraction at which the others are drawn. */
  viewTick(nowMs: number): number;
};

export interface ArenaMapView extends MapShapes {
  readonly pickups: readonly PickupSpot[];
}

/** Numbers of the rules that are shown. */
export interface ArenaNumbers {
  readonly tickHz: number;
  readonly healthMax: number;
  readonly armourMax: number;
  readonly dashCooldownMs: number;
  readonly reloadMs: readonly number[];
  /** By weapon: how far it reaches, and how far it strays per px of way. */
  readonly rangePx: readonly number[];
  readonly spreadTan: readonly number[];
  readonly bodyRadius: number;
  readonly rocketSpeed: number;
  readonly blastRadius: number;
  /** By kind of pick-up: seconds until it is back. */
  readonly pickupBackSec: Readonly<Record<string, number>>;
  readonly scoreLimitFfa: number;
  readonly scoreLimitTeams: number;
}

export interface ArenaMatch {
  readonly game: ArenaGame;
  readonly numbers: ArenaNumbers;
  mapOf(name: string): ArenaMapView;
}

// In: nothing. Out: what scene and HUD need of a running ball game. Run by: page, scene, HUD.
import type { BallEvent } from '../../../shared/rooms/ball/events.ts';
import type { BallInput } from '../../../shared/rooms/ball/input.ts';
import type { BallWorld } from '../../../shared/rooms/ball/world.ts';
import type { GameView } from '../../netcode/game-view.ts';
import type { Network } from '../../ui/network-select.ts';

export type BallGame = GameView<BallWorld, BallInput, BallEvent> & {
  readonly roomId: string;
  /** The network it is played over, which the net graph can change. */
  readonly network: Network;
};

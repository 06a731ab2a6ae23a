// In: nothing. Out: what a game client asks of a predictor, of the own player or of the whole world. Run by: game-client.
import type { Emit, GameEvent, World, WorldPlayer } from '../../shared/netcode/room-type.ts';
import type { PredictionLog } from './prediction-log.ts';

export interface Prediction<I extends object> {
  /** Inputs sent and not yet acknowledged. */
  readonly pendingCount: number;
  readonly log: PredictionLog;

  /** Starts counting inputs behind what the seat has consumed: on joining, returning, coming back from a hidden tab. */
  restart(acked: number): void;
  /** Runs one own input at once. */
  predict(world: World, seat: number, input: I, viewTick: number, emit: Emit<GameEvent>): void;
  /** Takes the server's word. `world` has just adopted the state and is left as predicted for now. */
  reconcile(world: World, seat: number, link: { readonly ackLag: number; readonly skipped: number }, before: WorldPlayer | null): void;
  /** Lets the visual error of past corrections fade. */
  smooth(elapsedMs: number): void;
}

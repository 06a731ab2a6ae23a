// In: how far one connection is behind. Out: whether it gets the next patch. Run by: guarded-socket, once a patch.
import { LIMITS } from '../../shared/netcode/limits.ts';

export interface LinkLag {
  /** Bytes this process still holds for the connection. */
  readonly bufferedBytes: number;
  /** Milliseconds by which the answer to a ping is later than the link's own round trip: what its buffers hold. */
  readonly lateMs: number;
}

/** send: as it is. hold: leave it out. resync: leave it out, and send the whole state now. end: the connection does not keep up. */
export type ValveVerdict = 'send' | 'hold' | 'resync' | 'end';

/**
 * Patches are differences, one buffer for everybody: a link that takes less than all of them would run ever further
 * behind. So one that is behind gets nothing more until it has caught up, and then the newest state whole, as a player
 * who returns gets it: full rate, then as often as the link can take, then the end. What waits for it stays bounded.
 */
export class PatchValve {
  #heldSinceMs: number | undefined;
  /** Patches left out since the connection opened. */
  held = 0;

  judge({ bufferedBytes, lateMs }: LinkLag, nowMs: number): ValveVerdict {
    if (this.#heldSinceMs === undefined) {
      if (bufferedBytes <= LIMITS.behindBytesMax && lateMs <= LIMITS.behindMsMax) return 'send';
      this.#heldSinceMs = nowMs;
    }
    this.held++;
    if (bufferedBytes === 0 && lateMs <= LIMITS.behindMsMax / 3) {
      this.#heldSinceMs = undefined;
      return 'resync';
    }
    return nowMs - this.#heldSinceMs > LIMITS.heldMsMax ? 'end' : 'hold';
  }
}

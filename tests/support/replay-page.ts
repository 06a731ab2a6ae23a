// In: a capture in pieces of base64. Out: the replay's answer, from this engine. Run by: a blank page, bundled by bench/replay-in-browser.
import { replayCapture, type ReplayResult } from '../../shared/netcode/capture-replay.ts';
import { roomTypeNamed } from '../../shared/rooms/index.ts';
import { withFaultAt } from './planted-fault.ts';

export interface TimedReplay {
  readonly result: ReplayResult;
  readonly elapsedMs: number;
}

export interface ReplayPage {
  add(base64: string): void;
  /** Replays what was added and forgets it. @param faultTick a tick whose step is made to go wrong. */
  run(faultTick?: number): TimedReplay;
}

let pieces: Uint8Array[] = [];

const replayPage: ReplayPage = {
  add(base64) {
    pieces.push(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  },
  run(faultTick) {
    const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    pieces = [];
    const startMs = performance.now();
    const result = replayCapture(bytes, faultTick === undefined ? roomTypeNamed : withFaultAt(faultTick));
    return { result, elapsedMs: performance.now() - startMs };
  },
};

(globalThis as unknown as { replayPage: ReplayPage }).replayPage = replayPage;

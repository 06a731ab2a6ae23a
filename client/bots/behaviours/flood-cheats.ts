// In: a swarm and who to be. Out: cheats that send more inputs than time has passed. Run by: workers.
import { LIMITS } from '../../../shared/netcode/limits.ts';
import type { Behaviour } from '../bot.ts';
import { RawPlayer, type RawManner } from '../raw-player.ts';

/** Twice the clock: the classic speed hack. Within every rate, so only the time bank stands against it. */
const speed = (): RawManner => ({
  tick(raw) {
    raw.send(raw.encode([raw.think(), raw.think()], raw.view()));
  },
});

/** Eight inputs in every frame, two frames a tick: sixteen times the inputs, and a third more frames than are allowed. */
const flood = (): RawManner => ({
  tick(raw) {
    for (let frame = 0; frame < 2; frame++) {
      const input = raw.think();
      raw.send(raw.encode(Array.from({ length: LIMITS.inputsPerFrameMax }, () => input), raw.view()));
    }
  },
});

/** Frames kept for sending again: a second of them. */
const RECORDED_MAX = 60;

/** Every frame is sent again a second later: frames are differences to the one before, so most decode, to other inputs. */
const replayed = (): RawManner => {
  const recorded: Uint8Array[] = [];
  return {
    tick(raw) {
      const frame = raw.encode([raw.think()], raw.view()).slice();
      raw.send(frame);
      recorded.push(frame);
      if (recorded.length > RECORDED_MAX) raw.send(recorded.shift()!);
    },
    ended: () => { recorded.length = 0; },
  };
};

export const FLOOD_CHEATS: readonly Behaviour[] = [
  { kind: 'speed', does: 'sends two inputs a tick', cheat: true, create: (swarm, identity) => new RawPlayer(swarm, identity, speed()) },
  { kind: 'flood', does: 'sends sixteen inputs a tick, in more frames than are allowed', cheat: true, create: (swarm, identity) => new RawPlayer(swarm, identity, flood()) },
  { kind: 'replayed', does: 'sends every frame a second time a second later', cheat: true, create: (swarm, identity) => new RawPlayer(swarm, identity, replayed()) },
];

// In: a swarm and who to be. Out: cheats that lie about when they saw the others. Run by: workers.
import type { Behaviour } from '../bot.ts';
import { RawPlayer, type RawManner } from '../raw-player.ts';

/** Seconds: an age no link has, and a moment nobody can have seen. */
const STALE_SEC = 1.5;
const FUTURE_SEC = 1;

const lying = (offSec: number): RawManner => ({
  tick(raw) {
    raw.send(raw.encode([raw.think()], raw.view(offSec * raw.swarm.roomType.tickHz)));
  },
});

export const VIEW_CHEATS: readonly Behaviour[] = [
  {
    kind: 'stale-view', does: 'claims to see the others where they were 1.5 s ago', cheat: true,
    create: (swarm, identity) => new RawPlayer(swarm, identity, lying(-STALE_SEC)),
  },
  {
    kind: 'future-view', does: 'claims to see the others where they will be in 1 s', cheat: true,
    create: (swarm, identity) => new RawPlayer(swarm, identity, lying(FUTURE_SEC)),
  },
];

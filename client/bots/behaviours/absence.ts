// In: a swarm and who to be. Out: players who come and go, drop and return, hide and show their tab. Run by: workers.
import { nextInt, seedRandom, type RandomState } from '../../../shared/sim/random.ts';
import type { Behaviour, Identity, Swarm } from '../bot.ts';
import { GamePlayer } from '../game-player.ts';

/** Milliseconds that a churning player stays, and stays away: at least, and how much more at random. */
const STAY_MS = [4_000, 6_000] as const;
const GONE_MS = [1_000, 2_000] as const;
const SHOWN_MS = [3_000, 5_000] as const;
const HIDDEN_MS = [1_500, 4_000] as const;
/** When everybody drops: parts of the time from the full count to the end. */
const STORMS_AT = [1 / 3, 2 / 3] as const;

type Span = readonly [leastMs: number, moreMs: number];

function drawMs(random: RandomState, [leastMs, moreMs]: Span): number {
  return leastMs + nextInt(random, moreMs);
}

class Churner extends GamePlayer {
  readonly #random: RandomState;
  #leaveMs = Infinity;

  constructor(swarm: Swarm, identity: Identity) {
    super(swarm, identity, 'play');
    this.#random = seedRandom(identity.seed);
  }

  override async join(): Promise<void> {
    await super.join();
    this.#leaveMs = performance.now() + drawMs(this.#random, STAY_MS);
  }

  override frame(nowMs: number): void {
    super.frame(nowMs);
    if (nowMs < this.#leaveMs) return;
    this.#leaveMs = Infinity;
    void this.leave().finally(() => { this.rejoinAtMs = performance.now() + drawMs(this.#random, GONE_MS); });
  }
}

class Stormer extends GamePlayer {
  readonly #dropsMs: number[];

  constructor(swarm: Swarm, identity: Identity) {
    super(swarm, identity, 'play');
    this.#dropsMs = STORMS_AT.map((part) => swarm.rampEndMs + (swarm.endMs - swarm.rampEndMs) * part);
  }

  override frame(nowMs: number): void {
    super.frame(nowMs);
    if (nowMs < (this.#dropsMs[0] ?? Infinity)) return;
    this.#dropsMs.shift();
    this.drop();
  }
}

class Hider extends GamePlayer {
  readonly #random: RandomState;
  #hidden = false;
  #turnMs: number | undefined;

  constructor(swarm: Swarm, identity: Identity) {
    super(swarm, identity, 'play');
    this.#random = seedRandom(identity.seed);
  }

  override frame(nowMs: number): void {
    // A hidden page gets no frames.
    if (!this.#hidden) super.frame(nowMs);
    this.#turnMs ??= nowMs + drawMs(this.#random, SHOWN_MS);
    if (nowMs < this.#turnMs) return;
    this.#hidden = !this.#hidden;
    this.setAway(this.#hidden);
    this.#turnMs = nowMs + drawMs(this.#random, this.#hidden ? HIDDEN_MS : SHOWN_MS);
  }
}

export const ABSENCE: readonly Behaviour[] = [
  {
    kind: 'churn', does: 'plays 4 to 10 s, leaves, joins again 1 to 3 s later', cheat: false,
    create: (swarm, identity) => new Churner(swarm, identity),
  },
  {
    kind: 'storm', does: 'plays; at one and two thirds of the run all of these drop in the same moment, and return', cheat: false,
    create: (swarm, identity) => new Stormer(swarm, identity),
  },
  {
    kind: 'hidden-tab', does: 'plays 3 to 8 s, hides its tab for 1.5 to 5.5 s, shows it again', cheat: false,
    create: (swarm, identity) => new Hider(swarm, identity),
  },
];

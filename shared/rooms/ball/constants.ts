// In: nothing. Out: every number the ball game is tuned by. Run by: rules, bots, scene. Units last in the names.

export const TICK_HZ = 60;
export const PATCH_TICKS = 3;
/** Three against three. */
export const SEATS_MAX = 6;
/** Stands for nobody where events and rules name a seat. */
export const NOBODY = 255;
/** Directions of a full turn in an input: coarse enough that others can be told it exactly. */
export const AIM_TURN = 1_024;

/** Contacts are solved this often: at its fastest the ball moves less than its radius between two. */
export const SOLVES_PER_SEC = 120;

export const PLAYER = {
  radiusPx: 20,
  lightness: 1,
  speedPxPerSec: 290,
  boostPxPerSec: 430,
  /** With the ball at the foot, of the speed without. */
  dribbleShare: 0.9,
  accelPxPerSec2: 1_500,
  boostAccelPxPerSec2: 2_100,
  frictionPxPerSec2: 1_300,
  /** While stunned. */
  stunFrictionPxPerSec2: 900,
  speedMaxPxPerSec: 900,
  /** Off walls, posts and one another. */
  wallBounce: 0.1,
  bounce: 0.35,
  /** Nothing heard of a seat for this long: others expect nothing of it; and for this long: it has let go of everything. */
  dormantSec: 0.25,
  absentSec: 2,
} as const;

export const BALL = {
  radiusPx: 13,
  /** About a third of a player's mass. */
  lightness: 3,
  speedMaxPxPerSec: 1_400,
  /** Share of its speed lost a second, and what the ground takes besides. */
  dragPerSec: 0.7,
  frictionPxPerSec2: 26,
  wallBounce: 0.7,
  postBounce: 0.85,
  /** Off a body. */
  bounce: 0.25,
} as const;

/** The ball goes along with whoever is nearest and close: never stiffly, so that a turn or a knock frees it. */
export const CONTROL = {
  /** Between the two edges. */
  reachPx: 15,
  /** A rival must be nearer than who has it by this. */
  shieldPx: 9,
  /** A faster ball bounces off first. */
  speedMaxPxPerSec: 620,
  /** How hard it is drawn to its place before the foot. */
  pullPerSec: 9,
  accelPxPerSec2: 2_600,
  /** A kicker or a loser of the ball cannot draw it for this long. */
  afterKickSec: 0.22,
  afterTackleSec: 0.7,
} as const;

export const KICK = {
  reachPx: 17,
  tapPxPerSec: 430,
  fullPxPerSec: 1_080,
  chargeSec: 0.75,
  /** A kick let go too early still meets a ball that comes within this. */
  armedSec: 0.13,
  /** Of the player's own speed, given to the ball. */
  carry: 0.3,
} as const;

/** Whole numbers a second, so that a tick's share is whole at 30 and at 60 ticks a second. */
export const ENERGY = {
  max: 6_000,
  boostPerSec: 1_800,
  regainPerSec: 720,
  tackle: 1_500,
} as const;

export const TACKLE = {
  speedPxPerSec: 640,
  sec: 0.18,
  waitSec: 1.3,
  stunSec: 0.55,
  /** The ball is knocked away this fast. */
  knockPxPerSec: 400,
} as const;

export const MATCH = {
  firstKickoffSec: 3,
  kickoffSec: 2,
  /** Play goes on after a goal, then it is shown again. */
  goalSec: 1.5,
  replaySec: 4.5,
  overtimeSec: 120,
  resultsSec: 9,
} as const;

/** Bounds and defaults of what a join request may ask for. */
export const OPTIONS = {
  botsMin: 6,
  botLevels: ['easy', 'normal', 'hard'],
  botLevel: 'normal',
  matchSec: 240,
  matchSecMin: 10,
  matchSecMax: 1_800,
} as const;

/** Whole ticks of a duration, at least one. */
export function ticksOf(sec: number, tickHz: number): number {
  return Math.max(1, Math.round(sec * tickHz));
}

// In: nothing. Out: what a run of the bots leaves behind, in words and units. Run by: the command (makes it), report, tests.
// docs/bots.md explains it to readers of report.json; a field that changes its meaning raises FORMAT_VERSION.

export const FORMAT_VERSION = 1;

/** Values measured again and again. All 0 where `count` is 0: nothing was measured. */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export const NO_SPREAD: Spread = { count: 0, mean: 0, p50: 0, p99: 0, max: 0 };

/** Amounts by name: verdicts, reasons, errors. Names may come from the server: hostile text until it is escaped. */
export type Amounts = Readonly<Record<string, number>>;

/** What the bots saw, in one second or in the whole run. Cheats are left out of everything but `bots`, `errors` and bytes. */
export interface ClientFigures {
  /** Bots connected at the end of the second, cheats included; in totals the most there were at once. */
  readonly bots: number;
  /** The well-behaved among them that take a seat. */
  readonly players: number;
  /** Seconds that players were connected, all together. */
  readonly playerSec: number;
  readonly rttMs: Spread;
  /**
   * Px by which a patch moved the own player although nothing differed but what own inputs decide; every patch compared
   * counts, those that agreed or told of somebody else's doing (a hit, a push, a respawn) as 0.
   */
  readonly correctionPx: Spread;
  /**
   * Patches compared with a prediction; those that differed in nothing but what own inputs decide; of these, those that
   * moved the player by more than 0.5 px.
   */
  readonly compared: number;
  readonly mispredicted: number;
  readonly corrected: number;
  /** Patches that told of somebody else's doing, which no prediction can know. */
  readonly surprised: number;
  readonly inputToAckMs: Spread;
  /** How old the newest patch is, looked at on every drawn frame. */
  readonly patchAgeMs: Spread;
  readonly patchSpacingMs: Spread;
  /** Holes of more than 250 ms between two patches. */
  readonly stalls: number;
  /** Frames in which another player had to be drawn without a patch to draw it from. */
  readonly starvedFrames: number;
  /** Of players: payload of WebSocket frames. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** The gate's word on the players' inputs, by verdict. */
  readonly verdicts: Amounts;
  readonly joins: number;
  readonly leaves: number;
  readonly drops: number;
  readonly reconnects: number;
  /** From the loss of the link to play on the same seat. */
  readonly reconnectMs: Spread;
  readonly errors: number;
  /** How late the bots' own frames were: above a few milliseconds they measure themselves. */
  readonly botLateMs: Spread;
}

/** What the server said of itself, in one second or in the whole run. */
export interface ServerFigures {
  /** Behind the grid of ticks. */
  readonly tickLateMs: Spread;
  /** One tick of one room: inputs, bots, rules, capture, and the patch where one is due. */
  readonly tickMs: Spread;
  /** The rules alone. */
  readonly stepMs: Spread;
  readonly patchEncodeMs: Spread;
  readonly patchBytes: Spread;
  readonly loopDelayMs: Spread;
  readonly gcPauseMs: Spread;
  readonly memoryMB: number;
  readonly heapMB: number;
  /** Of one core. */
  readonly cpuPercent: number;
  readonly rooms: number;
  readonly clients: number;
  /** Seats by who drives them: player, bot, away. */
  readonly seats: Amounts;
  readonly ticks: number;
  /** Ticks given up after a long block. */
  readonly ticksLost: number;
  /** 1 is full pace; less is slow motion under overload. In totals the slowest. */
  readonly pace: number;
  readonly verdicts: Amounts;
  /** Frames refused before any decoder, by reason. */
  readonly framesRefused: Amounts;
  readonly roomsFailed: number;
  readonly captures: number;
}

/** One second and the whole run have the same shape, so that a figure is read from both in the same way. */
export interface Measured {
  readonly client: ClientFigures;
  /** Left out where the server did not tell. */
  readonly server?: ServerFigures;
}

export interface Sample extends Measured {
  /** 0 is the first second after the start. */
  readonly second: number;
}

export interface Cheat {
  readonly kind: string;
  /** Bots that cheated so. */
  readonly count: number;
  /**
   * What it gained, in per cent of an honest player: 0 is as good as honest, -100 gained nothing at all. `null` where too
   * little was seen to say.
   */
  readonly advantagePercent: number | null;
  /** In what: `distance`, `shots`, ... */
  readonly advantageIn?: string;
  /** Who refused it, and how often: a verdict, a close code, a refused join. */
  readonly refusedBy: Amounts;
}

export interface FieldBytes {
  /** `class.field` of the schema; a class alone for a collection's own entries. */
  readonly field: string;
  readonly bytes: number;
}

export interface RoomCaptures {
  readonly roomId: string;
  readonly room: string;
  /** Names of files in the server's data folder; empty where the match was still going on or captures are off. */
  readonly files: readonly string[];
}

export interface RunResult {
  readonly formatVersion: typeof FORMAT_VERSION;
  /** As given and as defaulted: url, room, count, ramp, duration, scenario, mix, ... Plain values; never a token. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** How long it ran, the ramp included. */
  readonly durationSec: number;
  /** Seconds at the start in which bots were still joining. */
  readonly rampSec: number;
  /** `interrupted`: ended by hand, before its time. */
  readonly ended: 'complete' | 'interrupted';
  readonly samples: readonly Sample[];
  readonly totals: Measured;
  /** Why there are no figures of the server, and which setting would bring them; left out where there are. */
  readonly serverAbsent?: string;
  /** Of the patches of one bot a worker, most first. `patchBytes` is the length of those patches. */
  readonly bytesByField: readonly FieldBytes[];
  readonly bytesByFieldOf: { readonly patches: number; readonly patchBytes: number };
  readonly cheats: readonly Cheat[];
  /** In words, and how often. */
  readonly errors: Amounts;
  readonly harness: Harness;
  readonly captures: readonly RoomCaptures[];
}

export interface Harness {
  readonly loopLateMsP99: number;
  /** The bots themselves were the bottleneck: the run does not count. */
  readonly saturated: boolean;
  /** One sentence where it was: what to do about it. */
  readonly reason?: string;
}

// In: nothing. Out: what a bad network is made of, as types. Run by: the table of scenarios, the network model, whoever reads them.

/** Whole numbers, both included; drawn evenly. */
export type Range = readonly [min: number, max: number];

/** One direction of a link. */
export interface Way {
  /** Milliseconds one way, and what is added at random, 0 to `jitterMs`; order is kept, as TCP keeps it. */
  readonly latencyMs: number;
  readonly jitterMs: number;
  /** Bits per millisecond; 0 is no limit. */
  readonly kbps: number;
  /** Bytes that may wait at the narrow point. What finds it full is lost, and TCP sends it again. */
  readonly queueBytes: number;
  /** Share of segments lost, 0 to 0.5, and how many are lost in a row on average, 1 or more. */
  readonly loss: number;
  readonly lossRun: number;
}

interface Timed {
  /** When the first begins, milliseconds after the start. */
  readonly firstMs: Range;
  /** Milliseconds from the end of one to the start of the next; without it there is only one. */
  readonly pauseMs?: Range;
}

/** Something that lasts. Both directions see the same one, except for `bloat`. */
export type Spell = Timed & { readonly forMs: Range } & (
  /** Nothing gets through, nothing is lost: at the end all of it arrives at once. */
  | { readonly kind: 'stall' }
  /** A stall, after which both ways take that much longer than the scenario says, until the next handover. */
  | { readonly kind: 'handover'; readonly stepMs: Range }
  /** What is sent is lost, and TCP tries again at longer and longer intervals, also beyond the end. */
  | { readonly kind: 'tunnel' }
  /** Somebody else's transfer fills the queue of one direction up to this many milliseconds. */
  | { readonly kind: 'bloat'; readonly way: 'up' | 'down'; readonly queueMs: number }
  /** The player looks at another tab. The link is well; the client is told. */
  | { readonly kind: 'hidden' }
);

/** Something that happens to the connection that is open at the time; the next one starts whole. */
export type Blow = Timed & (
  /** The connection is closed under both ends. */
  | { readonly kind: 'reset' }
  /** From now on everything is swallowed, both ways, and nobody is told. */
  | { readonly kind: 'half-open' }
);

export type ScenarioEvent = Spell | Blow;

export interface Scenario {
  /** What people type: lower case, digits and dashes. */
  readonly name: string;
  /** A few words for a list to choose from. */
  readonly title: string;
  /** A sentence: where the numbers come from. */
  readonly source: string;
  readonly up: Way;
  readonly down: Way;
  readonly events: readonly ScenarioEvent[];
}

// In: nothing. Out: the words for what becomes of an input or a frame. Run by: server, client (net graph), bots, tests.

/**
 * What the gate says of each input, one word each.
 * accepted: simulated. clamped: simulated, but its view tick was older or newer than its player's link makes plausible.
 * over-budget: dropped, the seat had no time left in its bank. malformed: the frame did not have the declared shape.
 * illegal: a field was outside its declared bounds. away: dropped, the seat is driven by someone else.
 */
export const VERDICTS = ['accepted', 'clamped', 'over-budget', 'malformed', 'illegal', 'away'] as const;
export type Verdict = (typeof VERDICTS)[number];
export type VerdictCounts = Record<Verdict, number>;

export function emptyVerdicts(): VerdictCounts {
  return { accepted: 0, clamped: 0, 'over-budget': 0, malformed: 0, illegal: 0, away: 0 };
}

/** Why the frame guard refused a frame, or ended a connection. */
export const FRAME_REFUSALS = [
  'text', 'empty', 'opcode', 'length', 'shape', 'bounds', 'rate', 'closing', 'not-joined', 'slow-reader', 'join-timeout',
] as const;
export type FrameRefusal = (typeof FRAME_REFUSALS)[number];

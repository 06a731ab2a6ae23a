// In: what should differ. Out: a whole run's result as the bots would make it, hostile names included. Run by: report tests.
import { FORMAT_VERSION, NO_SPREAD, type ClientFigures, type RunResult, type Sample, type ServerFigures, type Spread } from '../../client/bots/report/format.ts';
import { nextFloat, seedRandom } from '../../shared/sim/random.ts';

export const HOSTILE = '</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">\'"&';

const spread = (p50: number, p99: number, max: number): Spread => ({ count: 1000, mean: p50, p50, p99, max });

export function clientFigures(changes: Partial<ClientFigures> = {}): ClientFigures {
  return {
    bots: 50, players: 48, playerSec: 48, rttMs: spread(42, 88, 131), correctionPx: spread(0, 0, 0), compared: 960, mispredicted: 0, corrected: 0, surprised: 12,
    inputToAckMs: spread(71, 120, 180), patchAgeMs: spread(25, 62, 140), patchSpacingMs: spread(50, 61, 140), stalls: 0, starvedFrames: 2,
    bytesIn: 320_000, bytesOut: 10_400, verdicts: { accepted: 2_860, clamped: 12, 'over-budget': 0, malformed: 0, illegal: 0, away: 4 },
    joins: 0, leaves: 0, drops: 0, reconnects: 0, reconnectMs: NO_SPREAD, errors: 0, botLateMs: spread(0.6, 4, 9), ...changes,
  };
}

export function serverFigures(changes: Partial<ServerFigures> = {}): ServerFigures {
  return {
    tickLateMs: spread(0.9, 2.4, 4), tickMs: spread(0.9, 2.2, 6), stepMs: spread(0.4, 1.1, 2), patchEncodeMs: spread(0.2, 0.5, 1), patchBytes: spread(610, 1_220, 1_800),
    loopDelayMs: spread(0.7, 3, 8), gcPauseMs: spread(0.4, 2, 3), memoryMB: 141, heapMB: 52, cpuPercent: 37, rooms: 2, clients: 50, seats: { player: 48, bot: 0, away: 2 },
    ticks: 120, ticksLost: 0, pace: 1, verdicts: { accepted: 2_900 }, framesRefused: { rate: 40 }, roomsFailed: 0, captures: 0, ...changes,
  };
}

export interface FixtureChanges extends Partial<RunResult> {
  readonly seconds?: number;
  /** From this second on the server drifts. */
  readonly brokenFrom?: number;
  readonly withServer?: boolean;
}

function sums(samples: readonly Sample[]): Partial<ClientFigures> {
  const sum = (read: (client: ClientFigures) => number): number => samples.reduce((all, { client }) => all + read(client), 0);
  return {
    playerSec: sum((c) => c.playerSec), compared: sum((c) => c.compared), mispredicted: sum((c) => c.mispredicted), corrected: sum((c) => c.corrected),
    surprised: sum((c) => c.surprised), stalls: sum((c) => c.stalls), starvedFrames: sum((c) => c.starvedFrames), bytesIn: sum((c) => c.bytesIn), bytesOut: sum((c) => c.bytesOut),
    drops: sum((c) => c.drops), reconnects: sum((c) => c.reconnects),
    verdicts: Object.fromEntries(['accepted', 'clamped', 'over-budget', 'away'].map((verdict) => [verdict, sum((c) => c.verdicts[verdict] ?? 0)])),
  };
}

/** A run that goes well until it does not. */
export function runResult({ seconds = 40, brokenFrom = Infinity, withServer = true, ...changes }: FixtureChanges = {}): RunResult {
  const random = seedRandom(changes.seed ?? 7);
  const shake = (value: number): number => value * (0.8 + 0.4 * nextFloat(random));
  const samples: Sample[] = Array.from({ length: seconds }, (_, second) => {
    const broken = second >= brokenFrom;
    const grown = Math.min(1, (second + 1) / 10);
    return {
      second,
      client: clientFigures({
        bots: Math.round(50 * grown), players: Math.round(48 * grown), playerSec: 48 * grown, rttMs: spread(shake(42), shake(88), shake(131)),
        inputToAckMs: spread(shake(70), shake(118), shake(170)), patchAgeMs: spread(shake(25), shake(60), shake(120)), patchSpacingMs: spread(50, shake(62), shake(120)),
        correctionPx: broken ? spread(shake(0.2), shake(0.9), shake(3)) : spread(0, 0, 0), mispredicted: broken ? 420 : 0, corrected: broken ? 37 : 0,
        stalls: second % 13 === 5 ? 3 : 0, drops: second === 22 ? 6 : 0, reconnects: second === 23 ? 6 : 0, bytesIn: 48 * shake(6_700), bytesOut: 48 * shake(218),
        verdicts: { accepted: 2_860, clamped: Math.round(shake(12)), 'over-budget': second % 13 === 6 ? 31 : 0, malformed: 0, illegal: 0, away: second === 22 ? 44 : 0 },
      }),
      ...(withServer ? { server: serverFigures({
        tickLateMs: spread(shake(0.9), shake(2.4), shake(5)), stepMs: spread(shake(0.4), shake(1.1), shake(2)), loopDelayMs: spread(shake(0.7), shake(3), shake(8)),
        memoryMB: 120 + second * 0.6, heapMB: shake(52), cpuPercent: shake(37) * grown,
      }) } : {}),
    };
  });
  const broke = Number.isFinite(brokenFrom);
  return {
    formatVersion: FORMAT_VERSION, options: { url: 'http://127.0.0.1:2567', room: 'arena', count: 50, scenario: 'wifi-bad', mix: { honest: 40, flood: 2 } }, seed: 7,
    startedAt: '2026-11-24T16:00:00.000Z', durationSec: seconds, rampSec: 10, ended: 'complete', samples,
    totals: {
      client: clientFigures({ ...sums(samples.slice(10)), ...(broke ? { correctionPx: spread(0.1, 0.9, 3) } : {}) }),
      ...(withServer ? { server: serverFigures() } : {}),
    },
    ...(withServer ? {} : { serverAbsent: 'http://127.0.0.1:2567/metrics.json answered 403: set ARBITER_METRICS_TOKEN for both' }),
    bytesByField: [{ field: 'PlayerState.x', bytes: 61_000 }, { field: 'PlayerState.y', bytes: 59_500 }, { field: 'PlayerState.aim', bytes: 40_200 }, { field: 'SeatState.ackLag', bytes: 3_100 }],
    bytesByFieldOf: { patches: 600, patchBytes: 181_000 },
    cheats: [
      { kind: 'flood', count: 2, advantagePercent: 0, refusedBy: { 'over-budget': 51_200, 'close 4002': 2 } },
      { kind: 'speed', count: 2, advantagePercent: 0.4, advantageIn: 'distance', refusedBy: { 'over-budget': 3_600 } },
      { kind: 'malformed', count: 1, advantagePercent: null, refusedBy: { 'close 4002': 3 } },
    ],
    errors: {}, harness: { loopLateMsP99: 4, saturated: false },
    captures: [{ roomId: 'k3Jd9sQx', room: 'arena', files: ['2026-11-24T16-01-00-000Z-arena-k3Jd9sQx.capture.gz'] }], ...changes,
  };
}

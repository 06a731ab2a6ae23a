// In: a finished run. Out: the same as the report's plain data. Run by: main.
import { roomTypeNamed } from '../../shared/rooms/index.ts';
import { cheatFigures, type CheatFigures } from './advantage.ts';
import type { BotOptions } from './options.ts';
import { FORMAT_VERSION, type Cheat, type ClientFigures, type Harness, type RunResult, type Sample, type Spread } from './report/format.ts';
import type { ServerWatch } from './report/server-figures.ts';
import type { RunData, Second } from './run-data.ts';
import type { Sketch } from './sketch.ts';
import type { SwarmRun } from './swarm.ts';

/** What the server told of itself meanwhile. */
export type ServerWord = Pick<ServerWatch, 'absent' | 'at' | 'total' | 'capturesOf'>;

export function runResult(options: BotOptions, run: SwarmRun, server: ServerWord): RunResult {
  const { data } = run;
  const rampSec = Math.ceil(options.rampSec);
  const { tickHz } = roomTypeNamed(options.room)!;
  const cheats = cheatFigures({ bots: run.bots, tallies: data.tallies, refusals: data.refusals, tickHz });
  const { absent } = server;
  const total = server.total();
  return {
    formatVersion: FORMAT_VERSION, options: { ...options, expectations: options.expectations.map(({ text }) => text) }, seed: options.seed, startedAt: run.startedAt.toISOString(),
    durationSec: rampSec + run.playedSec, rampSec, ended: run.interrupted ? 'interrupted' : 'complete',
    samples: data.seconds.map((each) => sampleOf(each, server)),
    totals: { client: { ...clientFigures(data.total), ...most(data, rampSec) }, ...(total === undefined ? {} : { server: total }) },
    ...(absent === undefined ? {} : { serverAbsent: absent }),
    bytesByField: Object.entries(data.fieldBytes).map(([field, bytes]) => ({ field, bytes })).sort((a, b) => b.bytes - a.bytes),
    bytesByFieldOf: metered(data), cheats: cheats.map(cheatOf), errors: data.errors, harness: harnessOf(options, data),
    captures: [...data.roomIds].sort().map((roomId) => ({ roomId, room: options.room, files: server.capturesOf(roomId) })),
  };
}

function sampleOf(each: Second, server: ServerWord): Sample {
  const said = server.at(each.second);
  return { second: each.second, client: clientFigures(each), ...(said === undefined ? {} : { server: said }) };
}

function clientFigures({ counts, sketches, verdicts, errors }: Second): ClientFigures {
  return {
    bots: counts.bots, players: counts.players, playerSec: counts.playerSec,
    rttMs: spread(sketches.rttMs), correctionPx: spread(sketches.correctionPx),
    compared: counts.compared, mispredicted: counts.mispredicted, corrected: counts.corrected, surprised: counts.surprised,
    inputToAckMs: spread(sketches.inputToAckMs), patchAgeMs: spread(sketches.patchAgeMs), patchSpacingMs: spread(sketches.patchSpacingMs),
    stalls: counts.stalls, starvedFrames: counts.starvedFrames, bytesIn: counts.bytesIn, bytesOut: counts.bytesOut, verdicts,
    joins: counts.joins, leaves: counts.leaves, drops: counts.drops, reconnects: counts.reconnects,
    reconnectMs: spread(sketches.reconnectMs), errors: Object.values(errors).reduce((sum, n) => sum + n, 0), botLateMs: spread(sketches.lateMs),
  };
}

function spread(sketch: Sketch): Spread {
  return { count: sketch.count, mean: sketch.mean, p50: sketch.percentile(50), p99: sketch.percentile(99), max: sketch.max };
}

/** Of a run the most at once, where a sum of seconds would mean nothing. */
function most({ seconds }: RunData, rampSec: number): Pick<ClientFigures, 'bots' | 'players'> {
  const measured = seconds.slice(rampSec);
  return {
    bots: Math.max(0, ...measured.map(({ counts }) => counts.bots)), players: Math.max(0, ...measured.map(({ counts }) => counts.players)),
  };
}

function metered({ seconds }: RunData): RunResult['bytesByFieldOf'] {
  return {
    patches: seconds.reduce((sum, { counts }) => sum + counts.meteredPatches, 0),
    patchBytes: seconds.reduce((sum, { counts }) => sum + counts.meteredBytes, 0),
  };
}

function cheatOf({ kind, count, advantagePercent, advantageIn, refusedBy }: CheatFigures): Cheat {
  return { kind, count, advantagePercent, ...(advantageIn === undefined ? {} : { advantageIn }), refusedBy };
}

function harnessOf(options: BotOptions, { total }: RunData): Harness {
  const loopLateMsP99 = total.sketches.lateMs.percentile(99);
  if (loopLateMsP99 <= options.lateMsMax) return { loopLateMsP99, saturated: false };
  return {
    loopLateMsP99, saturated: true,
    reason: `the bots themselves were the bottleneck: their frames were ${loopLateMsP99.toFixed(0)} ms late (p99), more than `
      + `--late-max ${options.lateMsMax}; run fewer bots, more --workers, or the bots on another machine than the server`,
  };
}

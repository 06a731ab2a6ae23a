// In: nothing but seeds. Out: P10, P11 and P12 from whole matches in virtual time: the same numbers on every machine. Run by: bench.
import { arenaRoom } from '../../../server/rooms/arena/room.ts';
import { arena } from '../../../shared/rooms/arena/definition.ts';
import { VirtualMatch } from '../../support/virtual-match.ts';
import { measurePrediction, measureShots } from '../stats.ts';
import type { Row } from '../report.ts';

const SEED = 20_261_124;
const FREE_SEC = 30;
const HITS = 600;
const percent = (part: number, whole: number) => (100 * part) / whole;

export async function correctionRow(): Promise<Row> {
  const link = { latencyMs: 40, jitterMs: 20, stallEveryMs: 4_000, stallMs: 300 };
  const runs = [0, 1, 2].map((n) => measurePrediction(link, FREE_SEC, SEED + n * 100));
  const corrections = runs.reduce((sum, run) => sum + run.corrections, 0);
  const inputs = runs.reduce((sum, run) => sum + run.inputs, 0);
  return {
    id: 'p10', figure: 'own-avatar corrections over 0.5 px, 100 +- 20 ms round trip, 300 ms stalls', arbiter: `${corrections} in ${inputs} inputs among walls`,
    peers: '', goal: '0 in free movement', held: corrections === 0, data: runs,
  };
}

/** Fights of four players' own wandering, drawn 60 times a second; whether each frame had a patch ahead of its view. */
export async function starvedRow(): Promise<Row> {
  const config = arena.parseOptions({ botsMin: 0, warmupSec: 0, matchSec: 3_600 });
  if (!config.ok) throw new Error(config.reason);
  const links = [
    { name: '40 to 60 ms each way', latencyMs: 40, jitterMs: 20 },
    { name: 'the same with 300 ms stalls every 4 s', latencyMs: 40, jitterMs: 20, stallEveryMs: 4_000, stallMs: 300 },
  ];
  const shares = links.map((link) => {
    const match = new VirtualMatch(arenaRoom, config.value, SEED);
    let frames = 0;
    for (let n = 0; n < 4; n++) match.join(link, { sample: () => arena.neutralInput, watch: () => { frames++; } }, SEED + n);
    match.run(3_000);
    const before = match.clients.reduce((sum, { client }) => sum + client.stats(match.nowMs).starvedFrames, 0);
    frames = 0;
    match.run(FREE_SEC * 1000);
    const starved = match.clients.reduce((sum, { client }) => sum + client.stats(match.nowMs).starvedFrames, 0) - before;
    return { link: link.name, share: percent(starved, frames), interpMs: Math.max(...match.clients.map(({ client }) => client.stats(match.nowMs).interpMs)) };
  });
  return {
    id: 'p11', figure: 'frames in which a remote player had no sample, %', peers: '', goal: '0.5 at 100 ms or less',
    arbiter: shares.map(({ link, share, interpMs }) => `${share.toFixed(2)} at ${link} (${interpMs.toFixed(0)} ms behind)`).join('; '),
    held: shares[0]!.share <= 0.5 && shares[0]!.interpMs <= 100, data: shares,
  };
}

export async function shotRow(): Promise<Row> {
  const cells = [0, 50, 100, 200].map((rttMs) => {
    const [on, off] = [true, false].map((rewind) => measureShots({ latencyMs: rttMs / 2, jitterMs: 5 }, { rewind, hits: HITS, seed: SEED + rttMs }));
    return { rttMs, on: percent(on!.confirmed, on!.onScreen), off: percent(off!.confirmed, off!.onScreen) };
  });
  const list = (pick: (cell: (typeof cells)[number]) => number, digits: number) => cells.map((cell) => pick(cell).toFixed(digits)).join(' / ');
  return {
    id: 'p12', figure: 'shots that hit on screen and are confirmed, %, at 0 / 50 / 100 / 200 ms', arbiter: list(({ on }) => on, 2),
    peers: `the same without rewind: ${list(({ off }) => off, 0)}`, goal: '99.5 to 200 ms', held: cells.every(({ on }) => on >= 99.5), data: cells,
  };
}

// In: the figures of all cells. Out: docs/lag.md: what was measured, and how it stands beside what others found. Run by: lag-figures.
import { JITTER_MS, LOSSES, RTTS_MS, type Cell, type CellFigures, type Share } from './lag-cells.ts';

const percent = (share: number, digits = 1) => `${(share * 100).toFixed(digits)} %`;
const within = ({ share, low, high }: Share) => `${percent(share)} (${(low * 100).toFixed(1)}-${(high * 100).toFixed(1)})`;

export function tableOf(all: readonly CellFigures[]): string {
  const head = ['round trip', 'loss', 'rewind', 'seed', 'shots', 'hit', 'deaths by guns', 'behind cover'];
  const rows = all.map(({ rttMs, loss, rewind, seed, hits, behindCover }) => [
    `${rttMs} ms`, `${loss * 100} %`, rewind ? 'on' : 'off', seed, hits.n, within(hits), behindCover.n, within(behindCover),
  ]);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

export function documentOf(all: readonly CellFigures[]): string {
  return `# Lag: what latency, loss and rewind do to shots

Written by \`npm run bench:lag\`; every figure below is from one run of it. Everything runs in virtual time from fixed seeds, so
the same commit prints the same table on every machine.

**Hits.** Four bots run and dash among the walls of the foundry, never predictably for more than a moment, and fire the rifle at
whoever their own screen shows in sight, with an aim that strays evenly by up to 1.33 body radii: ${aimOf(all)} of the shots hit
*on the screen*, at every latency, because the bot aims at what it sees and leads nothing. What is counted is what the server said.
A human's aim suffers from latency in other ways too (reaction to what comes late), which this leaves out.

**Deaths behind cover.** Six of the arena's own bots, level normal, play whole matches as clients: they see what a screen shows, others
behind by the interpolation, themselves ahead by the prediction. A death by rifle or shotgun counts as behind cover when in the last
frame before the victim's screen said so, cover stood between the victim and the killer as drawn there, across the whole body.

**Network.** The round trip is half each way, with 0 to ${JITTER_MS} ms added to each, over a TCP that repairs losses
(\`shared/netcode/net-model.ts\`): a lost segment holds back all behind it for about a round trip. Both ways lose the same share.
Brackets are Wilson's 95 % intervals. Shots come in runs and are not quite independent, so the true intervals are a little wider.

![Hit rate and deaths behind cover over round trip time](lag.svg)

${tableOf(all)}

## Beside what others found

${findingsOf(all)}
`;
}

/** From the lossless cells: after a loss the screen's count of shots and the server's may be a shot apart. */
function aimOf(all: readonly CellFigures[]): string {
  const shares = all.filter(({ loss }) => loss === 0).map(({ onScreen }) => onScreen.share * 100);
  return `${Math.min(...shares).toFixed(0)} to ${Math.max(...shares).toFixed(0)} %`;
}

function findingsOf(all: readonly CellFigures[]): string {
  const find = (wanted: Cell) => all.find((cell) => cell.rttMs === wanted.rttMs && cell.loss === wanted.loss && cell.rewind === wanted.rewind)!;
  const hit = (rttMs: number, loss: number, rewind: boolean) => percent(find({ rttMs, loss, rewind }).hits.share, 0);
  const cover = (rttMs: number, rewind: boolean) => percent(find({ rttMs, loss: 0, rewind }).behindCover.share);
  const denied = percent(1 - find({ rttMs: 100, loss: 0, rewind: false }).confirmed.share, 0);
  const lost = (rttMs: number, loss: number) => (
    ((find({ rttMs, loss: 0, rewind: true }).hits.share - find({ rttMs, loss, rewind: true }).hits.share) * 100).toFixed(1)
  );
  const line = (rewind: boolean) => RTTS_MS.map((rttMs) => hit(rttMs, 0, rewind)).join(', ');
  return `| found elsewhere | here |
|---|---|
| Loss up to 3 %, the most that real servers showed, does not change how well people play; latency does more harm than loss (Beigbeder et al., *The effects of loss and latency on user performance in Unreal Tournament 2003*, NetGames 2004). | The same with rewind up to 100 ms: 1 % of loss costs ${lost(50, 0.01)} and ${lost(100, 0.01)} points at 50 and 100 ms, 3 % costs ${lost(50, 0.03)} and ${lost(100, 0.03)}. At 250 ms 3 % costs ${lost(250, 0.03)} points, because this is TCP: a repair lasts a round trip, in which the picture stands still, and then what was seen is older than the rewind believes. UT2003 sent datagrams, whose loss costs one update. |
| Without compensation latency costs precision: accuracy and score fall already below 100 ms, more with the precise rifle than with the shotgun (Liu, Claypool et al., QoMEX 2021; Xu, Liu, Claypool, QoMEX 2022; Counter-Strike: GO). | ${line(false)} at ${RTTS_MS.join(', ')} ms. Even at 0 ms something is lost, for what the screen shows is behind by the interpolation. |
| Lag compensation raises accuracy significantly (Lee and Chang, *Evaluation of lag-related configurations in first-person shooter games*, NetGames 2015; Liu et al. 2021), and hides nearly all latency from the shooter (Valve's developer wiki on the Source engine). | ${line(true)} at the same latencies, of which the bot's own aim allows ${aimOf(all)}. |
| The price is being shot behind cover, the more the older the shooter's picture (Bernier, Valve 2001; Lee and Chang, NetGames 2017 and MMSys 2018). | With rewind ${cover(0, true)}, ${cover(100, true)} and ${cover(250, true)} of deaths by guns at 0, 100 and 250 ms; without ${cover(0, false)}, ${cover(100, false)} and ${cover(250, false)}. What remains without rewind is the victim's own view: its killers are drawn in the past. |
| A limit of 250 ms is reasonable at 4 m/s (Lee and Chang, *On "shot around a corner"*, NetGames 2017); Overwatch lowered its limit to 250 ms (Blizzard, 2016); Source keeps a second (\`sv_maxunlag\`). | The rewind believes 250 ms of latency and up to 150 ms of interpolation (\`shared/netcode/limits.ts\`), and hit rates hold to the edge of it: ${hit(250, 0, true)} at 250 ms. |

**Against our own goal.** At most 1 % of deaths behind cover is missed: ${cover(0, true)} at 0 ms and ${cover(100, true)} at 100 ms. The foundry is
small and full of crates, a player runs a body's width in an eighth of a second, and the 100 ms or so by which others are drawn in
the past are part of every rewind. A lower limit trades these deaths for hits that the shooter saw: without any rewind
${cover(100, false)} remain at 100 ms, and ${denied} of the shots that hit on the screen are denied. What could be had without that trade is refusing
a rewound hit on a victim who has been behind cover for some time on the server (advanced lag compensation, Lee and Chang, MMSys 2018).

Loss: ${LOSSES.map((loss) => `${loss * 100} %`).join(', ')} of segments, independent of each other.`;
}

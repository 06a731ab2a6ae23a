// In: nothing. Out: every scenario, as data. Run by: index.ts, which checks them.
import type { Scenario, Way } from './scenario.ts';

/** A tenth of a second of a 20 Mbit/s line: a queue that is not bloated. */
const QUEUE_BYTES = 256 * 1024;
const way = (latencyMs: number, jitterMs: number, more: Partial<Way> = {}): Way => (
  { latencyMs, jitterMs, kbps: 0, queueBytes: QUEUE_BYTES, loss: 0, lossRun: 1, ...more }
);

/** From the best to the worst, then one trouble at a time. Ranges with a width are spread so that players do not fall in step. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'lan', title: 'Same house, by wire', events: [],
    source: 'A gigabit switch forwards in microseconds (IEEE 802.3 store and forward); what is left is the operating systems, so half a millisecond each way.',
    up: way(0.5, 0.5), down: way(0.5, 0.5),
  },
  {
    name: 'fibre', title: 'Fibre at home', events: [],
    source: 'Round trip of 10 to 15 ms to servers of the same region, as the fixed lines with fibre in the FCC\'s yearly Measuring Broadband America; loss too rare to matter.',
    up: way(6, 2, { kbps: 50_000 }), down: way(6, 2, { kbps: 100_000 }),
  },
  {
    name: 'wifi-good', title: 'Wi-Fi, good signal',
    source: 'Sui et al., MobiSys 2016 (47,000 devices of a campus): the Wi-Fi hop takes 3 ms in the median and 20 ms in the worst tenth; behind it a fixed line of 20 ms.',
    up: way(12, 6, { kbps: 20_000, loss: 0.0005 }), down: way(12, 6, { kbps: 50_000, loss: 0.0005 }),
    events: [{ kind: 'stall', firstMs: [400, 2_000], pauseMs: [500, 3_000], forMs: [10, 25] }],
  },
  {
    name: 'wifi-bad', title: 'Wi-Fi, far from the access point',
    source: 'Pei et al., INFOCOM 2016 (47 access points): one packet in ten waits over 100 ms for the Wi-Fi hop; Sui et al., MobiSys 2016: one in a hundred 250 ms. That losses come in runs of three is our choice.',
    up: way(18, 30, { kbps: 3_000, loss: 0.01, lossRun: 3 }), down: way(18, 30, { kbps: 6_000, loss: 0.01, lossRun: 3 }),
    events: [
      { kind: 'stall', firstMs: [300, 1_500], pauseMs: [400, 2_500], forMs: [60, 140] },
      { kind: 'stall', firstMs: [3_000, 8_000], pauseMs: [6_000, 12_000], forMs: [200, 300] },
    ],
  },
  {
    name: 'lte', title: 'Mobile network, standing or walking',
    source: 'About 45 ms one way-and-back on 4G with 5 to 15 ms of jitter (the 4G profile of Loadero); a handover breaks before it makes, 50 to 90 ms (Ericsson, seen in traces on wirelessmoves.com, 2026).',
    up: way(22, 15, { kbps: 8_000, loss: 0.002 }), down: way(22, 8, { kbps: 30_000, loss: 0.002 }),
    events: [{ kind: 'handover', firstMs: [8_000, 20_000], pauseMs: [15_000, 40_000], forMs: [50, 90], stepMs: [0, 15] }],
  },
  {
    name: 'train', title: 'On a train: handovers and tunnels',
    source: 'Xiao et al., ICNP 2014, and Wang et al., WWW 2019, on TCP at 300 km/h: long and widely spread round trips, loss and stalls at handovers. Cells of one or two kilometres pass in 10 to 20 s, a tunnel of 300 m in 4 s; the shares are our choice within that.',
    up: way(45, 40, { kbps: 1_500, loss: 0.02, lossRun: 3 }), down: way(45, 40, { kbps: 5_000, loss: 0.02, lossRun: 3 }),
    events: [
      { kind: 'handover', firstMs: [3_000, 10_000], pauseMs: [10_000, 20_000], forMs: [80, 500], stepMs: [0, 60] },
      { kind: 'tunnel', firstMs: [12_000, 20_000], pauseMs: [25_000, 45_000], forMs: [1_500, 4_500] },
    ],
  },
  {
    name: 'satellite', title: 'Satellites in low orbit',
    source: 'Huston, APNIC 2024: a satellite every 15 s, with it a step of the latency by 30 to 50 ms at worst, 6.7 ms from one round trip to the next, and 1 to 2 % of packets lost without congestion.',
    up: way(18, 9, { kbps: 10_000, loss: 0.012 }), down: way(15, 7, { kbps: 60_000, loss: 0.012 }),
    events: [{ kind: 'handover', firstMs: [2_000, 15_000], pauseMs: [14_900, 14_980], forMs: [20, 100], stepMs: [0, 20] }],
  },
  {
    name: 'geostationary', title: 'A satellite that stands still',
    source: 'Twice 36,000 km of height is 240 ms at the speed of light, one way; with ground and scheduling 550 to 700 ms of round trip. Beyond what the rewind believes, on purpose.',
    up: way(300, 30, { kbps: 2_000, loss: 0.003 }), down: way(290, 20, { kbps: 15_000, loss: 0.003 }), events: [],
  },
  {
    name: 'bufferbloat', title: 'Somebody at home uploads',
    source: 'Gettys and Nichols, Bufferbloat, ACM Queue 2011, and Gettys\' home traces: 20 ms of round trip become several hundred while an upload fills the modem, and again 20 ms when it ends.',
    up: way(10, 3, { kbps: 2_000, queueBytes: 128 * 1024 }), down: way(10, 3, { kbps: 20_000 }),
    events: [{ kind: 'bloat', way: 'up', queueMs: 400, firstMs: [2_000, 4_000], pauseMs: [4_000, 8_000], forMs: [6_000, 12_000] }],
  },
  {
    name: 'half-open', title: 'Links that die without a word',
    source: 'RFC 5382 asks routers to remember a TCP connection for two hours; Hatonen et al., IMC 2010, found home routers that forget it after minutes, or at a restart, and then drop silently. Hurried, so that a minute shows it.',
    up: way(15, 5), down: way(15, 5), events: [{ kind: 'half-open', firstMs: [5_000, 10_000], pauseMs: [15_000, 25_000] }],
  },
  {
    name: 'reset-storm', title: 'Connections reset again and again',
    source: 'Whoever in the middle restarts answers everything it no longer knows with a reset (RFC 9293, section 3.5.2); hurried to one every few seconds, the worst that a client should outlive.',
    up: way(20, 5), down: way(20, 5), events: [{ kind: 'reset', firstMs: [2_000, 5_000], pauseMs: [4_000, 8_000] }],
  },
  {
    name: 'hidden-tab', title: 'A player who looks elsewhere',
    source: 'Browsers run the timers of a hidden page once a second and draw nothing; after five minutes once a minute (Chrome, intensive wake-up throttling, chromestatus.com 4718288976216064).',
    up: way(15, 5), down: way(15, 5), events: [{ kind: 'hidden', firstMs: [4_000, 8_000], pauseMs: [6_000, 12_000], forMs: [2_000, 10_000] }],
  },
  {
    name: 'loss-1', title: '1 % of packets lost', events: [],
    source: 'Beigbeder et al., NetGames 2004: four of five shooter servers had no loss that could be measured; this is a bad one.',
    up: way(25, 5, { loss: 0.01 }), down: way(25, 5, { loss: 0.01 }),
  },
  {
    name: 'loss-3', title: '3 % of packets lost', events: [],
    source: 'Beigbeder et al., NetGames 2004: the worst of the servers they watched lost just over 3 %.',
    up: way(25, 5, { loss: 0.03 }), down: way(25, 5, { loss: 0.03 }),
  },
];

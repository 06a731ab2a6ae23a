// In: a swarm and who to be. Out: connections whose frames are broken, or that do not read. Run by: workers.
import { OPCODE_INPUT } from '../../../shared/netcode/protocol.ts';
import { nextInt, seedRandom, type RandomState } from '../../../shared/sim/random.ts';
import type { Behaviour, Identity } from '../bot.ts';
import { RawPlayer, type RawManner } from '../raw-player.ts';

/** Ticks between two broken frames while it wants to stay, and how often it stops wanting to. */
const BROKEN_EVERY_TICKS = 30;
const BURST_EVERY_TICKS = 480;
const BURST_FRAMES = 40;
const FRAME_BYTES_MAX = 40;

type Break = (random: RandomState, honest: Uint8Array) => Uint8Array | string;

const BREAKS: readonly Break[] = [
  (random, honest) => honest.slice(0, 1 + nextInt(random, honest.length - 1)),
  (random, honest) => Uint8Array.from([...honest, ...noise(random)]),
  (random) => Uint8Array.from([OPCODE_INPUT, ...noise(random)]),
  (random) => Uint8Array.from(noise(random)),
  // What hangs a stock room for ever.
  () => Uint8Array.from([0x14, 0x00, 0xff]),
  () => 'text',
  () => new Uint8Array(0),
];

function noise(random: RandomState): number[] {
  return Array.from({ length: 1 + nextInt(random, FRAME_BYTES_MAX) }, () => nextInt(random, 256));
}

/** Plays, with a broken frame every half second; every eighth second so many at once that it is removed. */
const malformed = ({ seed }: Identity): RawManner => {
  const random = seedRandom(seed);
  return {
    tick(raw, n) {
      const honest = raw.encode([raw.think()], raw.view()).slice();
      raw.send(honest);
      const isBurst = n % BURST_EVERY_TICKS === BURST_EVERY_TICKS - 1;
      if (!isBurst && n % BROKEN_EVERY_TICKS !== 0) return;
      for (let frame = 0; frame < (isBurst ? BURST_FRAMES : 1); frame++) raw.send(BREAKS[nextInt(random, BREAKS.length)]!(random, honest));
    },
  };
};

/** Ticks of a slow reader's breath: it reads one of them. */
const BREATH_TICKS = 300;

const slowReader = (): RawManner => ({
  tick(raw, n) {
    raw.send(raw.encode([raw.think()], raw.view()));
    const at = n % BREATH_TICKS;
    if (at === 60) raw.socket?.pause();
    else if (at === BREATH_TICKS - 1) raw.socket?.resume();
  },
});

export const FRAME_CHEATS: readonly Behaviour[] = [
  {
    kind: 'malformed', does: 'sends broken frames among honest ones, and bursts of them', cheat: true,
    create: (swarm, identity) => new RawPlayer(swarm, identity, malformed(identity)),
  },
  {
    kind: 'slow-reader', does: 'sends inputs and does not read what it is sent for seconds', cheat: true,
    create: (swarm, identity) => new RawPlayer(swarm, identity, slowReader()),
  },
];

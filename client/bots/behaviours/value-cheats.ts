// In: a swarm and who to be. Out: cheats whose frames are well formed and whose values are not honest. Run by: workers.
import { InputEncoder, VIEW_UNITS } from '../../../shared/netcode/input-codec.ts';
import type { Shape, ShapeField } from '../../../shared/netcode/shape.ts';
import type { Behaviour, Swarm } from '../bot.ts';
import { RawPlayer, type RawManner } from '../raw-player.ts';

/** Ticks between two illegal frames: twenty in ten seconds, so that the connection is not removed for them. */
const ILLEGAL_EVERY_TICKS = 30;

/** The largest and smallest numbers the wire can carry in each field's bytes, whatever the shape declares. */
const WIRE_RANGE: Readonly<Record<ShapeField<object>['kind'], readonly [min: number, max: number]>> = {
  uint8: [0, 0xff], int8: [-0x80, 0x7f], uint16: [0, 0xffff], int16: [-0x8000, 0x7fff], uint32: [0, 0xffffffff],
};

/** Honest frames, and between them ones that ask for more than the shape allows: further, faster, buttons nobody has. */
const teleport = ({ roomType }: Swarm): RawManner => {
  const { fields } = roomType.input as Shape<object>;
  // An encoder of its own starts from zeros, so its frame carries every extreme; a refused frame changes no baseline.
  const extremes = (n: number): object => Object.fromEntries(fields.map(({ name, kind }) => [name, WIRE_RANGE[kind][n % 2]]));
  return {
    tick(raw, n) {
      raw.send(raw.encode([raw.think()], raw.view()));
      if (n % ILLEGAL_EVERY_TICKS !== 0) return;
      const view = raw.view();
      raw.send(new InputEncoder(roomType.input as Shape<object>).encode([{ input: extremes(n / ILLEGAL_EVERY_TICKS), view: (view + VIEW_UNITS) & 0xffff }]));
    },
  };
};

const rapidFire = ({ roomType }: Swarm): RawManner => {
  const rapid = roomType.bots?.rapid;
  return {
    tick(raw, n) {
      const input = raw.think();
      raw.send(raw.encode([rapid?.(input, n) ?? input], raw.view()));
    },
  };
};

export const VALUE_CHEATS: readonly Behaviour[] = [
  {
    kind: 'teleport', does: 'sends values outside their bounds between honest ones', cheat: true,
    create: (swarm, identity) => new RawPlayer(swarm, identity, teleport(swarm)),
  },
  {
    kind: 'rapid-fire', does: 'works the trigger with a macro that looks for a way round intervals and reloads', cheat: true, twin: 'trigger',
    create: (swarm, identity) => new RawPlayer(swarm, identity, rapidFire(swarm)),
  },
];

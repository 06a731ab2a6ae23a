// In: nothing. Out: ways to break what the simulation watches, each with the invariant that must catch it. Run by: options, worker, tests.
import { t, type Schema } from '@colyseus/schema';
import type { GameRoomDefinition } from '../../server/netcode/game-room.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { AnyRoomType, Emit, GameEvent, SeatInputs, TimedInput, World } from '../../shared/netcode/room-type.ts';
import type { VirtualMatch } from '../support/virtual-match.ts';
import type { Finding } from './checks/scene.ts';
import { rulesFor } from './rooms/index.ts';

/** A room with something wrong in it, the simulation's own checks outside of that. */
export interface Fault {
  readonly name: string;
  readonly definition?: (definition: GameRoomDefinition) => GameRoomDefinition;
  readonly match?: (virtual: VirtualMatch) => void;
  readonly expect: Pick<Finding, 'invariant'> & { readonly field: RegExp };
}

interface Body { x: number; aim: number }

const everyTicks = (world: World, ticks: number) => world.tick > 0 && world.tick % ticks === 0;

/** Another room type of the same name: what the room and its clients run. */
function altered(change: (type: AnyRoomType) => Partial<AnyRoomType>): Fault['definition'] {
  return (definition) => ({ ...definition, roomType: { ...definition.roomType, ...change(definition.roomType) } });
}

/** A step that does something else behind the real one. */
function stepThen(also: (world: World) => void): Fault['definition'] {
  return altered((type) => ({
    step: (world: World, inputs: SeatInputs<object>, emit: Emit<GameEvent>) => {
      type.step(world, inputs, emit);
      also(world);
    },
  }));
}

const firstBody = (world: World) => world.players.find((player) => player !== null) as unknown as Body | undefined;

/** Faults that any room type with players who move can have. */
const FAULTS: readonly Fault[] = [
  {
    name: 'a client predicts a sixteenth of a pixel aside', expect: { invariant: 'prediction', field: /^players\[\d+\]\.x$/ },
    definition: altered((type) => ({
      predict: (world: World, seat: number, input: TimedInput<object>, emit: Emit<GameEvent>) => {
        type.predict(world, seat, input, emit);
        const own = world.players[seat] as unknown as Body | null;
        if (own !== null && everyTicks(world, 50)) own.x += 1 / 16;
      },
    })),
  },
  {
    name: 'a step that a re-run does not repeat', expect: { invariant: 'capture', field: /^players\[\d*\]\.aim$/ },
    definition: stepThen((world) => {
      const body = firstBody(world);
      if (body !== undefined && everyTicks(world, 100)) body.aim = (body.aim + 1) & 0xff;
    }),
  },
  {
    name: 'an unforeseen exception in the step', expect: { invariant: 'step', field: /^throw$/ },
    definition: stepThen((world) => { if (world.tick === 200) throw new TypeError('undefined is not a function'); }),
  },
  {
    name: 'an input that is counted twice', expect: { invariant: 'inputs', field: /^seat \d+ / },
    match: ({ match: { gate } }) => {
      const push = gate.push.bind(gate);
      let n = 0;
      gate.push = (seat, inputs) => push(seat, ++n === 100 ? [...inputs, ...inputs] : inputs);
    },
  },
  {
    name: 'an input that is lost without a word', expect: { invariant: 'inputs', field: /^seat \d+ / },
    match: ({ match: { gate } }) => {
      const push = gate.push.bind(gate);
      let n = 0;
      gate.push = (seat, inputs) => push(seat, ++n === 100 ? inputs.slice(1) : inputs);
    },
  },
  {
    name: 'an input that is changed on its way to the step', expect: { invariant: 'inputs', field: /^seat \d+ input \d+$/ },
    match: ({ match: { gate, type } }) => {
      const push = gate.push.bind(gate);
      const { name, min } = type.input.fields[0]!;
      let n = 0;
      gate.push = (seat, inputs) => push(seat, ++n < 100 ? inputs : inputs.map(({ input, view }) => {
        const value = (input as Record<string, number>)[name]!;
        return { input: { ...input, [name]: value === min ? min + 1 : min }, view };
      }));
    },
  },
  {
    name: 'a gate that gives an input more time than it took', expect: { invariant: 'inputs', field: /^seat \d+ / },
    match: ({ match: { gate } }) => {
      const take = gate.take.bind(gate);
      gate.take = (seat, tick, rttMs) => {
        const taken = take(seat, tick, rttMs);
        return tick > 100 ? taken.flatMap((timed) => [timed, timed]) : taken;
      };
    },
  },
  {
    name: 'a verdict that is given twice', expect: { invariant: 'inputs', field: /^seat \d+ verdicts$/ },
    match: ({ match: { gate } }) => {
      const push = gate.push.bind(gate);
      let n = 0;
      gate.push = (seat, inputs) => {
        push(seat, inputs);
        if (++n === 100) (gate.verdicts(seat) as { accepted: number }).accepted++;
      };
    },
  },
  {
    name: 'a queue without an end', expect: { invariant: 'caps', field: /^seat \d+ (queue|inputs)$/ },
    match: ({ match: { gate } }) => {
      // Takes nothing for a while, and then all that has waited.
      const take = gate.take.bind(gate);
      gate.take = (seat, tick, rttMs) => {
        if (tick % 300 < 40) return [];
        const taken: TimedInput<object>[] = [];
        do taken.push(...take(seat, tick, rttMs)); while (tick % 300 === 40 && taken.length <= LIMITS.inputsPerTickMax && gate.acked(seat) > 40 && taken.length > 0);
        return taken;
      };
    },
  },
  {
    name: 'a mirror that forgets a field', expect: { invariant: 'state', field: /^players\[\d+\]\.\w+$/ },
    definition: (definition) => {
      const { roomType: type } = definition;
      const { collections } = type.replication;
      let isMade = false;
      // The match asks first, and is given a plan with a hole; its clients have the whole one.
      const replication = {
        ...type.replication,
        get collections() {
          if (isMade) return collections;
          isMade = true;
          const moving = new Set(type.replication.motion?.flatMap(({ fields }) => fields.map(({ name }) => name)));
          const forgotten = collections['players']!.findLast((field) => !moving.has(field));
          return { ...collections, players: collections['players']!.filter((field) => field !== forgotten) };
        },
      };
      return { ...definition, roomType: { ...type, replication } };
    },
  },
  {
    name: 'somebody who has left and is still seen', expect: { invariant: 'state', field: /^seats\[\d+\]/ },
    match: ({ match }) => {
      const { state } = match as unknown as { readonly state: { readonly seats: Map<string, unknown> } };
      state.seats.delete = () => false;
    },
  },
  {
    name: 'a number that players must not have', expect: { invariant: 'state', field: /secret/ },
    definition: (definition) => ({ ...definition, createState: () => withSecret(definition.createState()) }),
  },
  {
    name: 'an event that is told to nobody', expect: { invariant: 'events', field: /^(order|count)$/ },
    match: (virtual) => {
      const run = virtual.run.bind(virtual);
      virtual.run = (forMs) => {
        for (const { far } of virtual.clients) if (far !== undefined && !deaf.has(far)) makeDeaf(far);
        run(forMs);
      };
    },
  },
  {
    name: 'a client that does not hear that its room is gone', expect: { invariant: 'room', field: /^seat \d+ link$/ },
    match: (virtual) => {
      const join = virtual.join.bind(virtual);
      virtual.join = (...args) => {
        const joined = join(...args);
        joined.client.onClosed = () => {};
        // It takes itself for connected, too.
        const receive = joined.near.receive.bind(joined.near);
        joined.near.receive = (message, nowMs) => message.kind !== 'closed' && receive(message, nowMs);
        return joined;
      };
    },
  },
];

type Extensible = new () => Schema & { secret: number };
interface Base { extend(fields: object, name: string): Extensible }

/** The same state with one field more, which no plan names. */
function withSecret(state: Schema): Schema {
  const Extended = (state.constructor as unknown as Base).extend({ secret: t.uint8() }, 'WithSecret');
  const extended = new Extended();
  extended.secret = 7;
  return extended;
}

const deaf = new WeakSet<object>();
function makeDeaf(far: { send(message: { readonly kind: string }): void }): void {
  deaf.add(far);
  const send = far.send.bind(far);
  let n = 0;
  far.send = (message) => { if (message.kind !== 'events' || ++n % 20 !== 0) send(message); };
}

/** All faults that can be planted in a room type, those of its own rules included. */
export function faultsOf(room: string): readonly Fault[] {
  return [...FAULTS, ...ruleFaultsOf(room)];
}

export function ruleFaultsOf(room: string): readonly Fault[] {
  return rulesFor(room).faults.map(({ name, expect, spoil }) => ({ name, expect, definition: stepThen(spoil) }));
}

// In: the input gate's own calls. Out: how long inputs waited in it. Run by: the benchmark's host, when asked.
import { InputGate } from '../../server/netcode/input-gate.ts';
import { noteGateWait } from './gate-waits.ts';

let metering = false;

/** Puts a stopwatch around every gate of this process from now on: arrival is the push, application the take. */
export function meterGate(): void {
  if (metering) return;
  metering = true;
  const arrived = new WeakMap<object, Map<number, number[]>>();
  const queueOf = (gate: object, seat: number) => {
    let seats = arrived.get(gate);
    if (seats === undefined) arrived.set(gate, (seats = new Map()));
    let queue = seats.get(seat);
    if (queue === undefined) seats.set(seat, (queue = []));
    return queue;
  };
  const { push, take, resume } = InputGate.prototype as InputGate<object>;
  Object.assign(InputGate.prototype, {
    resume(this: InputGate<object>, seat: number) {
      queueOf(this, seat).length = 0;
      resume.call(this, seat);
    },
    push(this: InputGate<object>, seat: number, inputs: Parameters<typeof push>[1]) {
      const nowMs = performance.now();
      for (let n = 0; n < inputs.length; n++) queueOf(this, seat).push(nowMs);
      push.call(this, seat, inputs);
    },
    take(this: InputGate<object>, ...args: Parameters<typeof take>) {
      const taken = take.apply(this, args);
      const nowMs = performance.now();
      for (const atMs of queueOf(this, args[0]).splice(0, taken.length)) noteGateWait(nowMs - atMs);
      return taken;
    },
  });
}

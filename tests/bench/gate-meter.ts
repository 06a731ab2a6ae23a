// In: the input gate's own calls. Out: how long inputs waited in it. Run by: the benchmark's host, when asked.
import { InputGate } from '../../server/netcode/input-gate.ts';
import { noteGateWait } from './gate-waits.ts';

let metering = false;

/** Puts a stopwatch around every gate of this process from now on: arrival is the push, application the take. */
export function meterGate(): void {
  if (metering) return;
  metering = true;
  const arrivedMs = new WeakMap<object, number>();
  const { push, take } = InputGate.prototype as InputGate<object>;
  Object.assign(InputGate.prototype, {
    push(this: InputGate<object>, ...args: Parameters<typeof push>) {
      const nowMs = performance.now();
      for (const { input } of args[1]) arrivedMs.set(input, nowMs);
      push.apply(this, args);
    },
    take(this: InputGate<object>, ...args: Parameters<typeof take>) {
      const taken = take.apply(this, args);
      const nowMs = performance.now();
      for (const { input } of taken) noteGateWait(nowMs - arrivedMs.get(input)!);
      return taken;
    },
  });
}

// In: events as the step emits them and as clients receive them. Out: that all arrive, once, in order. Run by: simulate.
import type { VirtualClient } from '../../support/virtual-match.ts';
import { EventCodec, type TimedEvent } from '../../../shared/netcode/event-codec.ts';
import { LIMITS } from '../../../shared/netcode/limits.ts';
import type { GameEvent, SeatInputs, World } from '../../../shared/netcode/room-type.ts';
import type { Check, Scene } from './scene.ts';

interface Heard {
  connection: object | undefined;
  batch: number;
}

/** Batches looked back on, one a patch in which something happened. */
const KEPT = 512;

export class EventCheck implements Check {
  readonly #scene: Scene;
  readonly #codec: EventCodec<GameEvent>;
  readonly #batches: TimedEvent<GameEvent>[][] = [];
  readonly #heard = new Map<VirtualClient, Heard>();
  #forgotten = 0;
  #waiting: TimedEvent<GameEvent>[] = [];

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#codec = new EventCodec(scene.type.events);
  }

  afterStep(world: World, _inputs: SeatInputs<object>, events: readonly GameEvent[]): void {
    for (const event of events) this.#waiting.push({ tick: world.tick - 1, event });
    this.#scene.count('events', events.length);
  }

  onPatch(): void {
    if (this.#waiting.length === 0) return;
    // Beyond the cap a patch leaves the newest out.
    this.#batches.push(this.#waiting.slice(0, LIMITS.eventsPerPatchMax));
    this.#waiting = [];
    if (this.#batches.length <= KEPT) return;
    this.#batches.shift();
    this.#forgotten++;
  }

  /** A client was handed these events; call with the connection they came by. */
  onEvents(client: VirtualClient, bytes: Uint8Array): void {
    const { report } = this.#scene;
    const told = this.#codec.decode(bytes);
    const first = told[0]?.tick;
    const index = this.#batches.findLastIndex((batch) => batch[0]!.tick === first);
    const batch = this.#batches[index];
    if (batch === undefined) return report('events', 'tick', `a client was told of events at tick ${first}, where nothing happened`);
    const heard = this.#heard.get(client);
    const number = index + this.#forgotten;
    if (heard !== undefined && heard.connection === client.far && number !== heard.batch + 1) {
      report('events', 'order', `batch ${number} came behind batch ${heard.batch}`);
    }
    this.#heard.set(client, { connection: client.far, batch: number });
    if (told.length !== batch.length) return report('events', 'count', `${batch.length} events happened, ${told.length} were told`);
    for (const [n, { tick, event }] of told.entries()) {
      const real = batch[n]!;
      for (const [name, value] of Object.entries(real.event)) {
        if (tick !== real.tick || (event as unknown as Record<string, unknown>)[name] !== value) {
          return report('events', `${real.event.kind}.${name}`, `${JSON.stringify(real)} was told as ${JSON.stringify({ tick, event })}`);
        }
      }
    }
  }
}

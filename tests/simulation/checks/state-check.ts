// In: states as clients have decoded them. Out: that each is the world of that tick, field by field, and nothing else. Run by: simulate.
import { adoptState, type DecodedState } from '../../../client/netcode/adopt.ts';
import { DRIVER, type SeatView } from '../../../shared/netcode/replication.ts';
import type { World } from '../../../shared/netcode/room-type.ts';
import type { VirtualClient } from '../../support/virtual-match.ts';
import { fieldsBeyond } from './schema-fields.ts';
import type { Check, Scene } from './scene.ts';
import { itemsOf, type SeatSnapshot, type Snapshots } from './snapshots.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Eyes {
  readonly world: World;
  /** The connection whose first state was seen already. */
  connection: object | undefined;
}

/** What a client sees of a tick is what the server's world was at that tick, no value different, no item more or less. */
export class StateCheck implements Check {
  readonly #scene: Scene;
  readonly #snapshots: Snapshots;
  readonly #eyes = new Map<VirtualClient, Eyes>();
  #isSchemaRead = false;

  constructor(scene: Scene, snapshots: Snapshots) {
    this.#scene = scene;
    this.#snapshots = snapshots;
  }

  onState(client: VirtualClient): void {
    const { type, report } = this.#scene;
    const state = client.near.root as unknown as DecodedState & Fields;
    const snapshot = this.#snapshots.at(state.tick);
    if (snapshot === undefined) return report('state', 'tick', `a client was told of tick ${state.tick}, which no patch was for`);
    if (!this.#isSchemaRead) this.#readSchema(client);
    const eyes = this.#eyesOf(client);
    adoptState(state, eyes.world, type.replication);
    const adopted = eyes.world as unknown as Fields;
    for (const [i, field] of type.replication.root.entries()) {
      if (field !== 'tick' && adopted[field] !== snapshot.root[i]) this.#differs(field, adopted[field], snapshot.root[i]);
    }
    for (const [c, [name, fields]] of Object.entries(type.replication.collections).entries()) {
      this.#compareItems(name, fields, itemsOf(eyes.world, name, fields), snapshot.collections[c]!);
    }
    // The first state of a connection is made between two patches, when a seat may just have been freed.
    if (eyes.connection === client.far && client.far !== undefined) this.#compareSeats(state, snapshot.seats);
    eyes.connection = client.far;
    this.#scene.count('states');
  }

  #eyesOf(client: VirtualClient): Eyes {
    let eyes = this.#eyes.get(client);
    if (eyes === undefined) {
      const { type } = this.#scene;
      const config = type.parseOptions({});
      if (!config.ok) throw new Error(config.reason);
      eyes = { world: type.createWorld(config.value, 0), connection: undefined };
      this.#eyes.set(client, eyes);
    }
    return eyes;
  }

  #readSchema(client: VirtualClient): void {
    this.#isSchemaRead = true;
    for (const path of fieldsBeyond(client.near.root, this.#scene.type.replication)) {
      this.#scene.report('state', path, 'players are sent a field that the replication plan does not name');
    }
  }

  #compareItems(name: string, fields: readonly string[], seen: readonly (readonly unknown[] | undefined)[], real: typeof seen): void {
    const length = Math.max(seen.length, real.length);
    for (let i = 0; i < length; i++) {
      const [a, b] = [seen[i], real[i]];
      if (a === undefined && b === undefined) continue;
      if (a === undefined || b === undefined) {
        this.#differs(`${name}[${i}]`, a === undefined ? 'nothing' : 'something', b === undefined ? 'nothing' : 'something');
        continue;
      }
      for (let f = 0; f < fields.length; f++) if (a[f] !== b[f]) this.#differs(`${name}[${i}].${fields[f]}`, a[f], b[f]);
    }
  }

  #compareSeats(state: DecodedState, real: readonly (SeatSnapshot | undefined)[]): void {
    for (let seat = 0; seat < this.#scene.type.seatsMax; seat++) {
      const seen: SeatView | undefined = state.seats.get(String(seat));
      const there = real[seat];
      if (seen === undefined || there === undefined) {
        if (seen !== undefined || there !== undefined) this.#differs(`seats[${seat}]`, seen === undefined ? 'nobody' : seen.name, there?.name ?? 'nobody');
        continue;
      }
      if (seen.name !== there.name) this.#differs(`seats[${seat}].name`, seen.name, there.name);
      if (seen.driver !== there.driver) this.#differs(`seats[${seat}].driver`, seen.driver, there.driver);
      if (there.driver !== DRIVER.player) continue;
      if (seen.ackLag !== there.ackLag) this.#differs(`seats[${seat}].ackLag`, seen.ackLag, there.ackLag);
      if (seen.skipped !== there.skipped) this.#differs(`seats[${seat}].skipped`, seen.skipped, there.skipped);
    }
  }

  #differs(field: string, seen: unknown, real: unknown): void {
    this.#scene.report('state', field, `a client sees ${JSON.stringify(seen)}, the server has ${JSON.stringify(real)}`);
  }
}

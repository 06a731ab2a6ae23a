// In: states as clients have decoded them. Out: that each is the world of that tick, field by field, and nothing else. Run by: simulate.
import { adoptState, type DecodedState } from '../../../client/netcode/adopt.ts';
import { DRIVER, type SeatView } from '../../../shared/netcode/replication.ts';
import type { World } from '../../../shared/netcode/room-type.ts';
import type { VirtualClient } from '../../support/virtual-match.ts';
import { firstDifference, sameFields, type Fields, type SameFields } from './fields.ts';
import { fieldsBeyond } from './schema-fields.ts';
import type { Check, Scene } from './scene.ts';
import type { SeatSnapshot, Snapshots } from './snapshots.ts';

interface Eyes {
  /** What the client draws: as it was adopted, until it next draws. */
  drawn: World | undefined;
  /** The connection whose first state was seen already. */
  connection: object | undefined;
}

interface Collection {
  readonly name: string;
  readonly fields: readonly string[];
  readonly same: SameFields;
}

/** What a client sees of a tick is what the server's world was at that tick, no value different, no item more or less. */
export class StateCheck implements Check {
  readonly #scene: Scene;
  readonly #snapshots: Snapshots;
  readonly #eyes = new Map<VirtualClient, Eyes>();
  readonly #collections: readonly Collection[];
  readonly #rootFields: readonly string[];
  readonly #sameRoot: SameFields;
  #isSchemaRead = false;

  constructor(scene: Scene, snapshots: Snapshots) {
    const { root, collections } = scene.type.replication;
    this.#scene = scene;
    this.#snapshots = snapshots;
    this.#collections = Object.entries(collections).map(([name, fields]) => ({ name, fields, same: sameFields(fields) }));
    this.#rootFields = root.filter((field) => field !== 'tick');
    this.#sameRoot = sameFields(this.#rootFields);
  }

  /** What the client hands out to draw; it is one object, and it is what the client adopts states into. */
  onDrawn(client: VirtualClient, drawn: World): void {
    const eyes = this.#eyes.get(client);
    if (eyes !== undefined) eyes.drawn = drawn;
  }

  onState(client: VirtualClient): void {
    const { report } = this.#scene;
    const state = client.near.root as unknown as DecodedState & Fields;
    const snapshot = this.#snapshots.at(state.tick);
    if (snapshot === undefined) return report('state', 'tick', `a client was told of tick ${state.tick}, which no patch was for`);
    if (!this.#isSchemaRead) this.#readSchema(client);
    const eyes = this.#eyesOf(client);
    const seen = (eyes.drawn ?? this.#adopted(state)) as unknown as Fields;
    if (!this.#sameRoot(seen, snapshot.root)) {
      const field = firstDifference(this.#rootFields, seen, snapshot.root)!;
      this.#differs(field, seen[field], snapshot.root[field]);
    }
    for (const [c, collection] of this.#collections.entries()) {
      this.#compareItems(collection, seen[collection.name] as readonly (Fields | null)[], snapshot.collections[c]!);
    }
    // The first state of a connection is made between two patches, when a seat may just have been freed.
    if (eyes.connection === client.far && client.far !== undefined) this.#compareSeats(state, snapshot.seats);
    eyes.connection = client.far;
    this.#scene.count('states');
  }

  #eyesOf(client: VirtualClient): Eyes {
    let eyes = this.#eyes.get(client);
    if (eyes === undefined) this.#eyes.set(client, (eyes = { drawn: undefined, connection: undefined }));
    return eyes;
  }

  /** For states that came before the client drew anything. */
  #adopted(state: DecodedState): World {
    const { type } = this.#scene;
    const config = type.parseOptions({});
    if (!config.ok) throw new Error(config.reason);
    const world: World = type.createWorld(config.value, 0);
    adoptState(state, world, type.replication);
    return world;
  }

  #readSchema(client: VirtualClient): void {
    this.#isSchemaRead = true;
    for (const path of fieldsBeyond(client.near.root, this.#scene.type.replication)) {
      this.#scene.report('state', path, 'players are sent a field that the replication plan does not name');
    }
  }

  #compareItems({ name, fields, same }: Collection, seen: readonly (Fields | null)[], real: readonly (Fields | null)[]): void {
    const length = Math.max(seen.length, real.length);
    for (let i = 0; i < length; i++) {
      const a = seen[i] ?? null;
      const b = real[i] ?? null;
      if (a === null && b === null) continue;
      if (a === null || b === null) {
        this.#differs(`${name}[${i}]`, a === null ? 'nothing' : 'something', b === null ? 'nothing' : 'something');
      } else if (!same(a, b)) {
        const field = firstDifference(fields, a, b)!;
        this.#differs(`${name}[${i}].${field}`, a[field], b[field]);
      }
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

// In: what a client predicted and what the server made of the same inputs. Out: that both are the same to the bit. Run by: simulate.
import type { VirtualClient } from '../../support/virtual-match.ts';
import type { DecodedState } from '../../../client/netcode/adopt.ts';
import { DRIVER } from '../../../shared/netcode/replication.ts';
import { firstDifference, sameFields, type SameFields } from './fields.ts';
import type { Check, Scene } from './scene.ts';
import type { Sent, Session, Sessions } from './sessions.ts';
import type { Snapshot, Snapshots } from './snapshots.ts';

/**
 * When a patch acknowledges n inputs, every replicated field of the own player is what the client had predicted behind its
 * n-th input. Only three things may come between: a tick in which the step changed the player beyond what `predict` makes of
 * its inputs (a hit, a push, a pick-up, a respawn), a change at the top of the world that the client could not know when it
 * predicted (another phase), and inputs that were dropped, which shift the seat's clock. Each counts only within the ticks
 * between the client's newest patch at the time and the patch that is compared.
 */
export class PredictionCheck implements Check {
  readonly #scene: Scene;
  readonly #sessions: Sessions;
  readonly #snapshots: Snapshots;
  readonly #fields: readonly string[];
  readonly #same: SameFields;
  /** Which of the collections they are. */
  readonly #players: number;
  readonly #faults = new Map<VirtualClient, number>();

  constructor(scene: Scene, sessions: Sessions, snapshots: Snapshots) {
    this.#scene = scene;
    this.#sessions = sessions;
    this.#snapshots = snapshots;
    const { collections } = scene.type.replication;
    this.#fields = collections['players']!;
    this.#same = sameFields(this.#fields);
    this.#players = Object.keys(collections).indexOf('players');
  }

  onState(client: VirtualClient): void {
    const session = this.#sessions.ofClient(client);
    const state = client.near.root as unknown as DecodedState;
    const seat = client.seat.id;
    const link = state.seats.get(String(seat));
    const snapshot = this.#snapshots.at(state.tick);
    if (session === undefined || snapshot === undefined || link === undefined || link.driver !== DRIVER.player) return;
    // A state of before the session, or of a connection that has not been welcomed yet, says nothing of its inputs.
    if (state.tick <= session.tick || client.client.link.kind !== 'playing') return;
    const n = state.tick - link.ackLag - session.base;
    if (n < 0) return;
    if (n > session.made) {
      this.#scene.report('inputs', `seat ${seat} ackLag`, `${n} inputs are acknowledged, ${session.made} were made`);
      return;
    }
    session.forget(n);
    if (this.#scene.type.worldPrediction !== undefined) {
      this.#expectNoFault(client);
      return;
    }
    // What it predicts behind its newest input shows when it makes the next.
    const next = session.sent(n);
    if (next !== undefined) this.#compare(session, snapshot, { n, next, skipped: link.skipped });
  }

  /** Whoever predicts others errs about them; the client itself tells such errors from its own, of which there must be none. */
  #expectNoFault(client: VirtualClient): void {
    const { faults, compared } = client.client.stats(this.#scene.virtual.nowMs);
    const known = this.#faults.get(client) ?? 0;
    this.#faults.set(client, faults);
    this.#scene.count('compared');
    this.#scene.count('comparedAlone');
    if (faults > known) this.#scene.report('prediction', `seat ${client.seat.id} faults`, `${faults} of ${compared} patches differed from the prediction though nobody else had done anything`);
  }

  #compare(session: Session, snapshot: Snapshot, { n, next, skipped }: { n: number; next: Sent; skipped: number }): void {
    const { count, report } = this.#scene;
    const truth = snapshot.collections[this.#players]![session.seat];
    if (truth === undefined || truth === null) return;
    count('compared');
    if (snapshot.touched[session.seat]! > next.patchTick || snapshot.turned > next.oldestTick || next.skipped !== skipped) return;
    count('comparedAlone');
    if (this.#same(truth, next.before)) return;
    const field = firstDifference(this.#fields, truth, next.before)!;
    report('prediction', `players[${session.seat}].${field}`,
      `input ${n} of the session was predicted to leave ${JSON.stringify(next.before[field])} and left ${JSON.stringify(truth[field])} at tick ${snapshot.tick}`);
  }
}

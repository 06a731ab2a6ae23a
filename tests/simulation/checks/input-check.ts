// In: inputs as clients make them, as the gate receives them and as the step consumes them. Out: that each has one fate, in order.
// Run by: simulate.
import type { VirtualClient, VirtualMatch } from '../../support/virtual-match.ts';
import type { InputGate } from '../../../server/netcode/input-gate.ts';
import type { WireInput } from '../../../shared/netcode/input-codec.ts';
import { LIMITS } from '../../../shared/netcode/limits.ts';
import type { SeatInputs, World } from '../../../shared/netcode/room-type.ts';
import type { Check, Scene } from './scene.ts';
import type { Session, Sessions } from './sessions.ts';

/** What is known of one seat since it was opened. */
interface Account {
  clock: number;
  acked: number;
  skipped: number;
  /** Inputs that reached the gate, in whatever state it was. */
  received: number;
}

/** Inputs a client may hold back to fill a frame. */
const UNSENT_MAX = 1;

/**
 * Every input that a client makes is consumed once, or has a verdict that says why not, or waits, or was lost with its
 * connection; nothing else is ever consumed. What is consumed is what was made, in the order it was made.
 */
export class InputCheck implements Check {
  readonly #scene: Scene;
  readonly #sessions: Sessions;
  readonly #fields: readonly string[];
  readonly #accounts: (Account | undefined)[] = [];

  constructor(scene: Scene, sessions: Sessions) {
    this.#scene = scene;
    this.#sessions = sessions;
    this.#fields = scene.type.input.fields.map(({ name }) => name);
  }

  /** Stands at the gate's door. Call once, before anybody but bots has joined. */
  watch({ gate, seats }: VirtualMatch['match']): void {
    for (const { id } of seats) this.#accounts[id] = { clock: 0, acked: 0, skipped: 0, received: 0 };
    const { open, close, suspend, resume, push, refuse, creditLost } = gate;
    gate.open = (seat) => {
      open.call(gate, seat);
      this.#accounts[seat] = { clock: 0, acked: 0, skipped: 0, received: 0 };
      this.#sessions.forget(seat);
    };
    gate.close = (seat) => {
      close.call(gate, seat);
      this.#accounts[seat] = undefined;
      this.#sessions.forget(seat);
    };
    gate.suspend = (seat) => {
      suspend.call(gate, seat);
      this.#suspended(gate, seat);
    };
    gate.resume = (seat) => {
      this.#suspended(gate, seat);
      resume.call(gate, seat);
      this.#sessions.begin(seat, gate.acked(seat), this.#scene.virtual.world.tick);
    };
    gate.creditLost = (ticks) => {
      for (const { id } of seats) {
        const session = this.#sessions.ofSeat(id);
        if (session !== undefined) session.lost += ticks;
      }
      creditLost.call(gate, ticks);
    };
    gate.push = (seat, inputs) => {
      this.#receive(seat, inputs);
      push.call(gate, seat, inputs);
    };
    gate.refuse = (seat, count) => {
      const session = this.#sessions.ofSeat(seat);
      if (session !== undefined && !session.closed) {
        session.received += count;
        this.#accounts[seat]!.received += count;
      }
      refuse.call(gate, seat, count);
    };
  }

  afterStep(world: World, inputs: SeatInputs<object>): void {
    const { match, clients } = this.#scene.virtual;
    for (const { id } of match.seats) {
      const account = this.#accounts[id];
      if (account !== undefined) this.#settle(match.gate, id, { account, world, taken: inputs[id] ?? [] });
    }
    for (const client of clients) this.#nothingMissing(client);
  }

  #settle(gate: InputGate<object>, seat: number, { account, world, taken }: { account: Account; world: World; taken: SeatInputs<object>[number] & object }): void {
    const { report } = this.#scene;
    for (const { clock } of taken) {
      if (clock !== account.clock) report('inputs', `seat ${seat} clock`, `an input has clock ${clock}, the seat is at ${account.clock}`);
      account.clock++;
    }
    const acked = gate.acked(seat);
    const skipped = gate.skipped(seat);
    const dropped = skipped - account.skipped;
    if (acked - account.acked !== taken.length + dropped) {
      report('inputs', `seat ${seat} acked`, `${taken.length} consumed and ${dropped} dropped, ${acked - account.acked} acknowledged`);
    }
    const session = this.#sessions.ofSeat(seat);
    if (session !== undefined && !session.closed) this.#compare(session, account, { taken, dropped, tick: world.tick });
    account.acked = acked;
    account.skipped = skipped;
    const { accepted, clamped, away, 'over-budget': over } = gate.verdicts(seat);
    const waiting = session === undefined || session.closed ? 0 : session.received - (acked - session.base);
    const judged = accepted + clamped + away + over;
    if (judged !== account.received - waiting) {
      report('inputs', `seat ${seat} verdicts`, `${account.received} came, ${waiting} wait, ${judged} have a verdict`);
    }
    if (waiting < 0) report('inputs', `seat ${seat} queue`, `${-waiting} inputs more are acknowledged than came`);
    if (waiting > LIMITS.inputBacklogMax) report('caps', `seat ${seat} queue`, `${waiting} inputs wait, at most ${LIMITS.inputBacklogMax} may`);
  }

  /** What the step was given is what the client made, from where the last tick ended. */
  #compare(session: Session, account: Account, now: { taken: SeatInputs<object>[number] & object; dropped: number; tick: number }): void {
    const { report } = this.#scene;
    const { taken, dropped, tick } = now;
    const from = account.acked - session.base;
    if (taken.length > LIMITS.inputsPerTickMax) report('caps', `seat ${session.seat} inputs`, `${taken.length} inputs in one tick`);
    session.simulated += taken.length;
    const credit = tick - session.tick + session.lost + LIMITS.backlogTarget;
    if (session.simulated > credit) report('inputs', `seat ${session.seat} time`, `${session.simulated} inputs simulated in ${credit} ticks of credit`);
    if (taken.length === 0) return;
    for (let ahead = 0; ahead <= dropped; ahead++) {
      if (taken.every(({ input }, n) => this.#same(session.sent(from + ahead + n)?.input, input))) return;
    }
    report('inputs', `seat ${session.seat} input ${from + 1}`, 'what was simulated is not what the client sent');
  }

  #receive(seat: number, inputs: readonly WireInput<object>[]): void {
    const session = this.#sessions.ofSeat(seat);
    const account = this.#accounts[seat];
    if (session === undefined || account === undefined) return;
    for (const { input } of inputs) {
      if (!this.#same(session.sent(session.received)?.input, input)) {
        this.#scene.report('inputs', `seat ${seat} input ${session.received + 1}`, 'what came is not what the client sent');
      }
      session.received++;
    }
    account.received += inputs.length;
    this.#scene.count('inputs', inputs.length);
  }

  /** Everything that came has its verdict now: nothing waits in a seat that somebody else drives. */
  #suspended(gate: InputGate<object>, seat: number): void {
    const session = this.#sessions.ofSeat(seat);
    const account = this.#accounts[seat];
    if (account === undefined) return;
    const acked = gate.acked(seat);
    if (session !== undefined && !session.closed && acked - session.base !== session.received) {
      this.#scene.report('inputs', `seat ${seat} acked`, `${session.received} inputs came, ${acked - session.base} were acknowledged at the end`);
    }
    if (session !== undefined) session.closed = true;
    account.acked = acked;
    account.skipped = gate.skipped(seat);
  }

  /** With nothing on its way, all that a client has made has come, but for what it holds back to fill a frame. */
  #nothingMissing(client: VirtualClient): void {
    const session = this.#sessions.ofClient(client);
    const { far, up, seat } = client;
    if (session === undefined || session.closed || far === undefined || !far.isJoined || up.inFlight > 0 || client.gone) return;
    if (session !== this.#sessions.ofSeat(seat.id) || client.returnsAtMs !== undefined || client.net.isHalfOpen) return;
    const missing = session.made - session.received;
    if (missing > UNSENT_MAX) this.#scene.report('inputs', `seat ${seat.id} sent`, `${missing} inputs were sent and never came`);
  }

  #same(sent: Readonly<Record<string, number>> | undefined, input: object): boolean {
    return sent !== undefined && this.#fields.every((field) => sent[field] === (input as Record<string, number>)[field]);
  }
}

// In: a TCP server's port. Out: a port that leads to it over a link one can delay, stall, swallow or cut. Run by: tests.
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { nextFloat, seedRandom } from '../../shared/sim/random.ts';

export interface ProxyCondition {
  /** One way, milliseconds, and what is added at random, 0 to this. Order is kept, as TCP keeps it. */
  readonly latencyMs: number;
  readonly jitterMs: number;
}

export interface TcpProxy {
  readonly port: number;
  /** Connections taken since the start. */
  readonly taken: number;
  /** `true`: from now on nothing gets through either way and nobody is told, new connections included. */
  blackHole(on: boolean): void;
  /** Holds everything back for so long, then delivers all of it. */
  stall(ms: number): void;
  /** Resets every connection. */
  reset(): void;
  close(): Promise<void>;
}

interface Pipe {
  readonly near: Socket;
  readonly far: Socket;
}

/** What a black hole has swallowed is lost for good, so a connection that went through one is never whole again. */
class Proxy implements TcpProxy {
  readonly #server = createServer((near) => this.#take(near));
  readonly #pipes = new Set<Pipe>();
  readonly #swallowed = new Set<Socket>();
  readonly #random;
  readonly #condition: ProxyCondition;
  readonly #target: number;
  #swallows = false;
  #stalledUntilMs = 0;
  taken = 0;

  constructor(target: number, condition: ProxyCondition, seed: number) {
    this.#target = target;
    this.#condition = condition;
    this.#random = seedRandom(seed);
  }

  get port(): number { return (this.#server.address() as AddressInfo).port; }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => { this.#server.listen(0, '127.0.0.1', resolve); });
    return this;
  }

  blackHole(on: boolean): void {
    this.#swallows = on;
    if (!on) return;
    for (const pipe of this.#pipes) this.#swallowed.add(pipe.near).add(pipe.far);
    this.#pipes.clear();
  }

  stall(ms: number): void {
    this.#stalledUntilMs = performance.now() + ms;
  }

  reset(): void {
    for (const { near, far } of this.#pipes) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  async close(): Promise<void> {
    for (const { near, far } of this.#pipes) {
      near.destroy();
      far.destroy();
    }
    for (const socket of this.#swallowed) socket.destroy();
    await new Promise<void>((resolve) => { this.#server.close(() => resolve()); });
  }

  #take(near: Socket): void {
    this.taken++;
    near.on('error', () => near.destroy());
    if (this.#swallows) {
      this.#swallowed.add(near);
      near.on('close', () => this.#swallowed.delete(near)).resume();
      return;
    }
    const far = createConnection(this.#target, '127.0.0.1');
    far.on('error', () => far.destroy());
    const pipe = { near, far };
    this.#pipes.add(pipe);
    this.#carry(near, far, pipe);
    this.#carry(far, near, pipe);
  }

  #carry(from: Socket, to: Socket, pipe: Pipe): void {
    let lastMs = 0;
    const waiting: (() => void)[] = [];
    const later = (act: () => void) => {
      const nowMs = performance.now();
      const { latencyMs, jitterMs } = this.#condition;
      lastMs = Math.max(lastMs, nowMs + latencyMs + nextFloat(this.#random) * jitterMs, this.#stalledUntilMs);
      waiting.push(act);
      // Timers for the same millisecond may fire in any order; what they let through keeps its own.
      setTimeout(() => {
        const next = waiting.shift()!;
        if (this.#pipes.has(pipe) && !to.destroyed) next();
      }, lastMs - nowMs);
    };
    from.on('data', (bytes) => later(() => to.write(bytes)));
    from.on('end', () => later(() => to.end()));
    from.on('close', () => {
      this.#swallowed.delete(from);
      if (!this.#pipes.has(pipe)) return;
      later(() => {
        this.#pipes.delete(pipe);
        to.destroy();
      });
    });
  }
}

/** Listens on a free port of this machine. Delays come from `seed`; the machine adds its own. */
export function tcpProxy(target: number, condition: ProxyCondition = { latencyMs: 0, jitterMs: 0 }, seed = 1): Promise<TcpProxy> {
  return new Proxy(target, condition, seed).listen();
}

// In: the arena's own step and bots. Out: the same scene as a stock Colyseus 0.18 room in its official idiom. Run by: the benchmark's host.
import { Room, type Client } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { arena } from '../../../shared/rooms/arena/definition.ts';
import { BUTTON, NEUTRAL_INPUT, type ArenaInput } from '../../../shared/rooms/arena/input.ts';
import type { ArenaWorld } from '../../../shared/rooms/arena/world.ts';

const Input = schema({ moveX: t.int8(), moveY: t.int8(), aim: t.uint16(), buttons: t.uint8() }, 'StockInput');
const Player = schema({
  x: t.float32(), y: t.float32(), vx: t.float32(), vy: t.float32(), aim: t.float32(), alive: t.boolean(), team: t.uint8(),
  health: t.number(), armour: t.number(), weapon: t.number(), magRifle: t.number(), magShotgun: t.number(), magRocket: t.number(),
  kills: t.number(), deaths: t.number(), score: t.number(),
}, 'StockPlayer');
const Rocket = schema({ x: t.float32(), y: t.float32(), owner: t.number() }, 'StockRocket');
const State = schema({ tick: t.number(), players: t.map(Player), rockets: t.map(Rocket) }, 'StockState');

const PLAYER_FIELDS = ['vx', 'vy', 'x', 'y', 'aim', 'alive', 'team', 'health', 'armour', 'weapon', 'magRifle', 'magShotgun', 'magRocket', 'kills', 'deaths', 'score'];
const SEATS = 32;

/** setFixedTimestep, every input drained as it comes, float32 fields written each step, patches every 50 ms by their own timer. */
export class StockArenaRoom extends Room {
  override patchRate = 50;
  override maxClients = SEATS;
  #world!: ArenaWorld;
  #memories: unknown[] = [];
  #humans = new Map<string, number>();
  #clocks = Array.from({ length: SEATS }, () => 0);
  #stock = new State();
  #channel!: { get(sessionId: string): Iterable<ArenaInput> };

  override onCreate(): void {
    const config = arena.parseOptions({ botsMin: SEATS, botLevel: 'hard', warmupSec: 0, matchSec: 3_600 });
    if (!config.ok) throw new Error(config.reason);
    this.autoDispose = false;
    this.#world = arena.createWorld(config.value, 7);
    for (let seat = 0; seat < SEATS; seat++) {
      arena.join(this.#world, seat, { name: `bot ${seat}`, team: 0, bot: true });
      this.#memories[seat] = arena.bots!.createMemory(seat, 'hard');
    }
    this.state = this.#stock;
    this.#channel = this.defineInput(Input) as never;
    this.setFixedTimestep(() => this.#step(), arena.tickHz);
  }

  override onJoin(client: Client): void {
    this.#humans.set(client.sessionId, this.#humans.size);
  }

  #step(): void {
    const bySeat = new Map([...this.#humans].map(([session, seat]) => [seat, session]));
    const inputs = this.#world.players.map((_, seat) => {
      const session = bySeat.get(seat);
      const taken = session === undefined
        ? [arena.bots!.think(this.#world, seat, this.#memories[seat] as never)]
        : [...this.#channel.get(session)].map(({ moveX, moveY, aim, buttons }) => ({ moveX, moveY, aim, buttons: buttons & (BUTTON.weaponMask | 7) }));
      return taken.map((input) => ({ input: input ?? NEUTRAL_INPUT, viewTick: this.#world.tick, clock: this.#clocks[seat]!++ }));
    });
    arena.step(this.#world, inputs, () => {});
    this.#write();
  }

  #write(): void {
    this.#stock.tick = this.#world.tick;
    for (const player of this.#world.players) {
      if (player === null) continue;
      let state = this.#stock.players.get(String(player.id)) as Record<string, unknown> | undefined;
      if (state === undefined) {
        state = new Player() as never as Record<string, unknown>;
        this.#stock.players.set(String(player.id), state as never);
      }
      for (const field of PLAYER_FIELDS) {
        const value = (player as unknown as Record<string, unknown>)[field];
        if (state[field] !== value) state[field] = value;
      }
    }
    const seen = new Set<string>();
    for (const rocket of this.#world.rockets) {
      const key = String(rocket.id);
      seen.add(key);
      const sec = (this.#world.tick - rocket.startTick) / arena.tickHz;
      let state = this.#stock.rockets.get(key);
      if (state === undefined) {
        state = new Rocket();
        this.#stock.rockets.set(key, state);
      }
      state.x = rocket.startX + rocket.vx * sec;
      state.y = rocket.startY + rocket.vy * sec;
      state.owner = rocket.owner;
    }
    for (const key of this.#stock.rockets.keys()) if (!seen.has(key)) this.#stock.rockets.delete(key);
  }
}

// In: a room type, a seed and how long. Out: the first broken invariant of whole matches in virtual time, and what happened in them.
// Run by: workers, tests.
import type { GameRoomDefinition } from '../../server/netcode/game-room.ts';
import { replayCapture } from '../../shared/netcode/capture-replay.ts';
import type { AnyRoomType, Emit, GameEvent, SeatInputs, World } from '../../shared/netcode/room-type.ts';
import { SCENARIO_NAMES, scenarioNamed, type Scenario } from '../../shared/netcode/scenarios/index.ts';
import { mix32, nextInt, nextUint32, seedRandom, type RandomState } from '../../shared/sim/random.ts';
import { VirtualMatch, type VirtualClient } from '../support/virtual-match.ts';
import { Checks } from './checks/all.ts';
import type { Finding, Scene } from './checks/scene.ts';
import type { Fault } from './faults.ts';
import { rulesFor } from './rooms/index.ts';
import { ServerStory, Story } from './story.ts';

export interface SimulateOptions {
  readonly definition: GameRoomDefinition;
  readonly seed: number;
  readonly players: number;
  /** Everybody's network; left out, each player has one of their own from the table. */
  readonly scenario?: Scenario | undefined;
  /** Virtual milliseconds. */
  readonly forMs: number;
  readonly fault?: Fault | undefined;
}

export interface Outcome {
  readonly seed: number;
  readonly finding: Finding | undefined;
  /** Virtual milliseconds simulated. */
  readonly simMs: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** One room in so many ends with an exception in its step. */
const FAILS_ONE_IN = 3;
/** Virtual time in which everybody has to know that a room is gone: a silent link is given up after two seconds, a return takes a few more. */
const TOLD_MS = 30_000;
const THROWN = 'planted by the simulation';
/** Seat holds are short, so that they run out while somebody watches. */
const HOLD_MS = { min: 1_500, more: 8_000 };
/** A room lives no longer, so that what a long run keeps of those who left has an end. */
const ROOM_MS_MAX = 180_000;
/** How long a run may go on before somebody asks whether it found something. */
const SLICE_MS = 500;

export function simulate(options: SimulateOptions): Outcome {
  return new Simulation(options).run();
}

interface Player {
  readonly story: Story;
  readonly scenario: Scenario;
  client: VirtualClient | undefined;
  /** The time that the story counts in, at the start of this room. */
  readonly random: RandomState;
}

class Simulation {
  readonly #options: SimulateOptions;
  readonly #type: AnyRoomType;
  readonly #random: RandomState;
  readonly #players: readonly Player[];
  readonly #server: ServerStory;
  readonly #counts: Record<string, number> = {};
  #finding: Finding | undefined;
  /** Virtual time at which the present room began. */
  #startMs = 0;

  constructor(options: SimulateOptions) {
    const { seed, players, scenario, definition } = options;
    this.#options = options;
    this.#type = definition.roomType;
    this.#random = seedRandom(mix32(seed, 0x51));
    this.#server = new ServerStory(seed);
    this.#players = Array.from({ length: players }, (_, n) => {
      const story = new Story(seed, n);
      const drawn = scenarioNamed(SCENARIO_NAMES[nextInt(story.random, SCENARIO_NAMES.length)]!)!;
      return { story, scenario: scenario ?? drawn, client: undefined, random: story.random };
    });
  }

  run(): Outcome {
    while (this.#startMs < this.#options.forMs && this.#finding === undefined) this.#room();
    return { seed: this.#options.seed, finding: this.#finding, simMs: this.#startMs, counts: this.#counts };
  }

  /** A room from its first tick until its time is over or its step throws. */
  #room(): void {
    const { definition, forMs, fault } = this.#options;
    const rules = rulesFor(this.#type.name);
    const config = this.#type.parseOptions(rules.options(this.#random));
    if (!config.ok) throw new Error(config.reason);
    const leftMs = Math.min(ROOM_MS_MAX, forMs - this.#startMs);
    const leftTicks = Math.max(2, Math.floor((leftMs / 1000) * this.#type.tickHz));
    const throwAt = nextInt(this.#random, FAILS_ONE_IN) === 0 ? 1 + nextInt(this.#random, leftTicks) : undefined;
    const scene: Scene = {
      type: this.#type,
      get virtual() { return virtual; },
      report: (invariant, field, text) => { this.#finding ??= { invariant, field, text, tick: virtual.world.tick }; },
      count: (name, by = 1) => this.#count(name, by),
    };
    const checks = new Checks(scene, rules);
    const played = fault?.definition?.(definition) ?? definition;
    const failing = { ...played, roomType: throwsAt(played.roomType, throwAt) };
    const virtual: VirtualMatch = new VirtualMatch(checks.around(failing), config.value, nextUint32(this.#random), {
      records: true, seatHoldMs: HOLD_MS.min + nextInt(this.#random, HOLD_MS.more), clientType: played.roomType,
    });
    fault?.match?.(virtual);
    checks.watch(virtual);
    this.#count('rooms');
    virtual.onNetEvent = (_client, { kind }) => this.#count(`net.${kind}`);
    virtual.onStep = (_world, events) => { for (const { kind } of events) if (rules.counted.includes(kind)) this.#count(kind); };
    this.#play(virtual, checks);
    this.#close(virtual, checks, throwsAt(this.#type, throwAt));
  }

  #play(virtual: VirtualMatch, checks: Checks): void {
    const endMs = Math.min(ROOM_MS_MAX, this.#options.forMs - this.#startMs);
    while (virtual.nowMs < endMs && virtual.error === undefined && this.#finding === undefined) {
      let nextMs = Math.min(endMs, virtual.nowMs + SLICE_MS);
      for (const player of this.#players) {
        this.#follow(player, virtual, checks);
        nextMs = Math.min(nextMs, player.story.atMs - this.#startMs);
      }
      nextMs = Math.min(nextMs, this.#trouble(virtual));
      if (nextMs > virtual.nowMs) virtual.run(nextMs - virtual.nowMs);
    }
  }

  /** @returns when the server's next trouble is due. */
  #trouble(virtual: VirtualMatch): number {
    while (this.#server.atMs <= this.#startMs + virtual.nowMs) {
      const act = this.#server.act();
      this.#count(act.kind);
      if (act.kind === 'stall') virtual.stall(act.forMs);
      else virtual.setPace(act.pace);
    }
    return this.#server.atMs - this.#startMs;
  }

  #follow(player: Player, virtual: VirtualMatch, checks: Checks): void {
    const { story } = player;
    const nowMs = this.#startMs + virtual.nowMs;
    if (player.client?.gone === true && !player.client.vanished) {
      player.client = undefined;
      this.#count('expired');
      story.out(nowMs);
    }
    while (story.atMs <= nowMs) this.#act(player, virtual, checks);
  }

  #act(player: Player, virtual: VirtualMatch, checks: Checks): void {
    const act = player.story.act();
    const { client } = player;
    if (act !== 'join' && client === undefined) return;
    this.#count(act);
    switch (act) {
      case 'join': player.client = this.#join(player, virtual, checks); break;
      case 'drop': virtual.drop(client!); break;
      case 'hide': virtual.hide(client!, true); break;
      case 'show': virtual.hide(client!, false); break;
      case 'leave': virtual.leave(client!); player.client = undefined; break;
      case 'vanish': virtual.vanish(client!); player.client = undefined; break;
    }
  }

  #join({ scenario, random }: Player, virtual: VirtualMatch, checks: Checks): VirtualClient | undefined {
    const { bots, neutralInput, seatsMax } = this.#type;
    if (virtual.match.seats.humans >= seatsMax) return undefined;
    const level = bots?.levels[nextInt(random, bots.levels.length)] ?? '';
    const memory: unknown = bots?.createMemory(nextUint32(random), level);
    const holds = nextInt(random, 4) === 0;
    let drawn: World | undefined;
    const client: VirtualClient = virtual.join(scenario, {
      sample: (world, seat) => {
        const thought = bots === undefined ? neutralInput as object : bots.think(drawn ?? world, seat, memory) as object;
        const input = holds ? bots?.hold?.(thought) as object | undefined ?? thought : thought;
        checks.sampled(client, world, input);
        return input;
      },
      watch: (game, seen, nowMs) => {
        drawn = seen;
        checks.drawn(client, seen, game.takeEvents(nowMs).length);
      },
    }, nextUint32(random));
    checks.watchClient(client);
    return client;
  }

  /** The room is over: what it kept must re-run to the same worlds, and whoever was in it must know. */
  #close(virtual: VirtualMatch, checks: Checks, recorded: AnyRoomType): void {
    const { error, world, nowMs: endedMs } = virtual;
    const report = (invariant: string, field: string, text: string) => { this.#finding ??= { invariant, field, text, tick: world.tick }; };
    if (error === undefined) virtual.end('room closed');
    else {
      this.#count('failed');
      if (!(error instanceof Error) || error.message !== THROWN) report('step', 'throw', error instanceof Error ? `${error.message} ${error.stack ?? ''}` : String(error));
      const untold = this.#untold(virtual);
      if (untold !== undefined) report('room', `seat ${untold.seat.id} link`, `the room failed, and ${TOLD_MS / 1000} s later this player is ${untold.client.link.kind}`);
    }
    for (const { client } of virtual.clients) this.#count('reconciled faults', client.stats(virtual.nowMs).faults);
    if (this.#finding === undefined) this.#replay(virtual, checks, { recorded, report });
    this.#count('ticks', world.tick);
    for (const { far } of virtual.clients) this.#count('held', far?.patchesHeld ?? 0);
    this.#startMs += endedMs;
    for (const player of this.#players) {
      if (player.client === undefined) continue;
      player.client = undefined;
      player.story.out(this.#startMs);
    }
  }

  /** Somebody who does not learn that the room is gone, from the server's word or from the silence behind it. */
  #untold(virtual: VirtualMatch): VirtualClient | undefined {
    const untilMs = virtual.nowMs + TOLD_MS;
    const present = this.#players.flatMap(({ client }) => client ?? []);
    const untold = () => present.find(({ client }) => client.link.kind !== 'closed');
    while (virtual.nowMs < untilMs && untold() !== undefined) virtual.run(SLICE_MS);
    return untold();
  }

  #replay(virtual: VirtualMatch, checks: Checks, { recorded, report }: { recorded: AnyRoomType; report: Scene['report'] }): void {
    let ticks = 0;
    for (const [n, bytes] of virtual.captures.entries()) {
      checks.caps.onCapture(bytes.length);
      const result = replayCapture(bytes, () => recorded);
      this.#count('captures');
      if (result.kind === 'unreadable') return report('capture', `capture ${n}`, result.reason);
      if (result.kind === 'differs') return report('capture', result.field, `the re-run differs at tick ${result.tick}: it has ${JSON.stringify(result.value)}`);
      ticks += result.ticks;
    }
    if (ticks !== virtual.world.tick) report('capture', 'tick', `${virtual.world.tick} ticks were played, ${ticks} are in captures`);
  }

  #count(name: string, by = 1): void {
    this.#counts[name] = (this.#counts[name] ?? 0) + by;
  }
}

/** The room type with an exception in the step of one tick, the same one whenever it is run. */
function throwsAt(type: AnyRoomType, tick: number | undefined): AnyRoomType {
  if (tick === undefined) return type;
  return {
    ...type,
    step: (world: World, inputs: SeatInputs<object>, emit: Emit<GameEvent>) => {
      if (world.tick === tick) throw new Error(THROWN);
      type.step(world, inputs, emit);
    },
  };
}

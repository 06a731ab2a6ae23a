// In: events due this frame. Out: effects, sounds and what the HUD remembers of them. Run by: the arena scene.
import type { ArenaEvent } from '../../../shared/rooms/arena/events.ts';
import { PHASE, type ArenaWorld } from '../../../shared/rooms/arena/world.ts';
import type { PlayedEvent } from '../../netcode/game-view.ts';
import type { Actors } from '../../render/actors.ts';
import type { Effects, Spot } from '../../render/effects.ts';
import { lookOf } from '../../render/palette.ts';
import { pickupLook } from '../../render/pickup-art.ts';
import type { Sound } from '../../render/sound.ts';
import { settings } from '../../ui/settings.ts';
import { weaponLook } from './look.ts';
import type { ArenaMatch } from './match.ts';
import type { HudMemory } from './hud-memory.ts';
import { foeOnLine } from './own-hits.ts';
import type { Pickups } from './pickups.ts';
import { flightLength } from './ray.ts';
import type { RocketClock, Rockets } from './rockets.ts';

export interface EventStage {
  readonly match: ArenaMatch;
  readonly effects: Effects;
  readonly actors: Actors;
  readonly rockets: Rockets;
  readonly pickups: Pickups;
  readonly sound: Sound;
  readonly memory: HudMemory;
}

const TURN = Math.PI * 2;
/** Events older than this are not played: after a hidden tab or a stall there is a heap of them. */
const STALE_SEC = 0.35;
/** A hit that sounded when it was predicted does not sound again when the server says so within this. */
const HEARD_MS = 500;

export class EventPlayer {
  readonly #stage: EventStage;
  #world: ArenaWorld | undefined;
  #nowMs = 0;
  /** By seat, the tick of its last shotgun blast: eight pellets are one bang. */
  readonly #blasts = new Map<number, number>();

  constructor(stage: EventStage) {
    this.#stage = stage;
  }

  play(world: ArenaWorld, events: readonly PlayedEvent<ArenaEvent>[], clock: RocketClock): void {
    this.#world = world;
    this.#nowMs = clock.nowMs;
    for (const played of events) {
      if (played.predicted || clock.viewTick - played.tick < STALE_SEC * clock.tickHz) this.#one(played);
      else this.#late(played.event);
    }
  }

  /** What is left to say of an event from before a stall: its noise and fire would all come at once. */
  #late(event: ArenaEvent): void {
    if (event.kind === 'explode') this.#stage.rockets.exploded(event.rocket);
  }

  #one({ event, tick, predicted }: PlayedEvent<ArenaEvent>): void {
    switch (event.kind) {
      case 'shot': return this.#shot(event, tick, predicted);
      case 'launch': return this.#launch(event, predicted);
      case 'explode': return this.#explode(event);
      case 'hit': return this.#hit(event, predicted);
      case 'kill': return this.#kill(event);
      case 'spawn': return this.#spawn(event);
      case 'dash': return this.#dash(event.seat);
      case 'pickup': return this.#pickup(event);
      case 'reload': return this.#own(event.seat, 'reload');
      case 'dry': return this.#own(event.seat, 'dry');
      case 'phase': return this.#phase(event.phase);
    }
  }

  #place(seat: number): Spot | undefined {
    const player = this.#world?.players[seat];
    return player === null || player === undefined ? undefined : { x: player.x, y: player.y };
  }

  #colour(seat: number): number {
    const team = this.#world?.players[seat]?.team ?? 0;
    return lookOf(team, seat === this.#stage.match.game.seat, settings().colourSafe).colour;
  }

  #isOwn(seat: number): boolean {
    return seat === this.#stage.match.game.seat;
  }

  #shot(event: Extract<ArenaEvent, { kind: 'shot' }>, tick: number, predicted: boolean): void {
    const at = this.#place(event.seat);
    if (at === undefined) return;
    const { effects, actors, sound } = this.#stage;
    const angle = (event.aim / 65_536) * TURN;
    const look = weaponLook(event.weapon);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const muzzle = { x: at.x + cos * look.muzzle, y: at.y + sin * look.muzzle };
    const length = predicted ? this.#ownShot(angle, event.length) : event.length;
    effects.tracer(muzzle, { x: at.x + cos * length, y: at.y + sin * length }, look.tracer);
    const isBlast = event.weapon === 1;
    if (isBlast && this.#blasts.get(event.seat) === tick) return;
    if (isBlast) this.#blasts.set(event.seat, tick);
    effects.muzzle(muzzle, angle, isBlast);
    effects.casing(at, angle, isBlast);
    actors.kick(event.seat);
    if (this.#isOwn(event.seat)) effects.shake(isBlast ? 0.0022 : 0.0009, 60);
    sound.play(isBlast ? 'shotgun' : 'rifle', at);
  }

  /** An own shot knows of no foes before the server's word: whom it meets on this screen is hit at once, for show. */
  #ownShot(angle: number, length: number): number {
    const { match, effects, actors, sound, memory } = this.#stage;
    const own = this.#world?.players[match.game.seat];
    if (own === null || own === undefined) return length;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const hit = foeOnLine(this.#world!, own, { cos, sin, length }, match.numbers.bodyRadius);
    if (hit === undefined) return length;
    effects.hit({ x: own.x + cos * hit.length, y: own.y + sin * hit.length }, angle, this.#colour(hit.victim.id), false);
    actors.hurt(hit.victim.id);
    memory.ownHit(false, true, this.#nowMs);
    sound.play('hit');
    return hit.length;
  }

  #launch(event: Extract<ArenaEvent, { kind: 'launch' }>, predicted: boolean): void {
    const player = this.#world?.players[event.seat];
    if (player === null || player === undefined) return;
    const { effects, actors, sound, rockets, match, memory } = this.#stage;
    const angle = this.#isOwn(event.seat) ? memory.sampledAim : (player.aim / 256) * TURN;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const muzzle = { x: player.x + cos * 22, y: player.y + sin * 22 };
    effects.muzzle(muzzle, angle, true);
    actors.kick(event.seat);
    sound.play('launch', player);
    if (!predicted) return;
    const speed = match.numbers.rocketSpeed;
    const map = match.mapOf(this.#world!.map);
    rockets.launch({
      id: event.rocket, x: player.x, y: player.y, vx: cos * speed, vy: sin * speed, bornMs: this.#nowMs,
      flightSec: flightLength(map, player, cos, sin) / speed,
    });
    effects.shake(0.003, 90);
  }

  #explode(event: Extract<ArenaEvent, { kind: 'explode' }>): void {
    const { effects, rockets, sound, match, memory } = this.#stage;
    rockets.exploded(event.rocket);
    effects.explosion(event, match.numbers.blastRadius);
    sound.play('explosion', event);
    const own = this.#place(match.game.seat);
    const near = own === undefined ? 1e9 : Math.hypot(own.x - event.x, own.y - event.y);
    if (near < 500) effects.shake(0.008 * (1 - near / 500), 220);
    memory.lastBlast = { x: event.x, y: event.y, atMs: this.#nowMs };
  }

  #hit(event: Extract<ArenaEvent, { kind: 'hit' }>, predicted: boolean): void {
    const { effects, actors, sound, memory, match } = this.#stage;
    const at = this.#place(event.victim);
    const from = this.#place(event.seat);
    if (at !== undefined) {
      const angle = from === undefined ? 0 : Math.atan2(at.y - from.y, at.x - from.x);
      effects.hit(at, angle, this.#colour(event.victim), event.fatal === 1);
      actors.hurt(event.victim);
    }
    if (this.#isOwn(event.victim)) {
      memory.hurtFrom(from ?? memory.lastBlast, event.damage, this.#nowMs);
      sound.play('hurt');
      effects.shake(Math.min(0.008, event.damage * 0.00015), 120);
    } else if (event.seat === match.game.seat) {
      const wasHeard = this.#nowMs - memory.predictedHitMs < HEARD_MS;
      memory.ownHit(event.fatal === 1, predicted, this.#nowMs);
      if (event.fatal === 1) sound.play('kill');
      else if (!wasHeard) sound.play('hit');
    }
  }

  #kill(event: Extract<ArenaEvent, { kind: 'kill' }>): void {
    const { effects, sound, memory } = this.#stage;
    const at = this.#place(event.victim);
    if (at !== undefined) {
      effects.death(at, this.#colour(event.victim));
      sound.play('death', at);
    }
    const players = this.#world!.players;
    const name = (seat: number) => players[seat]?.name ?? '';
    if (this.#isOwn(event.seat) && event.seat !== event.victim) memory.scored(name(event.victim), this.#nowMs);
    memory.killed({
      killer: event.seat === event.victim ? '' : name(event.seat), victim: name(event.victim), weapon: event.weapon,
      killerCss: lookOf(players[event.seat]?.team ?? 0, this.#isOwn(event.seat), settings().colourSafe).css,
      victimCss: lookOf(players[event.victim]?.team ?? 0, this.#isOwn(event.victim), settings().colourSafe).css,
      isOwn: this.#isOwn(event.seat) || this.#isOwn(event.victim), ofOwn: this.#isOwn(event.victim), atMs: this.#nowMs,
    });
  }

  #spawn(event: Extract<ArenaEvent, { kind: 'spawn' }>): void {
    this.#stage.effects.spawn(event, this.#colour(event.seat));
    this.#stage.sound.play('spawn', event);
  }

  #dash(seat: number): void {
    const at = this.#place(seat);
    if (at === undefined) return;
    this.#stage.effects.dash(at, this.#colour(seat));
    this.#stage.sound.play('dash', at);
    this.#stage.memory.dashed(seat, this.#nowMs, this.#isOwn(seat));
  }

  #pickup(event: Extract<ArenaEvent, { kind: 'pickup' }>): void {
    const spot = this.#stage.pickups.spotOf(event.pickup);
    if (spot === undefined) return;
    this.#stage.effects.pickup(spot, pickupLook(spot.kind).colour);
    this.#stage.sound.play('pickup', spot);
    if (this.#isOwn(event.seat)) this.#stage.memory.note(`+ ${spot.kind}`, this.#nowMs);
  }

  #phase(phase: number): void {
    const { sound, memory, match } = this.#stage;
    sound.play(phase === PHASE.live ? 'start' : 'end');
    if (phase === PHASE.live) memory.announce('Fight', this.#nowMs);
    if (phase === PHASE.warmup) memory.announce(match.mapOf(this.#world!.map).title, this.#nowMs);
  }

  #own(seat: number, what: 'reload' | 'dry'): void {
    const at = this.#place(seat);
    if (at !== undefined) this.#stage.sound.play(what, at);
    if (this.#isOwn(seat) && what === 'reload') this.#stage.memory.reloadedAtMs = this.#nowMs;
  }
}

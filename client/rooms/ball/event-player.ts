// In: events due this frame. Out: effects, sounds and what the HUD remembers of them. Run by: the scene of the ball game.
import type { BallEvent } from '../../../shared/rooms/ball/events.ts';
import { PITCH } from '../../../shared/rooms/ball/pitch.ts';
import { ballOf, PHASE, type BallWorld } from '../../../shared/rooms/ball/world.ts';
import type { PlayedEvent } from '../../netcode/game-view.ts';
import type { Effects, Spot } from '../../render/effects.ts';
import { teamColour } from '../../render/palette.ts';
import type { Sound } from '../../render/sound.ts';
import { settings } from '../../ui/settings.ts';
import type { BallView } from './ball-view.ts';
import type { HudMemory } from './hud-memory.ts';
import type { Replay } from './replay.ts';

export interface EventStage {
  readonly seat: () => number;
  readonly effects: Effects;
  readonly sound: Sound;
  readonly memory: HudMemory;
  readonly replay: Replay;
  readonly ball: BallView;
}

/** Events older than this are not played: after a hidden tab there is a heap of them. */
const STALE_SEC = 1;
const CONFETTI = [0xffffff, 0xffb02e, 0x5fd4ff];

export class EventPlayer {
  readonly #stage: EventStage;

  constructor(stage: EventStage) {
    this.#stage = stage;
  }

  play(world: BallWorld, events: readonly PlayedEvent<BallEvent>[], nowMs: number): void {
    for (const { event, tick } of events) {
      if ((world.tick - tick) / world.tickHz < STALE_SEC) this.#one(world, event, nowMs);
    }
  }

  #one(world: BallWorld, event: BallEvent, nowMs: number): void {
    const { sound, effects, memory, ball } = this.#stage;
    const place = (seat: number): Spot => world.players[seat] ?? ballOf(world);
    switch (event.kind) {
      case 'kick':
        ball.kicked(nowMs);
        sound.play('kick', place(event.seat));
        effects.dash(ballOf(world), 0xffffff);
        if (event.seat === this.#stage.seat()) effects.shake(0.0008 + event.power / 120_000, 70);
        return;
      case 'tackle': return sound.play('dash', place(event.seat));
      case 'fell': return this.#fell(event, place(event.victim));
      case 'save':
        if (event.seat === this.#stage.seat()) memory.note('Saved!', nowMs);
        effects.hit(ballOf(world), 0, 0x6dffa8, false);
        return;
      case 'goal': return this.#goal(world, event, nowMs);
      case 'phase': return this.#phase(world, event.phase, nowMs);
    }
  }

  #fell(event: Extract<BallEvent, { kind: 'fell' }>, at: Spot): void {
    const { sound, effects } = this.#stage;
    sound.play('tackle', at);
    effects.hit(at, 0, 0xffd9a0, event.won === 1);
    const own = this.#stage.seat();
    if (event.victim === own || event.seat === own) effects.shake(0.004, 120);
  }

  #goal(world: BallWorld, event: Extract<BallEvent, { kind: 'goal' }>, nowMs: number): void {
    const { sound, effects, memory, replay } = this.#stage;
    const name = (seat: number) => world.players[seat]?.name ?? '';
    memory.scored({ scorer: name(event.seat), assist: name(event.assist), isOwnGoal: event.own === 1, team: event.team, atMs: nowMs });
    replay.goal(nowMs);
    sound.play('goal');
    effects.shake(0.007, 300);
    const at = { x: event.team === 1 ? PITCH.right : PITCH.left, y: ballOf(world).y };
    effects.spawn(at, teamColour(event.team, settings().colourSafe));
    this.#confetti(at, event.team);
  }

  #confetti(at: Spot, team: number): void {
    const count = settings().reducedMotion ? 14 : 70;
    const way = team === 1 ? Math.PI : 0;
    const colours = [teamColour(team, settings().colourSafe), ...CONFETTI];
    for (let i = 0; i < count; i++) {
      const angle = way + (Math.random() - 0.5) * 2.4;
      const speed = 120 + Math.random() * 620;
      this.#stage.effects.particles.add({
        texture: 'shard', ...at, vx: Math.cos(angle) * speed, vy: Math.sin(angle) * speed, keep: 0.12, spin: (Math.random() - 0.5) * 18,
        scale: 0.5 + Math.random() * 0.6, lifeMs: 900 + Math.random() * 900, tint: colours[i % colours.length]!, additive: false, depth: 40,
      });
    }
  }

  #phase(world: BallWorld, phase: number, nowMs: number): void {
    const { sound, memory } = this.#stage;
    if (phase === PHASE.live) {
      sound.play('whistle');
      memory.announce('Play', nowMs);
    } else if (phase === PHASE.results) sound.play('end');
    else if (phase === PHASE.kickoff && world.overtime) memory.announce('Golden goal', nowMs);
  }
}

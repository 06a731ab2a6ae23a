// In: matches of bots alone. Out: proof that they play: pass, shoot, score and keep. Run by: vitest.
import { expect, test } from 'vitest';
import { ball } from '../../../shared/rooms/ball/definition.ts';
import { SEATS_MAX } from '../../../shared/rooms/ball/constants.ts';
import { PHASE, type BallWorld } from '../../../shared/rooms/ball/world.ts';
import { PITCH } from '../../../shared/rooms/ball/pitch.ts';
import { mix32 } from '../../../shared/sim/random.ts';
import { CONFIG, timed } from './pitch-bench.ts';

/** Five minutes a seed; `levels` by team. */
function play(levels: readonly [string, string], seed: number) {
  const world = ball.createWorld({ ...CONFIG, matchSec: 1_000 }, seed);
  const counts: Record<string, number> = {};
  let keptTicks = 0;
  let liveTicks = 0;
  for (let seat = 0; seat < SEATS_MAX; seat++) ball.join(world, seat, { name: `b${seat}`, team: 0, bot: true });
  const memories = world.players.map((player, seat) => ball.bots!.createMemory(mix32(seed, seat), levels[player!.team - 1]!));
  for (let i = 0; i < 5 * 60 * 60; i++) {
    const inputs = world.players.map((_, seat) => [timed(world, ball.bots!.think(world, seat, memories[seat]!))]);
    ball.step(world, inputs, ({ kind }) => { counts[kind] = (counts[kind] ?? 0) + 1; });
    if (world.phase !== PHASE.live) continue;
    liveTicks++;
    if (someoneKeeps(world, 1) && someoneKeeps(world, 2)) keptTicks++;
  }
  return { world, counts, kept: keptTicks / liveTicks };
}

const someoneKeeps = (world: BallWorld, team: number) => world.players.some((p) => p?.team === team && Math.abs(p.x - (team === 1 ? PITCH.left : PITCH.right)) < 330);

test('six alike kick, tackle, save and score, and leave their goal to nobody', () => {
  const games = [1, 2, 3].map((seed) => play(['normal', 'normal'], seed));
  const sum = (kind: string) => games.reduce((total, { counts }) => total + (counts[kind] ?? 0), 0);
  expect(sum('kick')).toBeGreaterThan(100);
  expect(sum('goal')).toBeGreaterThan(5);
  expect(sum('save')).toBeGreaterThan(5);
  expect(sum('tackle')).toBeGreaterThan(30);
  for (const { kept } of games) expect(kept).toBeGreaterThan(0.6);
});

test('hard ones beat easy ones on either side', () => {
  for (const [levels, lead] of [[['hard', 'easy'], 1], [['easy', 'hard'], -1]] as const) {
    const { world } = play(levels, 7);
    expect((world.scoreA - world.scoreB) * lead).toBeGreaterThan(3);
  }
});

test('a bot reads replicated fields alone', () => {
  const { world } = play(['normal', 'hard'], 3);
  const { root, collections } = ball.replication;
  const seen = Object.fromEntries(root.map((field) => [field, (world as never as Record<string, unknown>)[field]])) as never as BallWorld;
  for (const [name, fields] of Object.entries(collections)) {
    const items = (world as never as Record<string, (Record<string, unknown> | null)[]>)[name]!;
    (seen as never as Record<string, unknown>)[name] = items.map((item) => Object.fromEntries(fields.map((field) => [field, item![field]])));
  }
  for (let seat = 0; seat < SEATS_MAX; seat++) {
    expect(ball.bots!.think(seen, seat, ball.bots!.createMemory(5, 'hard'))).toEqual(ball.bots!.think(world, seat, ball.bots!.createMemory(5, 'hard')));
  }
});

// In: seconds. Out: P15: what a client's script costs a frame with 250 players in the room, drawing apart. Run by: bench.
import type { GameEvent, World } from '../../../shared/netcode/room-type.ts';
import { VirtualMatch } from '../../support/virtual-match.ts';
import { quantile, type Row } from '../report.ts';
import { sceneRoom } from '../scene/room-type.ts';
import { BIG_ROOM, SCENE, SceneBrain } from '../scene/world.ts';

const GOAL_MS = 2;
const WARM_MS = 3_000;
const LINK = { latencyMs: 20, jitterMs: 5 };
const METHODS = ['advance', 'view', 'onState', 'onEvents', 'takeEvents'] as const;

/** One real client; the other 249 move by the world's own hand, so that only one client's work is in the figure. */
export async function frameRow(seconds: number): Promise<Row> {
  const scene = sceneRoom('scene-big', BIG_ROOM, SCENE.projectiles);
  const match = new VirtualMatch(scene, {}, 7);
  const brain = new SceneBrain(1);
  const frames: number[] = [];
  let spentMs = 0;
  const { client } = match.join(LINK, {
    sample: () => brain.next(),
    watch: () => {
      frames.push(spentMs);
      spentMs = 0;
    },
  }, 1);
  for (let seat = 1; seat < BIG_ROOM; seat++) scene.roomType.join(match.world, seat, { name: 'walker', team: 0, bot: true });
  const walkers = Array.from({ length: BIG_ROOM }, (_, n) => new SceneBrain(n + 2));
  match.onStep = (world: World, _events: readonly GameEvent[]) => {
    for (const player of world.players) {
      if (player !== null && player.id !== 0) scene.roomType.predict(world, player.id, { input: walkers[player.id]!.next(), viewTick: 0, clock: 0 }, () => {});
    }
  };
  for (const name of METHODS) {
    const method = (client[name] as (...args: unknown[]) => unknown).bind(client);
    Object.assign(client, {
      [name]: (...args: unknown[]) => {
        const startMs = performance.now();
        const result = method(...args);
        spentMs += performance.now() - startMs;
        return result;
      },
    });
  }
  match.run(WARM_MS);
  frames.length = 0;
  match.run(seconds * 1000);
  const p95 = quantile(frames, 0.95);
  return {
    id: 'p15', figure: `client netcode, ms a frame with ${BIG_ROOM} players: p50 / p95`, arbiter: `${quantile(frames, 0.5).toFixed(2)} / ${p95.toFixed(2)}`,
    peers: '', goal: `p95 ${GOAL_MS}, drawing included`, held: p95 <= GOAL_MS ? undefined : false,
    note: 'Prediction, adopting patches and interpolation, in Node; the schema\'s decoding and drawing are not in it, because no room draws 250 players: the goal is not decided by this.',
    data: { frames: frames.length, p50: quantile(frames, 0.5), p95 },
  };
}

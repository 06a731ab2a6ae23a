// In: a seed and a number of ticks. Out: captures of bots fighting in the arena, one a match. Run by: engine-figures, replay.test.
import { CaptureRecorder } from '../../server/netcode/capture-recorder.ts';
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { TimedInput, World } from '../../shared/netcode/room-type.ts';
import { roomTypeNamed } from '../../shared/rooms/index.ts';
import { mix32 } from '../../shared/sim/random.ts';

const BOTS = 16;
/** Every other seat shoots at the past, between two patches as a client's view is, so that rewind is in the capture too. */
const VIEW_AGE_TICKS = 7.5;

/** @param options what a join request may ask for, such as map and mode. */
export function captureBots(seed: number, ticks: number, options: Readonly<Record<string, unknown>> = {}): Uint8Array[] {
  const type = roomTypeNamed('arena')!;
  const config = type.parseOptions(options);
  if (!config.ok) throw new Error(config.reason);
  const world: World = type.createWorld(config.value, seed);
  const record = () => new CaptureRecorder(type, world, { roomId: `seed${seed}`, startedAt: 'simulated' });
  let recorder = record();
  const memories = Array.from({ length: BOTS }, (_, seat) => {
    const profile = { name: `Bot ${seat}`, team: 0, bot: true };
    type.join(world, seat, profile);
    recorder.join(seat, profile);
    return type.bots!.createMemory(mix32(seed, seat), 'hard');
  });
  const files: Uint8Array[] = [];
  let match = type.matchOf(world);
  const keep = () => {
    if (recorder.bytes > LIMITS.captureBytesMax) throw new Error(`seed ${seed}: the capture is cut at its cap`);
    files.push(recorder.finish('simulated'));
  };
  for (let clock = 0; clock < ticks; clock++) {
    const inputs: TimedInput<object>[][] = memories.map((memory, seat) => {
      const viewTick = seat % 2 === 0 ? world.tick : Math.max(0, world.tick - VIEW_AGE_TICKS);
      return [{ input: type.bots!.think(world, seat, memory) as object, viewTick, clock }];
    });
    type.step(world, inputs, () => {});
    recorder.tick(world, inputs);
    if (type.matchOf(world) === match) continue;
    match = type.matchOf(world);
    keep();
    recorder = record();
  }
  keep();
  return files;
}

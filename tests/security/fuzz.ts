// In: `--cases 100000000 --seed 1 --room arena`. Out: that many hostile frames, counts by reason, exit 1 with the seed where one
// has an effect. Run by: npm run fuzz.
import { parseArgs } from 'node:util';
import { roomTypeNamed, ROOM_TYPE_NAMES } from '../../shared/rooms/index.ts';
import { fuzzFrames } from './frame-fuzz.ts';

const FRAMES_PER_SEED = 10_000;

const { values } = parseArgs({ options: { cases: { type: 'string', default: '10000000' }, seed: { type: 'string', default: '1' }, room: { type: 'string', default: ROOM_TYPE_NAMES[0]! } } });
const [cases, firstSeed] = [Number(values.cases), Number(values.seed)];
const roomType = roomTypeNamed(values.room);
if (roomType === undefined || !Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(firstSeed)) {
  console.error(`--room is one of ${ROOM_TYPE_NAMES.join(', ')}; --cases and --seed are whole numbers`);
  process.exit(2);
}
const counts: Record<string, number> = {};
const startMs = performance.now();
try {
  for (let n = 0; n * FRAMES_PER_SEED < cases; n++) {
    const { taken, passed, refused } = fuzzFrames(roomType, firstSeed + n, Math.min(FRAMES_PER_SEED, cases - n * FRAMES_PER_SEED));
    for (const [name, count] of Object.entries({ taken, passed, ...refused })) counts[name] = (counts[name] ?? 0) + count;
  }
} catch (error) {
  console.error(`FAILED: ${(error as Error).message}`);
  process.exit(1);
}
console.log(`${cases} frames from seed ${firstSeed} in ${Math.round((performance.now() - startMs) / 1000)} s: no effect of any refused one`);
console.table(Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)));

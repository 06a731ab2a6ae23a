// In: nothing. Out: the netcode's figures from virtual time as a Markdown table, the same on every machine.
// Run by: npm run bench:netcode.
import { measureFlood, measurePrediction, measureShots, measureStalls } from './stats.ts';

const SEED = 20_261_124;
const HITS = 2_000;
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(2)} %`;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

print(`Seed ${SEED}. 4 players on foundry, 60 ticks and 20 patches a second, everything in virtual time.\n`);

print('| own-player prediction, 60 s a player, round trip 100 +- 20 ms, 300 ms stalls every 4 s | seed | inputs | ticks at a wall | dashes | corrections over 0.5 px | largest px |');
print('|---|---|---|---|---|---|---|');
for (let n = 0; n < 3; n++) {
  const f = measurePrediction({ latencyMs: 40, jitterMs: 20, stallEveryMs: 4_000, stallMs: 300 }, 60, SEED + n * 100);
  print(`| free movement among walls | ${f.seed} | ${f.inputs} | ${percent(f.atWall, 1)} | ${f.dashes} | ${f.corrections} | ${f.correctionPxMax} |`);
}

print('\n| shots that hit on the shooter\'s screen | seed | rewind | shots | hit on screen (n) | confirmed | of n | hits not seen on screen |');
print('|---|---|---|---|---|---|---|---|');
for (const rttMs of [0, 50, 100, 200]) {
  for (const rewind of [true, false]) {
    const f = measureShots({ latencyMs: rttMs / 2, jitterMs: 5 }, { rewind, hits: HITS, seed: SEED + rttMs });
    print(`| ${rttMs} ms round trip + 0 to 5 ms each way | ${f.seed} | ${rewind ? 'on' : 'off'} | ${f.shots} | ${f.onScreen} | ${f.confirmed} | ${percent(f.confirmed, f.onScreen)} | ${f.unseen} |`);
  }
}

print('\n| input flood, 60 s | distance px | of honest | inputs refused |');
print('|---|---|---|---|');
const honest = measureFlood(1, 60, SEED);
for (const times of [1, 10, 40]) {
  const f = measureFlood(times, 60, SEED);
  print(`| ${times} x | ${f.px.toFixed(0)} | ${(f.px / honest.px).toFixed(4)} | ${f.overBudget} |`);
}

print('\n| honest player, 60 s, 500 ms stalls every 5 s | seed | inputs sent | simulated | over budget |');
print('|---|---|---|---|---|');
for (const latencyMs of [0, 50, 100]) {
  const f = measureStalls({ latencyMs, jitterMs: 10, stallEveryMs: 5_000, stallMs: 500 }, 60, SEED);
  print(`| ${latencyMs * 2} ms round trip | ${f.seed} | ${f.sent} | ${f.simulated} | ${f.overBudget} |`);
}

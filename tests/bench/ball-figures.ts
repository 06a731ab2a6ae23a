// In: nothing. Out: what whole-world prediction is worth in the ball game, beside interpolation alone, as Markdown; the same on
// every machine. Run by: npm run bench:ball.
import { measureBall, quantile, type Manner, type Whom } from './ball-stats.ts';

const SEED = 20_261_124;
const SEC = Number(process.argv[2] ?? 120);
const LINKS = [
  { title: '100 +- 20 ms round trip', link: { latencyMs: 40, jitterMs: 20 } },
  { title: '100 +- 20 ms, a stall of 300 ms every 4 s', link: { latencyMs: 40, jitterMs: 20, stallEveryMs: 4_000, stallMs: 300 } },
  { title: '200 +- 20 ms round trip', link: { latencyMs: 90, jitterMs: 20 } },
];
const WHOM: readonly Whom[] = ['own, free', 'own, in contact', 'others', 'ball', 'ball near own'];

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const px = (value: number) => value.toFixed(1);
const cells = (values: readonly number[]) => (values.length === 0 ? 'none | | |'
  : `${px(quantile(values, 0.5))} | ${px(quantile(values, 0.95))} | ${px(quantile(values, 1))} | ${((100 * values.filter((v) => v > 0.5).length) / values.length).toFixed(2)} %`);

print(`Seed ${SEED}. Three against three hard bots, each behind a client of its own, ${SEC} s, 60 ticks and 20 patches a second, in virtual time.`);
for (const { title, link } of LINKS) {
  print(`\n### ${title}\n`);
  print('| prediction | body | correction a patch, px: p50 | p95 | max | over 0.5 | on screen against the truth, px: p50 | p95 | max | over 0.5 |');
  print('|---|---|---|---|---|---|---|---|---|---|');
  for (const manner of ['whole world', 'interpolation only'] satisfies Manner[]) {
    const figures = measureBall(manner, link, SEC, SEED);
    for (const whom of WHOM) print(`| ${manner} | ${whom} | ${cells(figures.corrections[whom])} | ${cells(figures.errors[whom])} |`);
    print(`| ${manner} | ${figures.compared} patches compared, ${figures.faults} own faults; ${figures.kicks} kicks, ${figures.goals} goals | | | | | | | | |`);
  }
}

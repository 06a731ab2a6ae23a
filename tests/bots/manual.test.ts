// In: docs/bots.md, and the tables that the command works by. Out: proof that the one says what the others do. Run by: vitest
// (with -u it writes the tables anew).
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BEHAVIOURS } from '../../client/bots/behaviours/index.ts';
import { OPTIONS } from '../../client/bots/options.ts';
import { FIGURES } from '../../client/bots/report/figure-table.ts';

const MANUAL = 'docs/bots.md';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** Options whose help lists what there is: rooms and scenarios are added without a word here. */
const LISTED = new Set(['room', 'scenario']);

const options = table(['option', 'default', 'meaning'], Object.entries(OPTIONS).map(([name, spec]) => [
  `\`--${name}${'value' in spec ? ` ${spec.value}` : ''}\``, 'default' in spec ? `\`${spec.default}\`` : '', LISTED.has(name) ? spec.help.replace(/: .*/, '') : spec.help,
]));

const kinds = table(['kind', 'what it does', ''], BEHAVIOURS.map(({ kind, does, cheat, twin }) => [
  `\`${kind}\``, does, cheat ? `cheat${twin === undefined ? '' : `, twin \`${twin}\``}` : '',
]));

/** The three parts of a spread are one row. */
const figures = table(['figure', 'unit', 'better', 'meaning'], FIGURES.flatMap(({ name, unit, better, stem }, n) => {
  if (FIGURES[n - 1]?.stem.name === stem.name) return [];
  return [[name === stem.name ? `\`${name}\`` : `\`${stem.name}.p50\`, \`.p99\`, \`.max\``, unit, better, stem.about]];
}));

test('the manual has the options, kinds and figures that there are', async () => {
  let text = readFileSync(MANUAL, 'utf8');
  for (const [name, rows] of Object.entries({ options, kinds, figures })) {
    const marked = new RegExp(`<!-- ${name} -->[^]*<!-- /${name} -->`);
    expect(text).toMatch(marked);
    text = text.replace(marked, () => `<!-- ${name} -->\n${rows}\n<!-- /${name} -->`);
  }
  await expect(text).toMatchFileSnapshot(`../../${MANUAL}`);
});

// In: rows of a run. Out: proof that a terminal gets a table in its place, and everything else plain lines. Run by: vitest.
import { expect, test } from 'vitest';
import { Figures } from '../../client/bots/figures.ts';
import { LiveView } from '../../client/bots/live-view.ts';
import { RunData } from '../../client/bots/run-data.ts';

function shown(isTerminal: boolean, columns: number): string {
  let text = '';
  const view = new LiveView({ isTerminal, columns, write: (more) => { text += more; } }, { title: 'the title', count: 3, rampSec: 2, totalSec: 12 });
  const data = new RunData(2);
  for (let second = 0; second < 12; second++) {
    const figures = new Figures();
    figures.count('players', 3);
    figures.count('bots', 4);
    if (second === 4) figures.error('join: the door is shut');
    data.add(second, figures.take(), ['room']);
    view.show(second, data);
  }
  view.end();
  return text;
}

test('without a terminal there is a title and a line every five seconds, with nothing to move a cursor', () => {
  const lines = shown(false, 0).trim().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/5 s +players 3 \+ 1 cheats .*errors 1/);
  expect(lines.join('')).not.toContain('\u001b');
});

test('a terminal is drawn over, line for line, never wider than it is', () => {
  const text = shown(true, 30);
  const [first, second] = text.split('\u001b[0J');
  const rows = first!.trim().split('\n').length;
  expect(second).toContain(`\u001b[${rows}A`);
  expect(text).toContain('the title');
  expect(text).toContain('join: the door is shut');
  // eslint-disable-next-line no-control-regex
  for (const line of text.replace(/\u001b\[\d+[A-Z]/g, '').split('\n')) expect(line.length).toBeLessThanOrEqual(30);
});

// In: a few seeds of every room type, and the command. Out: that the invariants hold, and what the command says and exits with. Run by: vitest.
import { execFile } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { gameRoomNamed } from '../../server/rooms/index.ts';
import { commandOf, parseOptions, USAGE, type SimOptions } from './options.ts';
import { simulate } from './simulate.ts';

const SHORT_MS = 20_000;

function add(sum: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count;
}

function expectHeld(room: string, seeds: number, players: number): Readonly<Record<string, number>> {
  const sum: Record<string, number> = {};
  for (let seed = 1; seed <= seeds; seed++) {
    const { finding, counts } = simulate({ definition: gameRoomNamed(room)!, seed, players, forMs: SHORT_MS });
    expect(finding, `seed ${seed}`).toBeUndefined();
    add(sum, counts);
  }
  return sum;
}

test('arena: 20 seeds of 20 s with 4 players hold, and everything happens in them', () => {
  const sum = expectHeld('arena', 20, 4);
  const happened = ['join', 'leave', 'drop', 'hide', 'show', 'vanish', 'stall', 'pace', 'held', 'failed', 'captures', 'net.reset', 'net.half-open', 'net.hidden', 'kill'];
  for (const name of happened) expect(sum[name], name).toBeGreaterThan(0);
  expect(sum['comparedAlone']).toBeGreaterThan(20_000);
  expect(sum['inputs']).toBeGreaterThan(60_000);
});

test('ball: 2 seeds of 20 s with 5 players hold', () => {
  expect(expectHeld('ball', 2, 5)['compared']).toBeGreaterThan(1_500);
});

test('the same seed is the same story to the last count', () => {
  const run = () => simulate({ definition: gameRoomNamed('arena')!, seed: 5, players: 3, forMs: 10_000 });
  expect(run()).toEqual(run());
});

describe('options', () => {
  test.each([
    [['--seeds', '0'], /--seeds must be a number from 1/],
    [['--seed', '1.5'], /--seed must be a whole number/],
    [['--players', 'many'], /--players/],
    [['--minutes', '0'], /--minutes/],
    [['--room', 'chess'], /no room type "chess".*arena/],
    [['--scenario', 'snail'], /no network scenario "snail"/],
    [['--fault', 'an input'], /faults have "an input" in their name/],
    [['--turbo'], /turbo/],
    [['train'], /train/],
  ])('%j is refused', (argv, reason) => {
    expect(() => parseOptions(argv)).toThrow(reason);
  });

  test('the command that replays a seed is read as it was written', () => {
    const options = parseOptions(['--players', '5', '--scenario', 'train', '--fault', 'counted twice', '--minutes', '0.5']) as SimOptions;
    const argv = [...commandOf(options, 77).split(' -- ')[1]!.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
    expect(parseOptions(argv)).toMatchObject({ room: 'arena', players: 5, scenario: 'train', minutes: 0.5, seeds: 1, seed: 77, fault: 'an input that is counted twice' });
  });
});

describe('the command', () => {
  const run = (...argv: string[]) => new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, ['tests/simulation/main.ts', ...argv], (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }));
  });

  test('held: exit 0, how fast it was and what happened', async () => {
    const { code, stdout, stderr } = await run('--seeds', '2', '--players', '2', '--minutes', '0.1');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/held: 2 seeds of arena/);
    expect(stdout).toMatch(/\d+ x real time/);
    expect(stdout).toMatch(/\d+ joined, \d+ left/);
  });

  test('broken: exit 1 with seed, tick, field and the command that finds the same again', async () => {
    const first = await run('--seeds', '9', '--seed', '3', '--players', '3', '--minutes', '0.2', '--fault', 'counted twice');
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/broken: inputs\n {2}seed {3}\d+\n {2}tick {3}\d+\n {2}field {2}seat \d+/);
    const command = /replay: npm run sim -- (.*)/.exec(first.stderr)![1]!;
    const again = await run(...[...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!));
    expect(again).toMatchObject({ code: 1, stderr: first.stderr });
  });

  test('an option that is wrong: exit 2 and a sentence', async () => {
    expect(await run('--seeds', 'x')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^--seeds must be .*\n$/) });
    expect(await run('--help')).toMatchObject({ code: 0, stdout: `${USAGE}\n` });
  });
});

// In: small projects with planted violations. Out: proof that each check of `npm run check` catches its own. Run by: vitest.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FORBIDDEN } from '../tools/import-rules.ts';
import { checkImports } from '../tools/imports.ts';
import { packageFaults, placeFaults, roomFaults, roomsOf, sourceFaults } from './support/tidy-rules.ts';

let folder: string;
beforeAll(async () => { folder = await realpath(await mkdtemp(join(tmpdir(), 'arbiter-planted-'))); });
afterAll(async () => { await rm(folder, { recursive: true, force: true }); });

async function plant(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(folder, 'project-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

describe('import rules', () => {
  /** What every planted project has, and what breaks no rule. */
  const legal = {
    'shared/sim/random.ts': 'export const one = 1;',
    'shared/netcode/limits.ts': "import { one } from '../sim/random.ts';\nexport const two = one + one;",
    'shared/rooms/arena/state.ts': "import { schema } from '@colyseus/schema';\nexport const State = schema;",
    'shared/rooms/arena/step.ts': "import { two } from '../../netcode/limits.ts';\nimport type { State } from './state.ts';\nexport type S = typeof State;\nexport const step = two;",
    'shared/rooms/ball/step.ts': "import { two } from '../../netcode/limits.ts';\nexport const ball = two;",
    'server/rooms/arena/room.ts': "import { step } from '../../../shared/rooms/arena/step.ts';\nimport { State } from '../../../shared/rooms/arena/state.ts';\nexport const room = [step, State];",
    'server/rooms/index.ts': "import { room } from './arena/room.ts';\nexport const rooms = [room];",
    'server/main.ts': "import { rooms } from './rooms/index.ts';\nexport const all = rooms;",
    'client/netcode/predictor.ts': "import { two } from '../../shared/netcode/limits.ts';\nexport const predict = two;",
    'client/rooms/arena/scene.ts': "import phaser from 'phaser';\nimport { predict } from '../../netcode/predictor.ts';\nexport const scene = [phaser, predict];",
    'client/rooms/index.ts': "import { scene } from './arena/scene.ts';\nexport const scenes = [scene];",
    'client/main.ts': "import { scenes } from './rooms/index.ts';\nexport const page = scenes;",
    'tests/support/until.ts': "import { page } from '../../client/main.ts';\nexport const until = page;",
  };
  const sides = ['shared', 'server', 'client', 'tests'];
  const planted: readonly (readonly [rule: string, path: string, line: string])[] = [
    ['shared-imports-only-shared', 'shared/sim/random.ts', "import '../../server/main.ts';"],
    ['shared-packages', 'shared/netcode/limits.ts', "import 'express';"],
    ['step-is-pure', 'shared/rooms/arena/step.ts', "import { State } from './state.ts';\nexport const s = State;"],
    ['server-not-client', 'server/rooms/arena/room.ts', "import '../../../client/netcode/predictor.ts';"],
    ['server-not-client', 'server/main.ts', "import 'phaser';"],
    ['client-not-server', 'client/main.ts', "import type { all } from '../server/main.ts';\nexport type A = typeof all;"],
    ['headless-is-headless', 'client/netcode/predictor.ts', "import 'phaser';"],
    ['nobody-imports-tests', 'server/main.ts', "import '../tests/support/until.ts';"],
    ['spine-knows-no-room', 'server/main.ts', "import './rooms/arena/room.ts';"],
    ['room-knows-no-room', 'shared/rooms/ball/step.ts', "import '../arena/step.ts';"],
    ['no-cycles', 'shared/sim/random.ts', "import '../netcode/limits.ts';"],
    ['no-orphans', 'shared/sim/lonely.ts', 'export const alone = 1;'],
  ];

  test('a legal project passes, and was read', async () => {
    const { modules, violations } = await checkImports(await plant(legal), sides);
    expect(violations).toEqual([]);
    expect(modules).toBeGreaterThanOrEqual(Object.keys(legal).length);
  });

  test.each(planted)('%s catches %s with %s', async (rule, path, line) => {
    const before = (legal as Readonly<Record<string, string>>)[path] ?? '';
    const { violations } = await checkImports(await plant({ ...legal, [path]: `${before}\n${line}\n` }), sides);
    expect(violations.map((violation) => violation.split(':')[0])).toContain(rule);
  });

  test('no rule is without a planted violation', () => {
    expect([...new Set(planted.map(([rule]) => rule))].sort()).toEqual(FORBIDDEN.map((rule) => rule.name!).sort());
  });
});

describe('lint', () => {
  const long = (lines: number) => 'void 0;\n'.repeat(lines);
  const planted: Readonly<Record<string, readonly [path: string, text: string]>> = {
    'eslint(no-restricted-properties) Math.random': ['shared/sim/a.ts', 'export const a = Math.random();'],
    'eslint(no-restricted-properties) Math.atan2': ['shared/sim/b.ts', 'export const a = Math.atan2(1, 2);'],
    'eslint(no-restricted-properties) localeCompare': ['shared/sim/c.ts', "export const a = 'a'.localeCompare('b');"],
    'eslint(no-restricted-globals) Date': ['shared/sim/d.ts', 'export const a = Date.now();'],
    'eslint(no-restricted-globals) performance': ['shared/sim/e.ts', 'export const a = performance.now();'],
    'eslint(no-restricted-globals) setTimeout': ['shared/sim/f.ts', 'setTimeout(() => {}, 1);'],
    'eslint(no-restricted-globals) document': ['client/netcode/a.ts', 'export const a = document.title;'],
    'eslint(max-lines)': ['server/a.ts', long(401)],
    'eslint(max-lines-per-function)': ['server/b.ts', `export function b() {\n${long(80)}}`],
    'eslint(max-params)': ['server/c.ts', 'export const c = (a: 1, b: 1, d: 1, e: 1, f: 1, g: 1) => [a, b, d, e, f, g];'],
    'import(no-default-export)': ['server/d.ts', 'export default 1;'],
    'unicorn(filename-case)': ['server/notKebab.ts', 'export const e = 1;'],
    'unicorn(prefer-node-protocol)': ['server/e.ts', "import { join } from 'path';\nexport const e = join('a');"],
    'typescript(no-explicit-any)': ['server/f.ts', 'export const f = 1 as any;'],
    'typescript(consistent-type-imports)': ['server/g.ts', "import { Server } from 'node:http';\nexport let g: Server | undefined;"],
    'eslint(no-unused-vars)': ['server/h.ts', 'const h = 1;\nexport {};'],
  };
  let found: { code: string; filename: string; message: string }[];

  beforeAll(async () => {
    const root = await plant(Object.fromEntries(Object.values(planted)));
    await copyFile('.oxlintrc.json', join(root, '.oxlintrc.json'));
    // It exits 1 where it finds something: the report is on stdout all the same.
    const report = await new Promise<string>((done) => {
      execFile(process.execPath, [resolve('node_modules/oxlint/bin/oxlint'), '-f', 'json'], { cwd: root }, (_error, stdout) => done(stdout));
    });
    found = (JSON.parse(report) as { diagnostics: typeof found }).diagnostics;
  });

  test.each(Object.entries(planted))('%s is caught', (rule, [path]) => {
    const [code, word = ''] = rule.split(' ');
    expect(found.filter((each) => each.filename === path && each.code === code && each.message.includes(word))).not.toEqual([]);
  });
});

describe('types', () => {
  /** Type errors of one file that stands in the folder of a side, under that side's own settings. */
  function errorsOf(side: string, text: string): string[] {
    const { config } = ts.readConfigFile(`${side}/tsconfig.json`, (path) => ts.sys.readFile(path)) as { config: object };
    const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, resolve(side));
    const path = resolve(side, 'planted.ts');
    const host = ts.createCompilerHost(options);
    const { fileExists, getSourceFile } = host;
    host.fileExists = (name) => name === path || fileExists(name);
    host.getSourceFile = (name, ...rest) => (name === path ? ts.createSourceFile(name, text, ts.ScriptTarget.ESNext) : getSourceFile(name, ...rest));
    const program = ts.createProgram([path], options, host);
    const source = program.getSourceFile(path)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .map((each) => ts.flattenDiagnosticMessageText(each.messageText, ' '));
  }

  test('shared knows no DOM, no Node and no clock, nor what Node cannot strip', () => {
    const errors = errorsOf('shared', 'document.title; process.exit(); setTimeout(() => {}, 1); enum A { b }; export const c = [1][0] + 1; export function d(e) { return e; }');
    for (const name of ["'document'", "'process'", "'setTimeout'", 'erasableSyntaxOnly', 'possibly', "'e' implicitly"]) {
      expect(errors.join('\n')).toContain(name);
    }
    expect(errorsOf('shared', 'export const a: number = 1;')).toEqual([]);
  });

  test('the server knows no DOM', () => {
    expect(errorsOf('server', 'document.title; export const a = process.pid;')).toEqual([expect.stringContaining("'document'")]);
  });
});

describe('layout rules', () => {
  const paths = [
    ...['constants', 'input', 'world', 'state', 'step', 'definition'].map((name) => `shared/rooms/ball/${name}.ts`),
    'server/rooms/ball/room.ts', 'client/rooms/ball/scene.ts', 'client/rooms/ball/page.ts', 'tests/rooms/ball/step.test.ts',
  ];
  const good = '// In: a. Out: b. Run by: c.\nexport const a = 1;\n';

  test('a room type lacks no file, and has none of an unknown name', () => {
    expect(roomsOf(paths)).toEqual(['ball']);
    expect(roomFaults(paths, 'ball')).toEqual([]);
    for (const gone of paths) expect(roomFaults(paths.filter((path) => path !== gone), 'ball')).toHaveLength(1);
    expect(roomFaults([...paths, 'shared/rooms/ball/helpers.ts'], 'ball')).toHaveLength(1);
  });

  test.each([
    ['no word of what goes in', 'export const a = 1;\n'],
    ['too long', good + '\n// a\n'.repeat(200)],
    ['half done', `${good}// TO${'DO'} later\n`],
    ['narrowed', `${good}test.on${'ly'}('a', () => {});\n`],
    ['a default export', `${good}export default 1;\n`],
    ['a power', `${good}export const b = a ** 2.5;\n`],
  ])('a source that is %s', (_what, text) => {
    expect(sourceFaults({ path: 'shared/sim/a.ts', text: good })).toEqual([]);
    expect(sourceFaults({ path: 'shared/sim/a.ts', text })).toHaveLength(1);
  });

  test.each([`see /ho${'me'}/ann/game`, `registry${'='}https://example.org`, `at https://npm-regis${'try'}.example.org/a`])('%s', (text) => {
    expect(placeFaults({ path: 'README.md', text })).toHaveLength(1);
    expect(placeFaults({ path: 'README.md', text: good })).toEqual([]);
  });

  test('versions', () => {
    const exact = '{"dependencies":{"a":"1.2.3"}}';
    const lock = (more: Record<string, object> = {}) => JSON.stringify({ packages: { 'node_modules/@colyseus/schema': {}, ...more } });
    expect(packageFaults(exact, lock())).toEqual([]);
    expect(packageFaults('{"dependencies":{"a":"^1.2.3"}}', lock())).toHaveLength(1);
    expect(packageFaults(exact, lock({ 'node_modules/b/node_modules/@colyseus/schema': {} }))).toHaveLength(1);
    const native = { 'node_modules/b': { optionalDependencies: { 'b-linux': '1.0.0', 'b-darwin': '1.0.0' } }, 'node_modules/b-linux': {} };
    expect(packageFaults(exact, lock(native))).toEqual([expect.stringMatching(/^b-darwin: not in the lock/)]);
  });
});

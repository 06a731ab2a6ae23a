// In: paths of files and their text. Out: what breaks the layout rules that no linter knows. Run by: tidy.test.ts, planted.test.ts.

export interface SourceFile {
  /** From the project's folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** What a file of shared/rooms/<room> may be called, so that a path alone says what a file does. */
const SHARED_WORDS = [
  'constants', 'input', 'events', 'world', 'state', 'step', 'rules', 'bot', 'definition',
  'movement', 'weapons', 'rockets', 'rewind', 'spawn', 'pickups', 'hits', 'match', 'navigation', 'pitch', 'kick', 'contacts', 'tactics',
];
const SHARED_NEEDS = ['constants', 'input', 'world', 'state', 'step', 'definition'];
const LINES_MAX = 400;

/** Half-done work and narrowed tests; in pieces, so that this file does not find itself. */
const LEFT_OVERS = new RegExp(['\\bTO' + 'DO\\b', '\\bFIX' + 'ME\\b', '\\bXX' + 'X\\b', '\\b(describe|test|it)\\.(on' + 'ly|sk' + 'ip|to' + 'do)\\('].join('|'));
const MACHINE = new RegExp(['/ho' + 'me/\\w', '/Us' + 'ers/\\w', '/ro' + 'ot/', '/wo' + 'rk/\\w'].join('|'));
const REGISTRY = new RegExp(['^\\s*"resolved": "https?:', '^registry ?=', 'https?://[^\\s/"\']*(?:regis' + 'try|artifac' + 'tory|verdac' + 'cio|nex' + 'us)'].join('|'), 'm');

/** The linter knows no rule against an operator. */
const POWER = /[\w)\]]\s*\*\*=?\s*[\w(]/;

/** The text without its comments; good enough where no string holds the marks of one. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}

/** The room types of the files, by their folders in shared. */
export function roomsOf(paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap((path) => /^shared\/rooms\/([^/]+)\//.exec(path)?.[1] ?? []))];
}

/** One line a fault: a room type without the files every side needs, or with a file of an unknown name. */
export function roomFaults(paths: readonly string[], room: string): string[] {
  const names = paths.flatMap((path) => (path.startsWith(`shared/rooms/${room}/`) ? path.slice(`shared/rooms/${room}/`.length).replace(/\.ts$/, '') : []));
  const sides = [`server/rooms/${room}/room.ts`, `client/rooms/${room}/scene.ts`, `client/rooms/${room}/page.ts`];
  return [
    ...SHARED_NEEDS.filter((name) => !names.includes(name)).map((name) => `shared/rooms/${room}/${name}.ts is missing`),
    ...names.filter((name) => !SHARED_WORDS.includes(name)).map((name) => `shared/rooms/${room}/${name}: not a name every room type uses`),
    ...sides.filter((path) => !paths.includes(path)).map((path) => `${path} is missing`),
    ...(paths.some((path) => path.startsWith(`tests/rooms/${room}/`)) ? [] : [`tests/rooms/${room}/ is missing`]),
  ];
}

/** One line a fault in a file of TypeScript. */
export function sourceFaults({ path, text }: SourceFile): string[] {
  const faults: string[] = [];
  if (!/^(\/\/|\/\*\*?) In: .*Out: .*Run by: /.test(text.split('\n', 3).join(' '))) faults.push(`${path}: the first line does not say In, Out, Run by`);
  if (text.trimEnd().split('\n').length > LINES_MAX) faults.push(`${path}: longer than ${LINES_MAX} lines`);
  if (LEFT_OVERS.test(text)) faults.push(`${path}: half-done work or a narrowed test`);
  if (path.startsWith('shared/') && POWER.test(code(text))) faults.push(`${path}: ** is Math.pow, on which engines disagree`);
  if (/^export default /m.test(text) && !path.endsWith('.config.ts')) faults.push(`${path}: a default export`);
  return faults;
}

/** One line a fault in any tracked text file: somebody's machine or registry. */
export function placeFaults({ path, text }: SourceFile): string[] {
  return [
    ...(MACHINE.test(text) ? [`${path}: a path of somebody's machine`] : []),
    ...(REGISTRY.test(text) ? [`${path}: a package registry`] : []),
  ];
}

interface Lock {
  readonly packages?: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

/**
 * One line a fault: a version that is not exact, a second copy of what must be one, or native parts of another platform
 * that npm left out of the lock (it does where node_modules stood already), without which nobody there can install.
 */
export function packageFaults(packageJson: string, lock: string): string[] {
  const { dependencies, devDependencies } = JSON.parse(packageJson) as Record<string, Record<string, string> | undefined>;
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  const packages = (JSON.parse(lock) as Lock).packages ?? {};
  const paths = Object.keys(packages);
  const copies = paths.filter((path) => path.endsWith('node_modules/@colyseus/schema')).length;
  const named = Object.values(packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}));
  const absent = [...new Set(named)].filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)));
  return [
    ...loose.map(([name, version]) => `${name} ${version}: not an exact version`),
    ...(copies === 1 ? [] : [`@colyseus/schema: ${copies} copies`]),
    ...absent.map((name) => `${name}: not in the lock, so npm cannot install it where it is needed`),
  ];
}

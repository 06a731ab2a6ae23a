// In: nothing. Out: who may import whom. Run by: tools/imports.ts. TypeScript 6.0 only: with 7.0 alone it reads nothing.
import type { ICruiseOptions, IForbiddenRuleType, IRegularForbiddenRuleType } from 'dependency-cruiser';

const side = '(shared|server|client|tests)';
const error = (rule: Omit<IRegularForbiddenRuleType, 'severity'>): IForbiddenRuleType => ({ severity: 'error', ...rule });

export const FORBIDDEN: IForbiddenRuleType[] = [
  error({ name: 'shared-imports-only-shared', from: { path: '^shared/' }, to: { path: '^(server|client|tests|tools)/' } }),
  error({
    name: 'shared-packages', comment: 'schema in state files, zod in shared/zod.ts; nothing else runs on both sides',
    from: { path: '^shared/', pathNot: '/(state|seat-state|zod)\\.ts$' }, to: { dependencyTypesNot: ['local', 'type-only'] },
  }),
  error({
    name: 'step-is-pure', comment: 'rules see plain objects, never the wire schema',
    from: { path: '^shared/(sim/|rooms/[^/]+/)', pathNot: '/(state|definition)\\.ts$' },
    to: { path: '@colyseus/schema|/state\\.ts$', dependencyTypesNot: ['type-only'] },
  }),
  error({ name: 'server-not-client', from: { path: '^server/' }, to: { path: '^client/|(^|node_modules/)(phaser|preact|@colyseus/sdk)' } }),
  error({ name: 'client-not-server', from: { path: '^client/' }, to: { path: '^server/|(^|node_modules/)@colyseus/core' } }),
  error({ name: 'headless-is-headless', from: { path: '^client/(netcode|bots)/' }, to: { path: '^client/(rooms|ui|render)/|(^|node_modules/)(phaser|preact)' } }),
  error({ name: 'nobody-imports-tests', from: { path: '^(shared|server|client|tools)/' }, to: { path: '^tests/' } }),
  error({
    name: 'spine-knows-no-room', comment: 'only rooms/index.ts names the rooms',
    from: { path: '^(shared|server|client)/', pathNot: `^${side}/rooms/` }, to: { path: `^${side}/rooms/`, pathNot: `^${side}/rooms/index\\.ts$` },
  }),
  error({ name: 'room-knows-no-room', from: { path: `^${side}/rooms/([^/]+)/` }, to: { path: `^${side}/rooms/[^/]+/`, pathNot: `^${side}/rooms/$2/` } }),
  error({ name: 'no-cycles', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } }),
  error({ name: 'no-orphans', from: { orphan: true, pathNot: '\\.d\\.ts$|(^|/)((main|ci-summary|dev-rejoin)\\.ts|page-script\\.js)$' }, to: {} }),
];

export const OPTIONS: ICruiseOptions = {
  tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' }, exclude: { path: '^(dist|\\.tsbuild)' },
  enhancedResolveOptions: { extensions: ['.ts', '.tsx'], exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
};

// In: the dependency rules. Out: the imports that break them, and proof that modules were read at all. Run by: npm run check.
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { FORBIDDEN, OPTIONS } from './import-rules.ts';

// With a TypeScript it does not know, the cruiser reads nothing and is content: a count is the only proof.
const MODULES_MIN = 100;

export interface ImportCheck {
  readonly modules: number;
  /** "rule: from -> to" of every import that breaks a rule. */
  readonly violations: string[];
}

/** Checks the imports of some folders of the project in `baseDir`. */
export async function checkImports(baseDir: string, folders: string[]): Promise<ImportCheck> {
  const { output } = await cruise(folders, { ...OPTIONS, baseDir, validate: true, ruleSet: { forbidden: FORBIDDEN } });
  const { summary } = output as ICruiseResult;
  return { modules: summary.totalCruised, violations: summary.violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`) };
}

if (import.meta.main) {
  const { modules, violations } = await checkImports(join(import.meta.dirname, '..'), ['shared', 'server', 'client', 'tools']);
  for (const violation of violations) console.error(violation);
  if (modules < MODULES_MIN) console.error(`only ${modules} modules were read`);
  else console.log(`imports: ${modules} modules, ${violations.length} violations`);
  process.exit(violations.length === 0 && modules >= MODULES_MIN ? 0 : 1);
}

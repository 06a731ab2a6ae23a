// In: the dependency rules. Out: the imports that break them, and proof that modules were read at all. Run by: npm run check.
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { FORBIDDEN, OPTIONS } from './import-rules.ts';

// With a TypeScript it does not know, the cruiser reads nothing and is content: a count is the only proof.
const MODULES_MIN = 40;

const { output } = await cruise(['shared', 'server', 'client', 'tools'], {
  ...OPTIONS, validate: true, ruleSet: { forbidden: FORBIDDEN },
});
const { summary } = output as ICruiseResult;
for (const v of summary.violations) console.error(`${v.rule.severity} ${v.rule.name}: ${v.from} -> ${v.to}`);
if (summary.totalCruised < MODULES_MIN) console.error(`only ${summary.totalCruised} modules were read`);
else console.log(`imports: ${summary.totalCruised} modules, ${summary.error} violations`);
process.exit(summary.error === 0 && summary.totalCruised >= MODULES_MIN ? 0 : 1);

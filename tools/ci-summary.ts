// In: vitest's JSON report and whether a step failed. Out: "N passed, N failed", and the exit code. Run by: .ci/run.
import { readFileSync } from 'node:fs';

const [file = '', stepFailed = '1'] = process.argv.slice(2);
const counted = { passed: 0, failed: 0 };
try {
  const report = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number };
  counted.passed = report.numPassedTests;
  counted.failed = report.numFailedTests;
} catch {
  console.error('the test run left no report');
  counted.failed = 1;
}
// A step outside the tests (types, lint, imports, a file that would not load) counts as one failure.
if (stepFailed !== '0' && counted.failed === 0) counted.failed = 1;
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed === 0 && counted.passed > 0 ? 0 : 1);

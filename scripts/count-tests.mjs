// Prints `passed failed skipped` of a Vitest JSON report.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
// a file that cannot be loaded counts as one failed test
const broken = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.length).length;
console.log(report.numPassedTests, report.numFailedTests + broken, report.numPendingTests + report.numTodoTests);

/**
 * `npm test`: what has to hold, the quick things first, and a line that says what was counted. With `faults`
 * (`npm run test:faults`), what each fault of the catalogue does to Kafka: that takes as long again. With `mutants`
 * (`npm run test:mutants`), whether experiments fail when they should.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const reports = mkdtempSync(join(tmpdir(), 'kafka-chaos-test-'));
const counts = { passed: 0, failed: 0, skipped: 0 };

const projects = ['unit', 'browser', 'live', 'faults', 'mutants'] as const;

const vitest = (project: (typeof projects)[number]) => [
  'vitest',
  'run',
  `--project=${project}`,
  '--reporter=verbose',
  '--reporter=json',
  `--outputFile.json=${join(reports, `${project}.json`)}`,
];

// Live tests set up what they need, so that the first of them does not pay for the others.
const setUp: [name: string, command: string[]] = ['set-up', ['node', 'src/cli.ts', 'setup']];
const everything: (typeof setUp)[] = [
  ['format and lint', ['biome', 'ci', '.']],
  ['types', ['tsc', '--noEmit']],
  ['import rules', ['depcruise', '--config', '.dependency-cruiser.cjs', 'src']],
  ['unit tests', vitest('unit')],
  ['tests in a browser', vitest('browser')],
  setUp,
  ['live tests', vitest('live')],
];
/** What takes too long for every time. */
const apart: Record<string, (typeof setUp)[]> = {
  faults: [setUp, ['live tests of faults', vitest('faults')]],
  mutants: [setUp, ['live tests of mutants', vitest('mutants')]],
};
const steps = apart[process.argv[2] ?? ''] ?? everything;

const failed: string[] = [];
for (const [name, [command, ...args]] of steps) {
  const began = performance.now();
  console.log(`\n── ${name}`);
  const { status } = spawnSync(command!, args, { cwd: root, stdio: 'inherit' });
  console.log(
    `── ${name}: ${status === 0 ? 'ok' : 'FAILED'} after ${Math.round((performance.now() - began) / 1000)} s`,
  );
  if (status !== 0) failed.push(name);
  // Without types or images the tests that need them would only say the same again, at length.
  if (status !== 0 && !name.includes('test')) break;
}
for (const project of projects) count(join(reports, `${project}.json`));
rmSync(reports, { recursive: true });
if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(failed.length === 0 ? 0 : 1);

function count(path: string): void {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'));
    counts.passed += report.numPassedTests;
    counts.failed += report.numFailedTests;
    counts.skipped += report.numPendingTests + report.numTodoTests;
  } catch {
    // The step did not come to that; it is among the failed ones.
  }
}

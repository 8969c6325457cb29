/**
 * Whether a rehearsal that does not do what it should says no-go: the program is broken in one place, and rehearses an upgrade
 * on a real cluster.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { executeIn, resultsFolder } from '../program.ts';

const root = join(import.meta.dirname, '../../..');
const copies = mkdtempSync(join(tmpdir(), 'kafka-chaos-mutants-'));
afterAll(() => rmSync(copies, { recursive: true }));

/** A copy of the program in which one text is another one. */
function broken(file: string, text: string, instead: string): string {
  const copy = mkdtempSync(join(copies, 'copy-'));
  for (const each of ['src', 'compose', 'experiments', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, each), join(copy, each), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  expect(source.split(text), `${file} has the text once`).toHaveLength(2);
  writeFileSync(
    path,
    source.replace(text, () => instead),
  );
  return copy;
}

test.each([
  {
    mutant: 'a step done without waiting for the ISR',
    file: 'src/upgrade/one-by-one.ts',
    // Not for the node either: one that serves again may be in sync before anybody looks.
    text: 'await untilServing(site, node);',
    instead: 'exchanged(node); continue;',
    mode: 'kraft-combined',
    reason: /replicas out of sync after/,
  },
  {
    mutant: 'a broker skipped',
    file: 'src/upgrade/one-by-one.ts',
    text: 'for (const node of [...dead, ...(await activeLast(site, others))]) {',
    instead: 'for (const node of (await activeLast(site, others)).slice(1)) {',
    mode: 'kraft-combined',
    reason: /node-\d/,
  },
  {
    mutant: 'finalizing too early',
    file: 'src/experiment/upgrade-experiment.ts',
    text: '...forward.map(',
    instead: "{ do: 'finalize' }, ...forward.map(",
    mode: 'kraft',
    reason: /features/,
  },
])('$mutant: no-go', async ({ file, text, instead, mode, reason }) => {
  const copy = broken(file, text, instead);
  const args = ['upgrade', '--from', '3.9.2', '--to', '4.3.1', '--mode', mode, '--no-again'];
  const { status, stdout, stderr } = await executeIn(copy, [...args, '--out', resultsFolder()]);
  const [headline] = /^# .*$/m.exec(stdout) ?? [stdout + stderr];
  expect(headline).toMatch(/^# No-go, /);
  expect(headline).toMatch(reason);
  expect(status).toBe(1);
});

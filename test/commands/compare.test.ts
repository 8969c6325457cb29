import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type CompareFlags, compare } from '../../src/commands/compare.ts';
import { UsageError } from '../../src/errors.ts';
import type { Results } from '../../src/results/results.ts';
import { folder, fourSeconds, nineSeconds, repeats } from '../comparison/literal-runs.ts';
import { writeResults } from '../tradeoff/literal-sweep.ts';

let place: string;
let printed: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'kafka-chaos-compare-'));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += stripVTControlCharacters(String(text));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(place, { recursive: true });
});

function written(results: Results, name: string): string {
  const path = mkdtempSync(join(place, name));
  writeResults(path, results);
  return path;
}

/** The exit status of comparing runs with these outages. */
function status(base: readonly number[], head: readonly number[], flags: CompareFlags = {}): number {
  return compare(written(folder(repeats(base)), 'base'), written(folder(repeats(head)), 'head'), flags);
}

test('what is worse is told, and fails a gate only', () => {
  expect(status(fourSeconds, nineSeconds)).toBe(0);
  expect(printed).toMatch(/no writes for +3\.5 s +8\.4 s .* worse\n/);
  expect(status(fourSeconds, nineSeconds, { gate: true })).toBe(1);
});

test('what is better, the same, or not to be told passes a gate', () => {
  expect(status(nineSeconds, fourSeconds, { gate: true })).toBe(0);
  expect(status(nineSeconds, nineSeconds, { gate: true })).toBe(0);
  expect(status([3_000], [90_000], { gate: true })).toBe(0);
});

test('what is not worth caring about can be said', () => {
  const flags = { gate: true, smallestMs: '5500' };
  expect(status(fourSeconds, nineSeconds, flags)).toBe(0);
  expect(status(fourSeconds, nineSeconds, { gate: true, smallestPercent: '200' })).toBe(0);
  expect(status(fourSeconds, nineSeconds, { gate: true, smallestPercent: '100', smallestMs: '4500.5' })).toBe(
    1,
  );
});

test('the comparison is written as Markdown as well', () => {
  const file = join(place, 'comparison.md');
  status(fourSeconds, nineSeconds, { file });
  expect(readFileSync(file, 'utf8')).toContain('| ❌ worse |');
});

test('folders that have nothing in common are compared in nothing', () => {
  const base = written(folder(repeats([1])), 'base');
  const head = written(folder(repeats([1], { mode: 'zk' })), 'head');
  expect(compare(base, head, { gate: true })).toBe(2);
  expect(printed).toContain('0 cells (experiment × mode), 0 comparisons: nothing to compare\n');
  expect(printed).toContain('only in BASE: kill-leader kraft\n');
});

test.each([
  ['a share that is no number', { smallestPercent: '-1' }, /--smallest-percent -1 is not a number/],
  ['a length that is no number', { smallestMs: '1s' }, /--smallest-ms 1s is not a number/],
  ['a file that cannot be written', { file: 'nowhere/at/all.md' }, /^cannot write nowhere/],
])('%s is wrong usage', (_, flags, reason) => {
  expect(() => status([1], [1], flags)).toThrow(reason);
  expect(() => status([1], [1], flags)).toThrow(UsageError);
});

test('a folder that is not there is wrong usage', () => {
  const there = written(folder(repeats([1])), 'base');
  expect(() => compare(there, join(place, 'nowhere'), {})).toThrow(UsageError);
  expect(() => compare(join(place, 'nowhere'), there, {})).toThrow(/there is no folder/);
});

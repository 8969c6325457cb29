import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createResultsFolder, holdResultsFolder } from '../../src/commands/results-folder.ts';
import { UsageError } from '../../src/errors.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'kafka-chaos-results-'));
});
afterEach(() => rmSync(place, { recursive: true }));

const create = (asked: string | undefined) =>
  createResultsFolder(asked, `test-${process.pid}`, new Date('2026-11-24T10:15:00Z'));

test('a folder is of one program, by whatever name, until its end', async () => {
  const other = `${place}-link`;
  symlinkSync(place, other);
  try {
    {
      using mine = await create(place);
      expect(mine.path).toBe(place);
      await expect(create(place)).rejects.toThrow(
        new UsageError(`another kafka-chaos is writing to ${place}; name another folder, or await its end`),
      );
      await expect(holdResultsFolder(other)).rejects.toThrow(UsageError);
    }
    using again = await create(other);
    expect(again.path).toBe(other);
  } finally {
    rmSync(other);
  }
});

test('a name that no file system would take is cut, and still is its own', async () => {
  const many = (last: string) =>
    [...Array.from({ length: 20 }, (_, i) => `experiment-number-${i}`), last].join('-');
  const made: string[] = [];
  try {
    for (const last of ['one', 'two']) {
      using folder = await createResultsFolder(undefined, many(last), new Date('2026-11-24T10:15:00Z'));
      made.push(folder.path);
    }
    expect(new Set(made).size).toBe(2);
    for (const path of made) {
      expect(basename(path)).toMatch(/^20261124T101500Z-experiment-number-0-/);
      expect(basename(path).length).toBeLessThanOrEqual(140);
    }
  } finally {
    for (const path of made) rmSync(path, { recursive: true });
  }
});

test('what is not empty is refused, and can be held by whoever goes on with it', async () => {
  writeFileSync(join(place, 'suite.json'), '{}');
  await expect(create(place)).rejects.toThrow(/is not empty/);
  using held = await holdResultsFolder(place);
  expect(held.path).toBe(place);
});

test('two that begin in the same second have a folder each', async () => {
  using one = await create(undefined);
  using two = await create(undefined);
  try {
    expect(one.path).toMatch(/20261124T101500Z-test-\d+$/);
    expect(two.path).toBe(`${one.path}-2`);
  } finally {
    for (const { path } of [one, two]) rmSync(path, { recursive: true });
  }
});

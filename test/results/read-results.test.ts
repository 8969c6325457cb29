import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { report } from '../../src/commands/report.ts';
import { UsageError } from '../../src/errors.ts';
import { outcomeOf } from '../../src/results/overview.ts';
import { mergeResults, readResults } from '../../src/results/read-results.ts';
import type { Result, Results } from '../../src/results/results.ts';
import { runJson } from '../../src/results/run-json.ts';
import { suiteJson } from '../../src/results/suite-json.ts';
import { literalResult, literalResults } from './literal-results.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kafka-chaos-results-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const names = ['kill-leader', 'none', 'two-followers-cut'];
const whole = literalResults(
  names.flatMap((experiment, i) =>
    (['zk', 'kraft'] as const).map((mode, j) => literalResult({ index: 2 * i + j, experiment, mode })),
  ),
);

/** The same a day later. */
const ofTuesday: Results = {
  ...whole,
  results: whole.results.map((each) => ({
    ...each,
    run: { ...each.run!, startedAt: new Date(Date.parse(each.run!.startedAt) + 86_400_000).toISOString() },
  })),
};

/** Writes results as a suite leaves them; those that `left` names were never come to. */
function written(name: string, results: Results, left: Results['results'] = []): string {
  const folder = join(root, name);
  mkdirSync(folder);
  const { results: all, ...about } = results;
  const planned = [...all, ...left].map(({ index, experiment, mode, n }) => ({ index, experiment, mode, n }));
  const head = { ...about, kafkaVersion: '3.9.2', planned };
  writeFileSync(join(folder, 'suite.json'), suiteJson(head, all));
  for (const { folder: run, ...result } of all) {
    if (result.run === undefined) continue;
    mkdirSync(join(folder, run), { recursive: true });
    writeFileSync(join(folder, run, 'run.json'), runJson(result.run));
  }
  return folder;
}

const shard = (index: number): Results => ({
  ...whole,
  seed: index,
  shard: { index, of: 2 },
  results: whole.results.filter((result) => result.index % 2 === index - 1),
});

describe('results in a folder', () => {
  test('are read as they were written', () => {
    expect(readResults(written('all', whole))).toEqual(whole);
  });

  test('are those of all suites below it, each as it was made, and of single runs', () => {
    const all = join(root, 'all');
    mkdirSync(all);
    const swept = whole.results.slice(0, 2).map((result) => ({ ...result, set: ['broker:a=1'] }));
    written('all/study', { ...whole, what: 'study', results: swept });
    written('all/night', { ...whole, what: 'night', results: whole.results.slice(2, 3) });
    const lone = whole.results[3]!;
    mkdirSync(join(all, 'by-hand'));
    writeFileSync(join(all, 'by-hand', 'run.json'), runJson(lone.run!));

    const { what, results, sweep } = readResults(all);
    expect(what).toBe('all');
    expect(sweep).toBeUndefined();
    expect(results.map(({ index, experiment, set }) => [index, experiment, set])).toEqual([
      [2, whole.results[2]!.experiment, undefined],
      [3, whole.results[0]!.experiment, ['broker:a=1']],
      [4, whole.results[1]!.experiment, ['broker:a=1']],
      [5, lone.experiment, undefined],
    ]);
    expect(results[3]!.run).toEqual(lone.run);
    expect(results[1]!.folder).toBe(join('study', whole.results[0]!.folder));
  });

  test('tell what a killed program never came to', () => {
    const [first, ...left] = whole.results;
    const read = readResults(written('half', { ...whole, results: [first!] }, left));
    expect(read.results.map(({ outcome }) => outcome)).toEqual(['pass', ...left.map(() => 'not run')]);
    expect(read.results[1]!.reason).toBe('the program ended before');
  });

  test('are found without a suite.json as well', () => {
    const folder = written('all', whole);
    rmSync(join(folder, 'suite.json'));
    const read = readResults(folder).results;
    expect(read.map(({ experiment, mode }) => `${experiment} ${mode}`).toSorted()).toEqual(
      whole.results.map(({ experiment, mode }) => `${experiment} ${mode}`).toSorted(),
    );
  });

  test.each<[string, (folder: string) => void, RegExp]>([
    ['no folder', (folder) => rmSync(folder, { recursive: true }), /there is no folder/],
    ['nothing in it', (folder) => rmSync(join(folder, 'suite.json')), /has no results/],
    [
      'half a suite.json',
      (folder) => writeFileSync(join(folder, 'suite.json'), '{"schema"'),
      /cannot be read/,
    ],
    [
      'a suite.json of another version',
      (folder) => writeFileSync(join(folder, 'suite.json'), '{"schema":"kafka-chaos/suite/1"}'),
      /suite\.json is damaged, or of another version: schema/,
    ],
  ])('with %s are refused in one sentence', (_, damage, message) => {
    const folder = written('all', { ...whole, results: [] });
    damage(folder);
    expect(() => readResults(folder)).toThrow(UsageError);
    expect(() => readResults(folder)).toThrow(message);
  });

  test('whose run.json is gone are refused: a report without it would say less than was found', () => {
    const folder = written('all', whole);
    rmSync(join(folder, whole.results[0]!.folder, 'run.json'));
    expect(() => readResults(folder)).toThrow(/run\.json cannot be read/);
  });
});

describe('a run that cannot be read', () => {
  const damaged = (...files: string[]) => {
    const folder = written('damaged', whole);
    for (const file of files) writeFileSync(join(folder, file), '{');
    return folder;
  };
  const [first, ...others] = whole.results;

  test('is refused, or taken for one that was not run, and keeps none of the others from being read', () => {
    const folder = damaged(`${first!.folder}/run.json`);
    expect(() => readResults(folder)).toThrow(/run\.json cannot be read/);
    const { results } = readResults(folder, 'not run');
    expect(results[0]).toMatchObject({ outcome: 'not run', reason: expect.stringMatching(/cannot be read/) });
    expect(results[0]!.run).toBeUndefined();
    expect(results.slice(1)).toEqual(others);
  });

  test('is there without its picture, if only that is damaged', () => {
    const folder = damaged(`${first!.folder}/timeline.json`);
    expect(() => readResults(folder)).toThrow(/timeline\.json cannot be read/);
    expect(readResults(folder, 'not run').results[0]).toMatchObject({
      outcome: first!.outcome,
      run: first!.run,
    });
  });

  test('is refused where none can be', () => {
    const all = whole.results.flatMap(({ folder, run }) => (run === undefined ? [] : [`${folder}/run.json`]));
    const folder = damaged(...all);
    expect(() => readResults(folder, 'not run')).toThrow(/run\.json cannot be read/);
  });
});

describe('shards', () => {
  test('put together are the suite, in whatever order they come', () => {
    const read = [2, 1].map((index) => readResults(written(`shard-${index}`, shard(index))));
    expect(mergeResults(read)).toEqual({ ...whole, seed: 2 });
  });

  test('put together give the same reports as the whole suite', async () => {
    const silence = process.stdout.write;
    process.stdout.write = () => true;
    try {
      const folders = [1, 2].map((index) => written(`shard-${index}`, { ...shard(index), seed: whole.seed }));
      const [all, merged] = [written('all', whole), join(root, 'merged')];
      expect(await report([all], {})).toBe(0);
      expect(await report(folders, { out: merged })).toBe(0);
      for (const file of ['summary.md', 'junit.xml', 'report.html']) {
        expect(text(merged, file), file).toBe(text(all, file));
      }
      expect(readResults(merged)).toEqual(whole);
    } finally {
      process.stdout.write = silence;
    }
  });

  test('that have a run in common are refused', () => {
    const again: Results = { ...shard(1), shard: { index: 2, of: 2 } };
    expect(() => mergeResults([shard(1), again])).toThrow(
      /run 1 of kill-leader in zk is there twice: these are not the shards of one suite/,
    );
  });

  test('one of which is missing is told as what was not run', () => {
    const merged = mergeResults([{ ...shard(1), shard: { index: 1, of: 3 } }]);
    const missing = merged.results.filter(({ outcome }) => outcome === 'not run');
    expect(merged.results).toHaveLength(5);
    expect(missing.map(({ experiment, reason }) => [experiment, reason])).toEqual([
      ['shard-2-of-3', 'the results of shard 2 of 3 are missing'],
      ['shard-3-of-3', 'the results of shard 3 of 3 are missing'],
    ]);
    expect(outcomeOf(merged.results)).toBe('unknown');
  });

  test('are not what two nights are: those stand one after the other', () => {
    const merged = mergeResults([whole, { ...ofTuesday, what: 'suite smoke' }]);
    expect(merged.what).toBe('suite nightly, suite smoke');
    expect(merged.results.map(({ index }) => index)).toEqual(Array.from({ length: 12 }, (_, i) => i));
  });
});

test('two nights put together keep all their runs, though these have the same names', async () => {
  const silence = process.stdout.write;
  process.stdout.write = () => true;
  try {
    const folders = [written('monday', whole), written('tuesday', ofTuesday)];
    const out = join(root, 'both');
    await report(folders, { out });
    expect(readResults(out).results.map(inShort)).toEqual(
      ['1-monday/', '2-tuesday/'].flatMap((night) => whole.results.map((each) => night + each.folder)),
    );
  } finally {
    process.stdout.write = silence;
  }
});

test('a run counts once, though what it was put together to lies beside it', async () => {
  const silence = process.stdout.write;
  process.stdout.write = () => true;
  try {
    const nights = join(root, 'nights');
    mkdirSync(nights);
    const folders = [written('nights/monday', whole), written('nights/tuesday', ofTuesday)];
    await report(folders, { out: join(nights, 'both') });
    expect(readResults(nights).results).toHaveLength(12);
    expect(mergeResults([readResults(nights), readResults(folders[0]!)]).results).toHaveLength(12);
  } finally {
    process.stdout.write = silence;
  }
});

test('runs that were not reached move no others', async () => {
  const silence = process.stdout.write;
  process.stdout.write = () => true;
  try {
    const [first, ...left] = whole.results;
    const folder = written('killed', { ...whole, results: [first!] }, left);
    const out = join(root, 'again');
    expect(await report([folder], { out })).toBe(2);
    expect(readResults(out).results[0]!.folder).toBe(first!.folder);
  } finally {
    process.stdout.write = silence;
  }
});

const inShort = ({ folder }: Result) => folder;

function text(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

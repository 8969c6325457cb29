import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { report } from '../../src/commands/report.ts';
import { EnvironmentError } from '../../src/errors.ts';
import { literalResult, literalResults } from '../results/literal-results.ts';
import { writeResults } from '../tradeoff/literal-sweep.ts';

vi.mock('../../src/experiment/load.ts', () => ({ loadAbout: async () => new Map() }));

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'kafka-chaos-report-'));
});
afterEach(() => rmSync(place, { recursive: true }));

test('a page that cannot be written is told in a sentence', async () => {
  writeResults(place, literalResults([literalResult()]));
  mkdirSync(join(place, 'summary.md'));
  const written = report([place], {});
  await expect(written).rejects.toThrow(EnvironmentError);
  await expect(written).rejects.toThrow(`results cannot be written to ${place}: EISDIR`);
});

test('one shard alone is told as the part of the whole that it is', async () => {
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const shard = { ...literalResults([literalResult()]), shard: { index: 1, of: 2 } };
  // As CI unpacks it: the folder that was uploaded, in one of its own.
  const unpacked = join(place, 'shards', 'shard-1');
  mkdirSync(unpacked, { recursive: true });
  writeResults(unpacked, shard);
  for (const folder of [unpacked, join(place, 'shards')]) {
    const out = join(place, `whole-${folder.length}`);
    expect(await report([folder], { out })).toBe(2);
    expect(readFileSync(join(out, 'summary.md'), 'utf8')).toContain(
      'the results of shard 2 of 2 are missing',
    );
  }
  // Its own pages are those of a shard.
  expect(await report([unpacked], {})).toBe(0);
  vi.restoreAllMocks();
});

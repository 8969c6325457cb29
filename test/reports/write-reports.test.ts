import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PageData } from '../../src/reports/html/page-data.ts';
import { reportFiles, reserveSpace, writeReports } from '../../src/reports/write-reports.ts';
import type { Results } from '../../src/results/results.ts';
import { literalRun } from '../results/literal-results.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-reports-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const runFolder = 'kill-leader/kraft-1';

/** As they are when the run has just been made: what it left lies in its folder. */
const justMade = (): Results => {
  const run = literalRun();
  const about = {
    index: 0,
    experiment: 'kill-leader',
    mode: 'kraft',
    kafkaVersion: '3.9.2',
    n: 1,
    attempt: 1,
  } as const;
  const result = { ...about, outcome: 'pass', tookMs: 60_000, folder: runFolder, run } as const;
  return { what: 'kill-leader', startedAt: run.startedAt, seed: 1, parallel: 1, results: [result] };
};

function pageIn(): PageData {
  const html = readFileSync(join(folder, 'report.html'), 'utf8');
  const [, data] = /id="data">([^<]*)</.exec(html)!;
  return JSON.parse(gunzipSync(Buffer.from(data!, 'base64')).toString());
}

test('all reports are written, and what held their space is gone', () => {
  reserveSpace(folder);
  writeReports(folder, justMade(), { experiments: new Map() });
  for (const name of reportFiles) expect(readFileSync(join(folder, name), 'utf8')).toContain('kill-leader');
  expect(() => readFileSync(join(folder, 'space-for-reports'))).toThrow();
});

test('a run that was only just made is drawn', () => {
  mkdirSync(join(folder, runFolder), { recursive: true });
  const timeline = { schema: 'kafka-chaos/timeline/1', durationMs: 60_000 };
  writeFileSync(join(folder, runFolder, 'timeline.json'), JSON.stringify(timeline));
  writeReports(folder, justMade(), { experiments: new Map() });
  expect(pageIn().results[0]!.timeline).toEqual(timeline);
});

test('a run without a picture is told all the same', () => {
  writeReports(folder, justMade(), { experiments: new Map() });
  const [result] = pageIn().results;
  expect(result!.timeline).toBeUndefined();
  expect(result!.run!.experiment).toBe('kill-leader');
});

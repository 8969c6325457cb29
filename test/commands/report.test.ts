import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
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

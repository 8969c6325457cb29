import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { performPlan } from '../../src/commands/perform-plan.ts';
import { EnvironmentError, UsageError } from '../../src/errors.ts';
import { checkExperiment } from '../../src/experiment/experiment.ts';
import { loadAbout } from '../../src/experiment/load.ts';
import { runExperiment } from '../../src/experiment/run.ts';
import type { Planned } from '../../src/suite/plan.ts';

vi.mock('../../src/experiment/run.ts', () => ({ runExperiment: vi.fn() }));
vi.mock('../../src/experiment/load.ts', () => ({ loadAbout: vi.fn(async () => new Map()) }));

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'kafka-chaos-plan-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(place, { recursive: true });
});

function perform(folder: string, planned: readonly Planned[] = []): Promise<number> {
  const image = { kafkaVersion: '3.9.2' };
  const about = { what: 'nothing', startedAt: new Date(0).toISOString(), seed: 1, parallel: 1 };
  const request = { sizes: {}, settings: {} };
  const plan = { planned, about, folder, request, equipment: { image }, again: false, keep: false };
  return performPlan(
    plan as never,
    () => '',
    () => {},
    new AbortController().signal,
  );
}

test('a broken experiment of this project is told before anything is run', async () => {
  vi.mocked(loadAbout).mockRejectedValueOnce(new UsageError('broken.ts cannot be loaded'));
  await expect(perform(place)).rejects.toThrow('broken.ts cannot be loaded');
  expect(readdirSync(place)).toEqual([]);
});

test('a disk that takes nothing is told in a sentence, before anything is run', async () => {
  const folder = join(place, 'no', 'such');
  await expect(perform(folder)).rejects.toThrow(EnvironmentError);
  await expect(perform(folder)).rejects.toThrow(`results cannot be written to ${folder}: ENOENT`);
});

test('of a run that failed, it is told also what could not be removed', async () => {
  const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const [first, further] = ['broker-1 does not start', 'Docker could not remove everything'];
  vi.mocked(runExperiment).mockRejectedValue(
    new SuppressedError(new EnvironmentError(further), new EnvironmentError(first)),
  );
  const experiment = checkExperiment(
    {
      ...{ name: 'hold', shows: 'nothing', method: [{ do: 'hold', durationMs: 1 }] },
      expectations: [{ name: 'x', measure: 'safety.lost', equals: 0 }],
    },
    'hold.ts',
  );
  await perform(place, [{ index: 0, experiment, mode: 'kraft', n: 1 }]);
  expect(told.mock.calls.map(([text]) => String(text).trim().split(' s  ')[1])).toEqual([
    `ended without a result: ${first}`,
    further,
  ]);
});

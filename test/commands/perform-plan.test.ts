import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { performPlan } from '../../src/commands/perform-plan.ts';
import { EnvironmentError, UsageError } from '../../src/errors.ts';
import { loadAbout } from '../../src/experiment/load.ts';

vi.mock('../../src/experiment/load.ts', () => ({ loadAbout: vi.fn(async () => new Map()) }));

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'kafka-chaos-plan-'));
});
afterEach(() => rmSync(place, { recursive: true }));

function perform(folder: string): Promise<number> {
  const image = { kafkaVersion: '3.9.2' };
  const about = { what: 'nothing', startedAt: new Date(0).toISOString(), seed: 1, parallel: 1 };
  const plan = { planned: [], about, folder, equipment: { image }, again: true, keep: false };
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

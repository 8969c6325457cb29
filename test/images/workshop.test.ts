import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { EnvironmentError } from '../../src/errors.ts';
import { withWorkshop } from '../../src/images/workshop.ts';

const place = mkdtempSync(join(tmpdir(), 'kafka-chaos-workshop-'));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(place, { recursive: true });
});

test('a cache in which there can be no folder is told in a sentence', async () => {
  const file = join(place, 'file');
  writeFileSync(file, '');
  vi.stubEnv('XDG_CACHE_HOME', file);
  const work = withWorkshop(`test-${process.pid}`, async () => {});
  await expect(work).rejects.toThrow(EnvironmentError);
});

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const cli = join(import.meta.dirname, '../src/cli.ts');

test('a signal ends a command that has nothing to heal as it ends any program', {
  timeout: 30_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-cli-'));
  const file = join(folder, 'history.ndjson');
  execFileSync('mkfifo', [file]);
  const check = spawn(process.execPath, [cli, 'check', folder], { stdio: 'ignore' });
  const ended = once(check, 'close');
  // It can be opened when the program reads it, which then waits for what is never written.
  const writer = await open(file, 'w');
  try {
    check.kill('SIGTERM');
    await expect(ended).resolves.toEqual([null, 'SIGTERM']);
  } finally {
    await writer.close();
    rmSync(folder, { recursive: true });
  }
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tryLock, withLock } from '../../src/engine/lock.ts';

const name = `test-${process.pid}`;

it('work under one name never overlaps, and all of it is done', async () => {
  let atWork = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++atWork);
    await new Promise(setImmediate);
    atWork--;
  };
  await Promise.all(Array.from({ length: 10 }, () => withLock(`${name}-a`, work)));
  expect(most).toBe(1);
});

it('work that fails gives the lock back', async () => {
  const failing = withLock(`${name}-b`, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  await expect(withLock(`${name}-b`, async () => 'done')).resolves.toBe('done');
});

it('a lock whose process was killed is free again', async () => {
  const module = join(import.meta.dirname, '../../src/engine/lock.ts');
  const script = `import { withLock } from '${module}';
    await withLock('${name}-c', () => { console.log('held'); return new Promise((r) => setTimeout(r, 60_000)); });`;
  const holder = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script]);
  await once(holder.stdout, 'data');
  let waited = false;
  const mine = withLock(
    `${name}-c`,
    async () => 'mine',
    () => {
      waited = true;
      holder.kill('SIGKILL');
    },
  );
  await expect(mine).resolves.toBe('mine');
  expect(waited).toBe(true);
});

it('a lock that is taken can be tried for, and is not waited for', async () => {
  {
    using mine = await tryLock(`${name}-d`);
    expect(mine).toBeDefined();
    expect(await tryLock(`${name}-d`)).toBeUndefined();
  }
  using again = await tryLock(`${name}-d`);
  expect(again).toBeDefined();
});

/**
 * A folder to put an image's parts together in. It is empty at the start and gone at the end; what a killed
 * process left in it is gone at the next start.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from '../engine/cache.ts';
import { withLock } from '../engine/lock.ts';

/**
 * Does something in a workshop of its own. Another process that wants the same waits.
 * @param name of what is made, such as kafka-3.9.2
 */
export function withWorkshop<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  return withLock(`image-${name}`, async () => {
    const folder = join(cacheDirectory(), 'building', name);
    const remove = () => rmSync(folder, { recursive: true, force: true });
    remove();
    mkdirSync(folder, { recursive: true });
    try {
      return await work(folder);
    } finally {
      remove();
    }
  });
}

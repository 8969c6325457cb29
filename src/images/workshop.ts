/**
 * A folder to put an image's parts together in. It is empty at the start and gone at the end; what a killed
 * process left in it is gone at the next start.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from '../engine/cache.ts';
import { withLock } from '../engine/lock.ts';
import { EnvironmentError } from '../errors.ts';

/**
 * Does something in a workshop of its own. Another process that wants the same waits.
 * @param name of what is made, such as kafka-3.9.2
 * @throws EnvironmentError if there can be no folder for it
 */
export function withWorkshop<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  return withLock(`image-${name}`, async () => {
    const folder = join(cacheDirectory(), 'building', name);
    const remove = () => rmSync(folder, { recursive: true, force: true });
    try {
      remove();
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw new EnvironmentError(`images cannot be put together in ${folder}: ${(error as Error).message}`);
    }
    try {
      return await work(folder);
    } finally {
      remove();
    }
  });
}

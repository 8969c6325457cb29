/**
 * Facts that cost seconds to find out and never change, kept from one run to the next.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** This user's cache folder of the program, by the XDG convention. */
export function cacheDirectory(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kafka-chaos');
}

/** The kept bytes of that name, or what `make` makes, which is then kept. A cache that cannot be written is no error. */
export async function cached(name: string, make: () => Promise<Buffer>): Promise<Buffer> {
  const path = join(cacheDirectory(), name);
  try {
    return readFileSync(path);
  } catch {
    const made = await make();
    try {
      mkdirSync(dirname(path), { recursive: true });
      // Written aside and renamed, so that a reader never finds half of it.
      writeFileSync(`${path}.${process.pid}`, made);
      renameSync(`${path}.${process.pid}`, path);
    } catch {
      // The next run finds it out again.
    }
    return made;
  }
}

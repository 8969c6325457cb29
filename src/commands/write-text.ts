/**
 * Writes a file that somebody has named on the command line.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { UsageError } from '../errors.ts';

/**
 * @param folder is made if it is not there; without it, the file goes where something is already
 * @throws UsageError if it cannot be written
 */
export function writeText(file: string, text: string, folder?: string): void {
  try {
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
}

import { readFileSync } from 'node:fs';
import { UsageError } from '../errors.ts';

/** @throws UsageError if the file cannot be read, or is no JSON */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

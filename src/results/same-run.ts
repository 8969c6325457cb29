/** One run counts once, however many folders it was copied or merged to. */
import type { Result } from './results.ts';

/** Of results that are there twice, the first. What has no run cannot be told apart, and stays. */
export function withoutCopies(results: readonly Result[]): Result[] {
  const seen = new Set<string>();
  return results.filter(({ experiment, mode, kafkaVersion, n, set = [], run }) => {
    if (run === undefined) return true;
    const key = JSON.stringify([run.startedAt, run.seed, experiment, mode, kafkaVersion, n, ...set]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Of attempts at the same run the last is the one that counts; those before it stay visible. */
interface Attempt {
  index: number;
  attempt: number;
}

export function isFinal({ index, attempt }: Attempt, all: readonly Attempt[]): boolean {
  return !all.some((other) => other.index === index && other.attempt > attempt);
}

export function finalResults<T extends Attempt>(results: readonly T[]): T[] {
  return results.filter((result) => isFinal(result, results));
}

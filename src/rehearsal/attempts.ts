/** Which of several attempts at a rehearsal counts. */
import type { Rehearsal } from './rehearsal.ts';

/**
 * The first that found something against it, whatever came after: what went wrong once can go wrong again. Else the last; one
 * of which there is no run counts only if there is none of any. The others are told of beside it.
 * @param attempts one at least, in the order in which they were made
 */
export function countingOf(attempts: readonly Rehearsal[]): Rehearsal {
  const made = attempts.filter(({ rehearsed }) => rehearsed !== null);
  const counting = made.find(({ verdict }) => verdict === 'no-go') ?? made.at(-1) ?? attempts.at(-1)!;
  const others = attempts
    .filter((each) => each !== counting)
    .map(({ verdict, reasons }) => ({ verdict, reasons }));
  return { ...counting, others };
}

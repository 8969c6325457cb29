/** What is not as it was the night before. */

import { finalResults, isFinal } from '../../final-results.ts';
import { duration } from '../../words.ts';
import type { PageData, PagePrevious, PageResult } from '../page-data.ts';
import { outcomeName } from './figures.ts';

/** Outages differ from night to night: smaller differences than these are none. */
const leastMs = 250;
const leastShare = 0.1;

/** In words; undefined where nothing changed, there is nothing to compare with, or the run was repeated and does not count. */
export function changeOf(data: PageData, result: PageResult): string | undefined {
  if (data.previous === null || !isFinal(result, data.results)) return undefined;
  const was = data.previous.results.find((each) => isSame(each, result));
  if (was === undefined) return 'new';
  const words: string[] = [];
  if (was.outcome !== result.outcome) words.push(`was: ${outcomeName(was.outcome)}`);
  const longestMs = result.run?.produce.longestMs ?? null;
  if (longestMs !== null && was.longestMs !== null) {
    const changeMs = longestMs - was.longestMs;
    const least = Math.max(leastMs, leastShare * Math.max(longestMs, was.longestMs));
    if (Math.abs(changeMs) >= least) words.push(`${changeMs > 0 ? '+' : '−'}${duration(Math.abs(changeMs))}`);
  }
  return words.length === 0 ? undefined : words.join(', ');
}

/** What ran the night before and not in this one. */
export function goneSince(data: PageData): string[] {
  const now = finalResults(data.results);
  return (data.previous?.results ?? [])
    .filter((was) => !now.some((each) => isSame(was, each)))
    .map(
      ({ experiment, mode, kafkaVersion, n }) =>
        `${experiment} ${mode} ${kafkaVersion}${n > 1 ? `, ${n}` : ''}`,
    );
}

function isSame(was: PagePrevious, now: PageResult): boolean {
  return (
    was.experiment === now.experiment &&
    was.mode === now.mode &&
    was.kafkaVersion === now.kafkaVersion &&
    was.n === now.n
  );
}

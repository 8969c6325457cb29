/** What is not as it was the night before. */

import { finalResults, isFinal } from '../../../results/final-results.ts';
import {
  type AnyOutcome,
  type Measured,
  outcomeCounts,
  repeatKey,
  repeatsOf,
  type Spread,
  spreadOf,
} from '../../../results/repeats.ts';
import { type Service, servedIn } from '../../../results/services.ts';
import { duration } from '../../../text/words.ts';
import type { PageData, PagePrevious, PageResult } from '../page-data.ts';
import { outcomeName } from './figures.ts';

/** Outages differ from night to night: smaller differences than these are none. */
const leastMs = 250;
const leastShare = 0.1;
/** Not reads: how long a consumer stands still is a matter of which broker happens to coordinate its group. */
const followed: readonly Service[] = ['writes', 'administration', 'new clients'];

/**
 * In words; undefined where nothing changed, there is nothing to compare with, or the run was repeated and does not count.
 * Repeats change together: by the worst of their outcomes, and by their median where the two nights' do not overlap.
 */
export function changeOf(data: PageData, result: PageResult): string | undefined {
  if (data.previous === null || !isFinal(result, data.results)) return undefined;
  const key = repeatKey(result);
  const before = data.previous.results.filter((each) => repeatKey(each) === key);
  if (before.length === 0) return 'new';
  const now = finalResults(data.results.filter((each) => repeatKey(each) === key));
  const [was, is] = [before, now].map((results) => ({
    ...outcomeCounts(results)[0]!,
    of: results.length,
  }));
  const words = [
    ...(was!.outcome === is!.outcome ? sharesChange(was!, is!) : [`was: ${outcomeName(was!.outcome)}`]),
    ...followed.flatMap((service) =>
      lengthChange(
        service,
        medianOf(before.map(({ longestMs }) => longestMs[service])),
        medianOf(now.map(({ run }) => (run ? (servedIn(run, service)?.longestMs ?? null) : null))),
      ),
    ),
  ];
  return words.length === 0 ? undefined : words.join(', ');
}

/** The same at worst, but of more or fewer of the repeats. */
function sharesChange(
  was: { outcome: AnyOutcome; times: number; of: number },
  is: { times: number; of: number },
): string[] {
  if (was.times * is.of === is.times * was.of) return [];
  return [`was: ${outcomeName(was.outcome)} ${was.times} of ${was.of}, now ${is.times} of ${is.of}`];
}

const medianOf = (lengths: (number | null)[]) =>
  spreadOf(lengths.map((ms): Measured | null => (ms === null ? null : { ms, isOpen: false })));

function lengthChange(service: Service, was: Spread | undefined, is: Spread | undefined): string[] {
  if (was === undefined || is === undefined) return [];
  const changeMs = is.median.ms - was.median.ms;
  const least = Math.max(leastMs, leastShare * Math.max(is.median.ms, was.median.ms));
  const overlap = was.from.ms <= is.to.ms && is.from.ms <= was.to.ms;
  if (overlap || Math.abs(changeMs) < least) return [];
  const what = service === 'writes' ? '' : `${service} `;
  const which = was.runs > 1 || is.runs > 1 ? 'median ' : '';
  return [`${what}${which}${changeMs > 0 ? '+' : '−'}${duration(Math.abs(changeMs))}`];
}

/** What ran the night before and not in this one. */
export function goneSince(data: PageData): string[] {
  const now = new Set(data.results.map(repeatKey));
  return repeatsOf(data.previous?.results ?? [])
    .filter(([was]) => !now.has(repeatKey(was!)))
    .map(([was]) => nameOf(was!));
}

const nameOf = ({ experiment, mode, kafkaVersion, set = [] }: PagePrevious) =>
  [experiment, mode, kafkaVersion, ...set].join(' ');

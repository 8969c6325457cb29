/** The steps as a table, and what they came to together. */
import { count, duration } from '../text/words.ts';
import { between, outageText, unavailabilityText } from './in-words.ts';
import type { Part } from './parts.ts';
import { isOfMigration } from './plan.ts';
import type { Bounds, Cost, Rehearsal, Rehearsed, Step } from './rehearsal.ts';

/** Columns of which nothing is known in any row are left out. */
export function stepsPart({ asked, endsBack }: Rehearsal, rehearsed: Rehearsed): Part {
  const { steps, outside, undone } = rehearsed;
  const heads = [
    ...['', 'step', 'at', 'took', 'no writes for', 'no reads for', 'leader changes', 'failed writes'],
    ...['slowest write', '99 % of writes', 'most behind', 'way back'],
  ];
  const rows = [
    ...steps.map((step, i) => stepRow(step, i + 1, asked.from)),
    ...(outside.writes.spans.length + (outside.reads?.spans.length ?? 0) === 0
      ? []
      : [
          [
            ...['', 'outside of the steps', '–', '–', ...outagesText(outside)],
            ...['–', '–', '–', '–', '–', '–'],
          ],
        ]),
  ];
  const kept = heads.map((_, column) => rows.some((row) => row[column] !== '–'));
  const keptOf = (row: readonly string[]) => row.filter((_, column) => kept[column]);
  return {
    title: endsBack ? 'Steps, there and back' : 'Steps',
    table: { heads: keptOf(heads), rows: rows.map(keptOf) },
    lines: [
      ...(undone.length === 0 ? [] : [`Did not come to their end: ${undone.join(', ')}.`]),
      longestText(rehearsed, asked.maxOutageMs),
      totalsText(rehearsed),
      aboutSteps,
    ],
  };
}

const aboutSteps =
  '"No writes for" is the longest time that a partition acknowledged nothing, and in all the time that at least one did not; two numbers are the bounds between which the truth lies. An outage counts for the step in which it began. Each write was tried once: a client that tries again sees a delay where a failed write is counted here. Reads are those of a kafkajs consumer, which may stand still for its old session, 30 s, each time that its coordinator restarts; other clients may not.';

function stepRow(step: Step, number: number, from: string): string[] {
  const { name, fromMs, toMs, cost } = step;
  return [
    String(number),
    name,
    duration(fromMs),
    duration(toMs - fromMs),
    ...outagesText(cost),
    orDash(cost.leaderChanges, count),
    orDash(cost.errors, (errors) => between(errors, count)),
    orDash(cost.slowestMs, (slowest: Bounds) => between(slowest, duration)),
    orDash(cost.p99Ms, duration),
    orDash(cost.mostBehind, (behind) => between(behind, count)),
    wayBackText(step, from),
  ];
}

function wayBackText(step: Step, from: string): string {
  if (isOfMigration(step)) return step.canGoBack ? 'to ZooKeeper' : 'none';
  return step.canGoBack ? `to ${from}` : 'restore only';
}

function outagesText({ writes, reads }: Pick<Cost, 'writes' | 'reads'>): [string, string] {
  return [unavailabilityText(writes), orDash(reads, unavailabilityText)];
}

function longestText({ longest }: Rehearsed, maxOutageMs: number): string {
  const limit = `the limit is ${duration(maxOutageMs)}`;
  if (longest === null) return `Writes never stood still; ${limit}.`;
  const where = longest.step === null ? 'outside of the steps' : longest.step;
  return `Longest outage of writes: ${outageText(longest.outage)} (${where}); ${limit}.`;
}

function totalsText({ totals }: Rehearsed): string {
  const orUnknown = (value: number | null) => (value === null ? 'not known' : count(value));
  const { acknowledged, lost, duplicates } = totals;
  return `Records acknowledged: ${count(acknowledged)}, lost: ${orUnknown(lost)}, there twice: ${orUnknown(duplicates)}.`;
}

function orDash<T>(value: T | null, inWords: (value: T) => string): string {
  return value === null ? '–' : inWords(value);
}

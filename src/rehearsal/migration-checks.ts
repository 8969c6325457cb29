/** What a change board asks of a migration to KRaft beside what it asks of an upgrade. */
import { duration } from '../text/words.ts';
import { restartsText } from './in-words.ts';
import { type MigrationState, stateOf } from './migration-state.ts';
import { type Course, isOfMigration, undoneNames } from './plan.ts';
import type { Check, Rehearsed } from './rehearsal.ts';

const standsAt: Record<Exclude<MigrationState, 'KRaft'>, string> = {
  ZooKeeper: 'the cluster was put back to ZooKeeper',
  between: 'the cluster is between the two',
  'no way back': 'the cluster is between the two, without a way back',
};

export function migrated(course: Course): Check {
  const { asked, parts } = course;
  const what = 'Every broker on KRaft, and ZooKeeper switched off, at the end';
  const state = stateOf(course);
  if (state !== 'KRaft') return { what, holds: false, found: standsAt[state] };
  const undone = parts.map((part) => ({ ...part, undone: part.undone.filter(isOfMigration) }));
  const names = undoneNames(undone, asked);
  return names.length > 0
    ? { what, holds: false, found: `left out: ${names.join(', ')}` }
    : { what, holds: true, found: 'every phase came to its end' };
}

/** Also of going back that nobody had planned, where it was from the end of a phase. */
export function wentBackToZooKeeper(course: Course, ways: Rehearsed['wayBack']): Check {
  const what = 'Going back to ZooKeeper';
  const way = ways.find(({ of, rehearsed }) => of === 'migration' && rehearsed !== null);
  if (way?.rehearsed) {
    const { rehearsed, after } = way;
    const found = `after ${after}: ${restartsText(rehearsed)} in ${duration(rehearsed.tookMs)}`;
    return { what, holds: true, found };
  }
  if (stateOf(course) === 'ZooKeeper') return { what, holds: true, found: 'after a phase that failed' };
  return course.asked.rollbackAfter === undefined
    ? { what, holds: null, found: 'not rehearsed' }
    : { what, holds: false, found: 'did not come to its end' };
}

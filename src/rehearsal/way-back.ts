/** How far back one can go from where, and what it cost where it was rehearsed. */
import { isReversible, type MigrationPhase, migrationPhases } from '../topology/migration.ts';
import { goingBack } from './migration-plan.ts';
import { type Course, isEndOf, isSame, partsOf } from './plan.ts';
import type { Step, WayBack, WentBack } from './rehearsal.ts';
import { beganMs } from './steps.ts';
import { unavailability } from './unavailability.ts';

export function waysBack(course: Course): WayBack[] {
  const { mode, from, to } = course.asked;
  return [...(mode === 'zk-to-kraft' ? ofMigration(course) : []), ...(from === to ? [] : ofUpgrade(course))];
}

/** Of the controllers only where the brokers are other nodes. */
function ofUpgrade(course: Course): WayBack[] {
  const { asked, run } = course;
  const { brokers } = partsOf(run.cluster.nodes);
  const places = [...(brokers.length === 0 ? [] : ['controllers' as const]), 'brokers', 'finalize'] as const;
  return places.map((after) => ({
    of: 'upgrade',
    after,
    rehearsed: asked.mode !== 'zk-to-kraft' && after === asked.rollbackAfter ? putBack(course) : null,
  }));
}

function putBack(course: Course): WentBack | null {
  const { asked, steps, parts } = course;
  const isBack = (step: { what: string; kafka?: string }) =>
    step.what === 'roll' && step.kafka === asked.from;
  return parts.some(({ undone }) => undone.some(isBack)) ? null : costOf(steps.filter(isBack), course);
}

function ofMigration(course: Course): WayBack[] {
  return migrationPhases.map((after) => ({ of: 'migration', after, rehearsed: revertedFrom(after, course) }));
}

/** What was done between the end of the phase and the end of going back. */
function revertedFrom(phase: MigrationPhase, course: Course): WentBack | null {
  if (!isReversible(phase)) return null;
  const { steps, run } = course;
  const end = steps.findLastIndex((step) => isEndOf(phase, 'revert', step));
  const begin = steps.slice(0, end + 1).findLastIndex(({ what }) => what === 'migrate');
  const isFromEnd = begin >= 0 && isEndOf(phase, 'migrate', steps[begin]!);
  const back = steps.slice(begin + 1, end + 1);
  const planned = goingBack(phase, partsOf(run.cluster.nodes)).flat();
  const isWhole = planned.every((each) => back.some((step) => isSame(step, each)));
  return isFromEnd && isWhole ? costOf(back, course) : null;
}

/** All that was felt from the begin of the first step to the end of the last, also between them. */
function costOf(back: readonly Step[], { run }: Course): WentBack | null {
  const [first, last] = [back[0], back.at(-1)];
  if (first === undefined || last === undefined) return null;
  const restarted = back.flatMap((step) => (step.what === 'finalize' ? [] : (step.node ?? [])));
  const isOwn = (atMs: number) => atMs >= first.fromMs && atMs < last.toMs;
  return {
    nodes: new Set(restarted).size,
    restarts: restarted.length,
    tookMs: last.toMs - first.fromMs,
    writes: unavailability(run.produce, (window) => isOwn(beganMs(window, run))),
  };
}

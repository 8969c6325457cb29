/** From what one run of an upgrade, or of a migration, came to, to what a change board decides by. */
import { applicationsOf } from '../results/applications.ts';
import type { Run } from '../results/run-json.ts';
import type { Timeline } from '../results/timeline/timeline-json.ts';
import { checklistOf } from './checklist.ts';
import { decide } from './decide.ts';
import { type Course, endsBack, partsDone, planOf, undoneNames } from './plan.ts';
import type { Asked, Rehearsal, Rehearsed } from './rehearsal.ts';
import { outagesOutside, stepOf, stepsOf } from './steps.ts';
import { longestOf } from './unavailability.ts';
import { waysBack } from './way-back.ts';

/**
 * @param timeline tells more of what each step cost; without it that stays open
 * @param whyNoRun as a phrase, where there is no run
 */
export function rehearse(
  asked: Asked,
  run: Run | undefined,
  timeline?: Timeline | undefined,
  whyNoRun = 'nothing was run',
): Rehearsal {
  if (run === undefined) {
    return { asked, verdict: 'no-go', reasons: [whyNoRun], endsBack: false, rehearsed: null };
  }
  const steps = stepsOf(asked, run, timeline);
  const isBack = endsBack(asked, run);
  const parts = partsDone(planOf(asked, run.cluster.nodes, isBack), steps);
  const course: Course = { asked, run, steps, parts, endsBack: isBack };
  const longest = longestIn(run, steps);
  const wayBack = waysBack(course);
  const { acknowledged, lost, duplicates } = run.safety;
  return {
    asked,
    ...decide(course, longest),
    endsBack: isBack,
    rehearsed: {
      startedAt: run.startedAt,
      durationMs: run.durationMs,
      nodes: nodesOf(run),
      workload: run.workload,
      madeBy: { version: run.harness.version, seed: run.seed },
      steps,
      undone: undoneNames(parts, asked),
      faults: run.faults,
      applications: applicationsOf(run),
      outside: outagesOutside(steps, run),
      longest,
      totals: { acknowledged, lost, duplicates },
      wayBack,
      checklist: checklistOf(course, wayBack),
    },
  };
}

function longestIn(run: Run, steps: Rehearsed['steps']): Rehearsed['longest'] {
  const outage = longestOf(run.produce.partitions.flatMap(({ windows }) => windows));
  return outage === null ? null : { outage, step: stepOf(outage, steps, run)?.name ?? null };
}

function nodesOf({ cluster }: Run): Rehearsed['nodes'] {
  const byRoles = Map.groupBy(cluster.nodes, ({ roles }) => roles.join(' and '));
  return Object.fromEntries([...byRoles].map(([roles, nodes]) => [roles, nodes.length]));
}

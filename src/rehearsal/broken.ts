/** What of the rehearsal went wrong, as phrases, the worst first: any of it is a no-go. */
import type { Run } from '../results/run-json.ts';
import { differencesIn, several } from './in-words.ts';
import { notDone, notHealed } from './not-done.ts';
import type { Course } from './plan.ts';

export function brokenIn(course: Course): string[] {
  const { run, steps } = course;
  return [
    ...brokenGuarantees(run),
    ...run.processes.ends.map(({ node, exitCode }) => `${node} ended by itself with exit code ${exitCode}`),
    ...notDone(course),
    ...tooEarly(course),
    ...steps.filter(({ inSync }) => inSync === false).map(({ name }) => `replicas out of sync after ${name}`),
    ...notAsBefore(run),
    ...notWell(run),
  ];
}

/** One of them, and several. */
const findings: Record<string, [one: string, many: string]> = {
  'no-lost-writes': ['acknowledged record lost', 'acknowledged records lost'],
  'no-unseen': ['acknowledged record never delivered', 'acknowledged records never delivered'],
  'no-skips': ['record passed over by the consumer', 'records passed over by the consumer'],
  'no-duplicates': ['further copy of a record in the log', 'further copies of records in the log'],
  'no-reordering': ['record out of order', 'records out of order'],
  'no-phantoms': ['record in the log that had failed', 'records in the log that had failed'],
  'no-corruption': ['corrupted record', 'corrupted records'],
  'replicas-agree': ['offset at which replicas differ', 'offsets at which replicas differ'],
  'committed-offsets': ['committed offset that went back', 'committed offsets that went back'],
};

function brokenGuarantees({ verdicts }: Run): string[] {
  return verdicts
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ name, count, witnesses }) => {
      const words = findings[name] ?? [`finding of ${name}`, `findings of ${name}`];
      return several(count ?? witnesses.length, ...words);
    });
}

/**
 * The first step that began before all that has to come before it was done: a node of the old version may not know what raised
 * features let others write, and a broker that is coordinated by ZooKeeper not what controllers do that have let go of it.
 */
function tooEarly({ parts }: Course): string[] {
  const early = parts.flatMap(({ done }, i) => {
    const before = parts.slice(0, i).flatMap((part) => part.done);
    return done.map((step) => ({ step, later: before.filter(({ toMs }) => toMs > step.fromMs + 1) }));
  });
  const [first] = early
    .filter(({ later }) => later.length > 0)
    .toSorted((a, b) => a.step.fromMs - b.step.fromMs);
  if (first === undefined) return [];
  const { step, later } = first;
  const what = step.what === 'finalize' ? 'the features were raised' : `${step.name} came`;
  return [`${what} before ${later.map(({ name }) => name).join(', ')}`];
}

function notAsBefore({ inventory }: Run): string[] {
  if (inventory === null || inventory.differences === 0) return [];
  return [`not as before: ${differencesIn(inventory)}`];
}

function notWell({ healed, harness }: Run): string[] {
  if (healed !== null) return [];
  const why = harness.troubles.find(({ what }) => what.startsWith(notHealed))?.what.slice(notHealed.length);
  return [`the cluster was not seen well at the end${why === undefined ? '' : `: ${why}`}`];
}

/** Which steps did not come to their end, and what the nodes run because of that. */
import { type Course, nameOf, type Planned, partsOf } from './plan.ts';
import type { Asked, Step } from './rehearsal.ts';

/** How the trouble begins that says that the cluster did not get well in the end. */
export const notHealed = 'not healed: ';

/** A trouble begins with the step's kind, which its name says already. */
const kindOfStep = /^(roll|finalize): /;

/** As phrases. */
export function notDone(course: Course): string[] {
  const { asked, undone } = course;
  const broken = brokenOff(course);
  if (broken === undefined) {
    return [...troublesOf(course), ...leftBehind(course), ...leftOut(course), ...notRaised(undone)];
  }
  const { suspects, trouble } = broken;
  const names = suspects.map((step) => nameOf(step, asked)).join(', ');
  return [
    `${suspects.length > 1 ? `one of ${names}` : names} did not come to its end: ${trouble.replace(kindOfStep, '')}`,
    ...troublesOf(course).slice(1),
    ...leftBehind(course),
    ...(suspects[0]!.what === 'finalize' ? [] : notRaised(undone)),
  ];
}

function troublesOf({ run }: Course): string[] {
  return run.harness.troubles.map(({ what }) => what).filter((what) => !what.startsWith(notHealed));
}

/**
 * The step that was under way when a trouble ended the method. Within a part of the cluster nodes come in an order of their
 * own, so it is the one that the trouble names, and otherwise any that the part still had to do.
 */
function brokenOff(course: Course): { suspects: Planned[]; trouble: string } | undefined {
  const { undone, run } = course;
  const [trouble] = troublesOf(course);
  const next = undone[0];
  if (trouble === undefined || next === undefined) return undefined;
  if (next.what === 'finalize') return { suspects: [next], trouble };
  const { controllers } = partsOf(run.cluster.nodes);
  const isController = (node: string) => controllers.includes(node);
  const isMate = (step: Planned) =>
    step.what === 'roll' && step.kafka === next.kafka && isController(step.node) === isController(next.node);
  const end = undone.findIndex((step) => !isMate(step));
  const mates = undone.slice(0, end < 0 ? undone.length : end);
  const words = trouble.split(/[^\w-]+/);
  const named = mates.filter((step) => step.what === 'roll' && words.includes(step.node));
  return { suspects: named.length === 1 ? named : mates, trouble };
}

/** Nodes that do not run the version that they should in the end, as phrases; without those of which nobody knows. */
export function leftBehind(course: Course): string[] {
  const { asked, run, steps } = course;
  const should = versionInTheEnd(course);
  const unclear = ofUnknownVersion(course);
  const { controllers, brokers } = partsOf(run.cluster.nodes);
  const behind = [...controllers, ...brokers].filter(
    (node) => !unclear.includes(node) && versionOf(node, asked, steps) !== should,
  );
  const byVersion = Map.groupBy(behind, (node) => versionOf(node, asked, steps));
  return [...byVersion].map(
    ([version, nodes]) =>
      `${nodes.join(', ')} ${nodes.length === 1 ? 'runs' : 'run'} Kafka ${version} at the end, not ${should}`,
  );
}

/** What a step that broke off has made of its node nobody knows. */
export function ofUnknownVersion(course: Course): string[] {
  const suspects = brokenOff(course)?.suspects ?? [];
  return suspects.flatMap((step) => (step.what === 'roll' ? [step.node] : []));
}

export function versionInTheEnd({ asked, endsBack }: Course): string {
  return endsBack ? asked.from : asked.to;
}

/** What a node runs after these steps. */
function versionOf(node: string, { from }: Asked, steps: readonly Step[]): string {
  const last = steps.findLast((step) => step.what === 'roll' && step.node === node);
  return last?.what === 'roll' ? last.kafka : from;
}

/** Steps without which the nodes came to the right version all the same. */
function leftOut(course: Course): string[] {
  const { asked, steps, undone } = course;
  const should = versionInTheEnd(course);
  const those = undone.filter(
    (step) => step.what === 'roll' && versionOf(step.node, asked, steps) === should,
  );
  return those.length === 0 ? [] : [`left out: ${those.map((step) => nameOf(step, asked)).join(', ')}`];
}

function notRaised(undone: readonly Planned[]): string[] {
  return undone.some(({ what }) => what === 'finalize') ? ['the features were not raised'] : [];
}

/** Which steps did not come to their end, and what the nodes run because of that. */
import { stateOf } from './migration-state.ts';
import { nameOf } from './names.ts';
import { type Course, isOfMigration, type Part, partsOf, undoneNames } from './plan.ts';
import type { Asked, Planned, Step } from './rehearsal.ts';

/** How the trouble begins that says that the cluster did not get well in the end. */
export const notHealed = 'not healed: ';

/** A trouble begins with the step's kind, and a migration's phase, which the step's name says already. */
const beginOfTrouble = /^(roll|finalize|migrate|revert)(?: ([\w-]+))?: /;

/** As phrases. */
export function notDone(course: Course): string[] {
  const { asked, parts } = course;
  const broken = brokenOff(course);
  if (broken === undefined) {
    return [
      ...troublesOf(course),
      ...whereItStands(course),
      ...leftBehind(course),
      ...leftOut(course, parts),
      ...notRaised(course),
    ];
  }
  const { at, suspects, trouble } = broken;
  return [
    `${whereIn(asked, suspects)} did not come to its end${atNode(suspects)}: ${withoutBegin(trouble)}`,
    ...troublesOf(course).slice(1).map(ofGoingBack),
    ...whereItStands(course),
    ...leftBehind(course),
    ...leftOut(course, parts.slice(0, at)),
    ...(suspects[0]!.what === 'finalize' ? [] : notRaised(course)),
  ];
}

function troublesOf({ run }: Course): string[] {
  return run.harness.troubles.map(({ what }) => what).filter((what) => !what.startsWith(notHealed));
}

/** A cluster that is put back after a trouble may meet another one. */
const ofGoingBack = (trouble: string) =>
  trouble.startsWith('revert') ? `going back did not come to its end: ${withoutBegin(trouble)}` : trouble;

const withoutBegin = (trouble: string) => trouble.replace(beginOfTrouble, '');

interface BrokenOff {
  /** Which part of the plan. */
  at: number;
  suspects: Planned[];
  trouble: string;
}

/**
 * The step that was under way when a trouble ended the method. Within a part of the plan nodes come in an order of their own, so it
 * is the one that the trouble names, and otherwise any that the part still had to do.
 */
function brokenOff(course: Course): BrokenOff | undefined {
  const { parts } = course;
  const [trouble] = troublesOf(course);
  if (trouble === undefined) return undefined;
  const about = parts.findIndex(({ undone }) => undone.some((step) => isAbout(trouble, step)));
  const at = about < 0 ? parts.findIndex(({ undone }) => undone.length > 0) : about;
  if (at < 0) return undefined;
  const mates = parts[at]!.undone;
  const words = withoutBegin(trouble).split(/[^\w-]+/);
  const named = mates.filter((step) => words.includes(nodeOf(step) ?? ''));
  return { at, suspects: named.length === 1 ? named : mates, trouble };
}

function isAbout(trouble: string, step: Planned): boolean {
  const [, what, phase] = beginOfTrouble.exec(trouble) ?? [];
  return step.what === what && (phase === undefined || (isOfMigration(step) && step.phase === phase));
}

const nodeOf = (step: Planned) => (step.what === 'finalize' ? undefined : step.node);
const oneOf = (names: readonly string[]) => `${names.length > 1 ? 'one of ' : ''}${names.join(', ')}`;

/** "broker-2 to 4.3.1", "the phase migration-mode". */
function whereIn(asked: Asked, suspects: readonly Planned[]): string {
  const [first] = suspects;
  if (!isOfMigration(first!)) return oneOf(suspects.map((step) => nameOf(step, asked)));
  return first.what === 'migrate' ? `the phase ${first.phase}` : `going back from ${first.phase}`;
}

/** " at broker-2", where the step's name does not say it. */
function atNode(suspects: readonly Planned[]): string {
  const nodes = suspects.filter(isOfMigration).flatMap((step) => step.node ?? []);
  return nodes.length === 0 ? '' : ` at ${oneOf(nodes)}`;
}

/** What became of a cluster that was not migrated. */
function whereItStands(course: Course): string[] {
  if (course.asked.mode !== 'zk-to-kraft') return [];
  switch (stateOf(course)) {
    case 'KRaft':
      return [];
    case 'ZooKeeper':
      return ['the cluster was put back to ZooKeeper'];
    case 'between':
      return ['the cluster was not put back to ZooKeeper'];
    case 'no way back':
      return ['there is no way back to ZooKeeper from there'];
  }
}

/** Nodes that do not run the version that they should in the end, as phrases; without those of which nobody knows. */
export function leftBehind(course: Course): string[] {
  const { asked, run, steps } = course;
  const should = versionInTheEnd(course);
  if (isNotBegun(course)) return [`the upgrade to ${should} was not begun`];
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

/** The upgrade that was to follow upon a migration. */
function isNotBegun({ asked, steps }: Course): boolean {
  const { mode, from, to } = asked;
  return mode === 'zk-to-kraft' && to !== from && steps.every(isOfMigration);
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

/** Steps of these parts that nothing else tells of: not the nodes of which the version tells it, nor the features. */
function leftOut(course: Course, parts: readonly Part[]): string[] {
  const { asked, steps } = course;
  const should = versionInTheEnd(course);
  const isUntold = (step: Planned) =>
    isOfMigration(step) || (step.what === 'roll' && versionOf(step.node, asked, steps) === should);
  const untold = parts.map(({ done, undone }) => ({ done, undone: undone.filter(isUntold) }));
  const names = undoneNames(untold, asked);
  return names.length === 0 ? [] : [`left out: ${names.join(', ')}`];
}

function notRaised(course: Course): string[] {
  const isUndone = course.parts.some(({ undone }) => undone.some(({ what }) => what === 'finalize'));
  return isUndone && !isNotBegun(course) ? ['the features were not raised'] : [];
}

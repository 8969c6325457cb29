/**
 * The experiment that a rolling upgrade in KRaft is: its steps in the order in which Kafka wants them, controllers first, and
 * what may not happen on the way.
 */
import { UsageError } from '../errors.ts';
import type { Mode } from '../topology/mode.ts';
import { checkExperiment, type Experiment, type ExperimentInput } from './experiment.ts';
import type { Roll, StepInput } from './step.ts';

/** From where an upgrade can be rolled back: when all controllers have the new version, or all nodes. */
export const waysBack = ['controllers', 'brokers'] as const;
export type WayBack = (typeof waysBack)[number];
/** What an upgrade is made up of, in this order. */
export const upgradeParts = [...waysBack, 'features'] as const;
export type UpgradePart = (typeof upgradeParts)[number];

export interface UpgradeAsked {
  from: string;
  to: string;
  mode: Mode;
  /** Go back to the old version from there, and then all the way to the new one. */
  rollbackAfter?: WayBack | undefined;
  /** What is done while a part is under way, the last time that it is gone through. */
  meanwhile?: Partial<Record<UpgradePart, StepInput[]>>;
  /** The longest outage of writes that is acceptable. */
  maxOutageMs: number;
}

/** From Kafka 4.0 on a cluster has to come from this version at least. */
const oldestBefore4 = [3, 3] as const;

/** @throws UsageError for an upgrade that Kafka does not support */
export function upgradeExperiment(asked: UpgradeAsked): Experiment {
  refuse(asked);
  return checkExperiment(rollingUpgrade(asked), 'upgrade');
}

/** The same as an experiment file has it. */
export function rollingUpgrade(asked: UpgradeAsked): ExperimentInput {
  const { from, to, mode, rollbackAfter, meanwhile = {}, maxOutageMs } = asked;
  const forward = rollingTo(to, mode);
  // What was upgraded last goes back first.
  const begun = rollbackAfter === 'controllers' ? forward.slice(0, 1) : forward;
  const back = begun.map((step) => ({ ...step, kafka: from })).reverse();
  const words = (version: string) => version.replaceAll('.', '-');
  return {
    name: `upgrade-${words(from)}-to-${words(to)}`,
    shows: `Each node is exchanged for Kafka ${to}, one after the other, under load, and the features are raised.`,
    modes: [mode],
    suites: [],
    workload: { administer: { intervalMs: 1_000 } },
    method: [
      ...(rollbackAfter === undefined ? [] : [...begun, ...back]),
      ...forward.map((step): StepInput => ({ ...step, meanwhile: meanwhile[`${step.role}s`] })),
      { do: 'finalize', meanwhile: meanwhile.features },
      { do: 'hold', durationMs: 5_000 },
    ],
    expectations: expectationsOf(maxOutageMs),
  };
}

/** Controllers first, then brokers; in `kraft-combined` every node is both. */
export function rollingTo(kafka: string, mode: Mode): Omit<Roll, 'meanwhile'>[] {
  const roles: Roll['role'][] = mode === 'kraft-combined' ? ['broker'] : ['controller', 'broker'];
  return roles.map((role) => ({ do: 'roll', role, kafka }));
}

/** What may not happen on any way to another version or mode. */
export function expectationsOf(maxOutageMs: number, endByThemselves = 0): ExperimentInput['expectations'] {
  return [
    { name: 'writes wait no longer than is acceptable', measure: 'produce.longestMs', atMost: maxOutageMs },
    {
      name: endByThemselves === 0 ? 'no node ends by itself' : 'only nodes end that have to',
      ...{ measure: 'processes.endedByThemselves', equals: endByThemselves },
    },
    { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
    { name: 'nothing refused is written', measure: 'safety.phantom', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
    { name: 'the replicas agree', measure: 'safety.disagreeing', equals: 0 },
  ];
}

function refuse({ from, to, mode, rollbackAfter, meanwhile }: UpgradeAsked): void {
  const order = compareVersions(from, to);
  if (order === 0) throw new UsageError(`--from ${from} --to ${to}: that is the same version`);
  if (order > 0) throw new UsageError(`--from ${from} is newer than --to ${to}: Kafka is not downgraded`);
  if (mode === 'zk' || mode === 'zk-to-kraft') {
    throw new UsageError(
      'a cluster with ZooKeeper is migrated to KRaft before it can have Kafka 4: say --from zk --to kraft --then 4.3.1',
    );
  }
  const [major, minor] = numbersOf(from);
  const isTooOld = major! < oldestBefore4[0] || (major === oldestBefore4[0] && minor! < oldestBefore4[1]);
  if (numbersOf(to)[0]! >= 4 && isTooOld) {
    throw new UsageError(
      `Kafka ${to} takes over clusters from ${oldestBefore4.join('.')} on, not from ${from}`,
    );
  }
  if (mode === 'kraft-combined' && meanwhile?.controllers !== undefined) {
    throw new UsageError('--fault-in controllers: in kraft-combined every node is both; say brokers');
  }
  if (mode === 'kraft-combined' && rollbackAfter === 'controllers') {
    throw new UsageError('--rollback-after controllers: in kraft-combined every node is both; say brokers');
  }
}

function compareVersions(one: string, other: string): number {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  const at = a.findIndex((number, i) => number !== b[i]);
  return at === -1 ? 0 : a[at]! - b[at]!;
}

/** @throws UsageError for what is no version of Kafka */
function numbersOf(version: string): number[] {
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    throw new UsageError(`"${version}" is no version of Kafka, such as 3.9.2`);
  }
  return version.split('.').map(Number);
}

/**
 * The experiment that a migration from ZooKeeper to KRaft is: its phases in order, the way back where it is rehearsed, and what may
 * not happen on the way.
 */
import type { FurnishedTopic } from '../clients/furnish.ts';
import { UsageError } from '../errors.ts';
import { type MigrationPhase, migrationPhases, type ReversiblePhase } from '../topology/migration.ts';
import { whyNot } from '../topology/mode.ts';
import { checkExperiment, type Experiment, type ExperimentInput } from './experiment.ts';
import type { StepInput } from './step.ts';
import { expectationsOf, rollingTo } from './upgrade-experiment.ts';

export interface MigrationAsked {
  /** The version on which it migrates. */
  kafka: string;
  /** Go back to ZooKeeper from there, and then all the way. */
  rollbackAfter?: ReversiblePhase | undefined;
  /** The version to which it goes on from KRaft. */
  onTo?: string | undefined;
  /** What is done while a phase is under way, the last time that it is gone through. */
  meanwhile?: Partial<Record<MigrationPhase, StepInput[]>>;
  /** The same for the first time, before it goes back. */
  meanwhileFirst?: Partial<Record<ReversiblePhase, StepInput[]>>;
  /** Nodes that are left out of a phase, and so keep it from its end. */
  forgotten?: Partial<Record<MigrationPhase, string[]>>;
  /** Before all else: a phase in which these are forgotten, so that it cannot come to its end, within so long. */
  stuck?: { phase: ReversiblePhase; forgotten: string[]; withinMs: number } | undefined;
  /** Instead of those that the program has. */
  topics?: FurnishedTopic[] | undefined;
  /** The longest outage of writes that is acceptable. */
  maxOutageMs: number;
  /** How many nodes have to end by themselves, because of what is done to them; none unless said otherwise. */
  endByThemselves?: number;
}

/** The last that has ZooKeeper; older ones lack parts of the way. */
const bridge = '3.9';

/** @throws UsageError for a migration that Kafka does not support */
export function migrationExperiment({ kafka, ...asked }: MigrationAsked): Experiment {
  refuse(kafka, asked.onTo);
  const shows =
    'A cluster with ZooKeeper is migrated to KRaft in the phases of an operator, under load, and keeps what it has.';
  return checkExperiment(migration({ name: 'rehearsed-migration', shows, suites: [], ...asked }), 'upgrade');
}

/** Of the experiment that a migration is, what an experiment file says. */
export type MigrationInput = Pick<ExperimentInput, 'name' | 'shows' | 'decides' | 'suites' | 'workload'> &
  Omit<MigrationAsked, 'kafka'>;

/** The same as an experiment file has it. */
export function migration(input: MigrationInput): ExperimentInput {
  const {
    rollbackAfter,
    onTo,
    meanwhile = {},
    meanwhileFirst = {},
    forgotten = {},
    stuck,
    topics,
    maxOutageMs,
    endByThemselves,
    ...about
  } = input;
  const upTo = (last: MigrationPhase, beside: MigrationAsked['meanwhile'] = {}) =>
    migrationPhases.slice(0, migrationPhases.indexOf(last) + 1).map(
      (phase): StepInput => ({
        ...{ do: 'migrate', phase },
        ...(beside[phase] !== undefined && { meanwhile: beside[phase] }),
      }),
    );
  const compare: StepInput = { do: 'compare-inventory' };
  const inVain: StepInput[] =
    stuck === undefined
      ? []
      : [...upTo(stuck.phase).slice(0, -1), { do: 'migrate', ...stuck, sticks: true }, compare];
  const back: StepInput[] =
    rollbackAfter === undefined
      ? []
      : [...upTo(rollbackAfter, meanwhileFirst), { do: 'revert', from: rollbackAfter }, compare];
  const forward = migrationPhases.map(
    (phase): StepInput => ({
      ...{ do: 'migrate', phase },
      ...(meanwhile[phase] !== undefined && { meanwhile: meanwhile[phase] }),
      ...(forgotten[phase] !== undefined && { forgotten: forgotten[phase] }),
    }),
  );
  const on: StepInput[] =
    onTo === undefined
      ? []
      : [
          ...rollingTo(onTo, 'kraft'),
          compare,
          { do: 'finalize' },
          // Raised features may bring configurations along: that of Kafka 4.1, min.insync.replicas of all brokers (KIP-966).
          { do: 'compare-inventory', judged: false },
        ];
  return {
    suites: ['upgrades'],
    ...about,
    modes: ['zk-to-kraft'],
    workload: { administer: { intervalMs: 1_000 }, ...about.workload },
    method: [
      { do: 'furnish', ...(topics !== undefined && { topics }) },
      ...inVain,
      ...back,
      ...forward,
      compare,
      ...on,
      { do: 'hold', durationMs: 5_000 },
    ],
    expectations: [
      ...expectationsOf(maxOutageMs, endByThemselves),
      {
        name: 'topics, configurations, offsets and rights are as before',
        measure: 'inventory.differences',
        equals: 0,
      },
    ],
  };
}

function refuse(kafka: string, onTo: string | undefined): void {
  const reason = whyNot('zk-to-kraft', kafka);
  if (reason !== undefined) throw new UsageError(reason);
  if (!kafka.startsWith(`${bridge}.`)) {
    throw new UsageError(
      `a migration is rehearsed on Kafka ${bridge}, the last version with ZooKeeper, not on ${kafka}: upgrade the brokers to it first`,
    );
  }
  if (onTo === undefined) return;
  const later = whyNot('kraft', onTo);
  if (later !== undefined) throw new UsageError(later);
  if (!/^4\./.test(onTo)) {
    throw new UsageError(`--then ${onTo}: from Kafka ${kafka} in KRaft one goes on to 4.x`);
  }
}

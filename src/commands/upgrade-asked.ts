/**
 * What the command line of `upgrade` asks for: a rolling upgrade, or a migration from ZooKeeper to KRaft.
 */
import { readFileSync } from 'node:fs';
import type { FurnishedTopic } from '../clients/furnish.ts';
import { UsageError } from '../errors.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { readFaultIn } from '../experiment/fault-in.ts';
import { migrationExperiment } from '../experiment/migration-experiment.ts';
import type { StepInput } from '../experiment/step.ts';
import { upgradeExperiment, upgradeParts, waysBack } from '../experiment/upgrade-experiment.ts';
import type { Asked } from '../rehearsal/rehearsal.ts';
import { isReversible, migrationPhases } from '../topology/migration.ts';
import { defaultKafkaVersion } from '../topology/mode.ts';
import { readTopics } from '../upgrade/topics-file.ts';
import { beforeAfter } from './before-after.ts';
import { type ClusterFlags, readClusterFlags, readDuration, type WorkloadFlags } from './options.ts';

export interface UpgradeFlags extends Omit<ClusterFlags, 'kafka' | 'image'>, WorkloadFlags {
  from?: string;
  to?: string;
  rollbackAfter?: string;
  /** The version on which a cluster is migrated, and the one to which it goes on. */
  kafka?: string;
  then?: string;
  faultIn?: string[];
  /** A broker that is not restarted with the others. */
  forget?: string;
  topics?: string;
  maxOutage?: string;
  /** Results of the same experiments on the old version and on the new one. */
  before?: string;
  after?: string;
  /** The brokers' server.properties. */
  brokerConfig?: string;
  /** false with `--no-again`. */
  again?: boolean;
  seed?: string;
  out?: string;
  dryRun?: boolean;
}

/** Longer than the election of a leader ever takes, and shorter than most clients go on trying. */
const defaultMaxOutage = '10s';

/** What is asked for, and the experiment that it is. */
interface Reading {
  asked: Asked;
  experiment: Experiment;
}

/** @throws UsageError for what Kafka does not support, or nobody can read */
export function readAsked(flags: UpgradeFlags): Reading {
  const { from, to, maxOutage = defaultMaxOutage } = flags;
  const maxOutageMs = readDuration('--max-outage', maxOutage);
  if (from === undefined || to === undefined) {
    throw new UsageError(
      'from where to where? say --from 3.9.2 --to 4.3.1, or --from zk --to kraft for a migration',
    );
  }
  const { before, after } = flags;
  if ((before === undefined) !== (after === undefined)) {
    throw new UsageError('--before and --after belong together: results on the old version, and on the new');
  }
  const isMigration = from === 'zk' || to === 'kraft';
  const { asked, experiment } = isMigration
    ? readMigration(from, to, flags, maxOutageMs)
    : readRollingUpgrade(from, to, flags, maxOutageMs);
  if (before === undefined || after === undefined) return { asked, experiment };
  return { asked: { ...asked, beforeAfter: beforeAfter(before, after, asked) }, experiment };
}

function readRollingUpgrade(from: string, to: string, flags: UpgradeFlags, maxOutageMs: number): Reading {
  const option = (['kafka', 'then', 'topics', 'forget'] as const).find((each) => flags[each] !== undefined);
  if (option !== undefined) {
    throw new UsageError(`--${option} belongs to a migration: --from zk --to kraft`);
  }
  const { modes } = readClusterFlags({ mode: flags.mode ?? 'kraft', kafka: from }, []);
  if (modes.length > 1) throw new UsageError('an upgrade is of one cluster: give --mode one mode');
  const mode = modes[0]!;
  const { rollbackAfter: back } = flags;
  const rollbackAfter = back === undefined ? undefined : readPlace(back, waysBack, 'finalize');
  const asked = { from, to, mode, rollbackAfter, maxOutageMs };
  const experiment = upgradeExperiment({ ...asked, meanwhile: readFaults(flags.faultIn, upgradeParts) });
  if (mode === 'zk-to-kraft') throw new UsageError(`--mode ${mode}: say --from zk --to kraft`);
  return { asked: { ...asked, mode }, experiment };
}

function readMigration(from: string, to: string, flags: UpgradeFlags, maxOutageMs: number): Reading {
  if (from !== 'zk' || to !== 'kraft') {
    throw new UsageError(
      `--from ${from} --to ${to}: there is no way from ZooKeeper straight to another version; say --from zk --to kraft, and --then 4.3.1 to go on from there`,
    );
  }
  if (flags.mode !== undefined) throw new UsageError('--mode: a migration has none but its own');
  const { kafka = defaultKafkaVersion, then, rollbackAfter: back } = flags;
  const places = migrationPhases.filter(isReversible);
  const rollbackAfter = back === undefined ? undefined : readPlace(back, places, 'finalized');
  const meanwhile = readFaults(flags.faultIn, migrationPhases);
  const topics = flags.topics === undefined ? undefined : topicsIn(flags.topics);
  const forgotten = flags.forget === undefined ? {} : { 'migration-mode': [flags.forget] };
  const experiment = migrationExperiment({
    ...{ kafka, rollbackAfter, onTo: then, meanwhile, forgotten, topics, maxOutageMs },
  });
  const asked = { from: kafka, to: then ?? kafka, mode: 'zk-to-kraft', rollbackAfter, maxOutageMs } as const;
  return { asked, experiment };
}

function topicsIn(file: string): FurnishedTopic[] {
  const text = readText('--topics', file);
  try {
    return readTopics(text);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`--topics ${file}: ${error.message}`) : error;
  }
}

/** What is broken, by the phase in which it is. */
function readFaults<Phase extends string>(
  texts: readonly string[] = [],
  phases: readonly Phase[],
): Partial<Record<Phase, StepInput[]>> {
  const readHold = (text: string) => readDuration('--fault-in', text);
  const found = texts.map((text) => readFaultIn(text, phases, readHold));
  const byPhase = Map.groupBy(found, ({ phase }) => phase);
  return Object.fromEntries(
    [...byPhase].map(([phase, each]) => [phase, each.flatMap(({ steps }) => steps)]),
  ) as Partial<Record<Phase, StepInput[]>>;
}

/** @param last the one after which there is no way back */
function readPlace<Place extends string>(text: string, places: readonly Place[], last: string): Place {
  const place = places.find((each) => each === text);
  if (place !== undefined) return place;
  const there = text === last ? 'after it there is no way back; ' : '';
  throw new UsageError(`--rollback-after ${text}: ${there}say one of ${places.join(', ')}`);
}

/** @throws UsageError for a file that cannot be read */
export function readText(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option}: ${(error as Error).message}`);
  }
}

/** What is said of running a cluster: what can be repaired, moved, configured, and what cannot. */
import { isReversible, migrationPhases } from '../../topology/migration.ts';
import type { Claim } from '../claim.ts';

/** Longer than most clients go on trying without an operator's leave. */
const downtimeMs = 10_000;
/** A leader is stopped in order, and the next one elected and found. */
const electionMs = 3_000;

export const operation: readonly Claim[] = [
  {
    id: 'metadata-corrupt-controller',
    says: 'A controller with a damaged metadata log does not start; it recovers from the others.',
    evidence: [
      { experiment: 'metadata-log-corrupt', measure: 'processes.endedByThemselves', atLeast: 1 },
      { experiment: 'metadata-log-corrupt', measure: 'processes.away', atMost: 0 },
    ],
  },
  {
    id: 'metadata-copy-newest',
    says: 'A lost quorum is recovered by copying the newest metadata log to the others.',
    evidence: [
      { experiment: 'quorum-lost-for-good', measure: 'admin.longestMs', atMost: 60_000 },
      { experiment: 'quorum-lost-for-good', measure: 'safety.lost', atMost: 0 },
    ],
  },
  {
    id: 'metadata-backup',
    says: 'A tar of the metadata log directory is a usable backup.',
    evidence: [
      { experiment: 'metadata-backup', measure: 'admin.longestMs', atMost: 120_000 },
      { experiment: 'metadata-backup', measure: 'safety.lost', atMost: 0 },
    ],
  },
  {
    id: 'reformat-loses-all',
    says: 'Formatting the storage again loses everything.',
    evidence: [
      { experiment: 'reformat', measure: 'safety.lost', atLeast: 1 },
      { experiment: 'reformat', measure: 'safety.kept', atMost: 0 },
    ],
  },
  {
    id: 'migration-downtime',
    says: 'Migrating from ZooKeeper to KRaft needs a downtime.',
    evidence: [{ experiment: 'migration', measure: 'produce.longestMs', atLeast: downtimeMs }],
  },
  {
    id: 'migration-without-downtime',
    says: 'Migrating from ZooKeeper to KRaft costs no more than the elections of a rolling restart.',
    evidence: [
      { experiment: 'migration', measure: 'produce.longestMs', atMost: electionMs },
      { experiment: 'migration', measure: 'safety.lost', atMost: 0 },
    ],
  },
  {
    id: 'migration-no-way-back',
    says: 'Once brokers are migrated to KRaft there is no way back to ZooKeeper.',
    // What is compared first is what is there after the way back, so it is not compared where there is none.
    evidence: [
      { experiment: 'migration-rollback-kraft-brokers', measure: 'inventory.comparisons', atMost: 0 },
    ],
  },
  {
    id: 'migration-way-back',
    says: 'Until a migration to KRaft is finalized there is a way back to ZooKeeper, and nothing is lost on it.',
    evidence: migrationPhases.filter(isReversible).flatMap((phase) => [
      { experiment: `migration-rollback-${phase}`, measure: 'inventory.comparisons', atLeast: 2 },
      { experiment: `migration-rollback-${phase}`, measure: 'inventory.differences', atMost: 0 },
      { experiment: `migration-rollback-${phase}`, measure: 'safety.lost', atMost: 0 },
    ]),
  },
  {
    id: 'topic-churn-load',
    says: 'Creating and deleting topics often loads ZooKeeper.',
    // Of one processor, by all servers together, while topics come and go as fast as Kafka takes one after the other.
    evidence: [{ experiment: 'zk-topic-churn', measure: 'ensemble.last.processors', atLeast: 0.25 }],
  },
  {
    id: 'cluster-size',
    says: 'ZooKeeper bears some 200 brokers and 200,000 partitions, KRaft 1,000 brokers and millions.',
    evidence: [],
    undecidable: 'not on one machine',
  },
  {
    id: 'settings-exist',
    says: 'The settings and tools that the articles name exist.',
    evidence: [{ experiment: 'settings-exist', measure: 'trials.failed', atMost: 0 }],
  },
  {
    id: 'example-config-boots',
    says: "The articles' example of three KRaft nodes boots as it is written.",
    evidence: [{ experiment: 'example-config-boots', measure: 'trials.failed', atMost: 0 }],
  },
];

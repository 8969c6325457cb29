/** What is said of running a cluster: what can be repaired, moved, configured, and what cannot. */
import type { Claim } from '../claim.ts';

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
    says: 'Migrating from ZooKeeper to KRaft needs a downtime; others say a short one, or none.',
    evidence: [],
    undecidable: 'migrations are not rehearsed by this version',
  },
  {
    id: 'migration-no-way-back',
    says: 'After a migration to KRaft there is no way back; others say, until it is finalized there is.',
    evidence: [],
    undecidable: 'migrations are not rehearsed by this version',
  },
  {
    id: 'topic-churn-load',
    says: 'Creating and deleting topics often loads ZooKeeper.',
    evidence: [],
    undecidable: "no measure tells yet what ZooKeeper's servers spend on it",
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
    evidence: [],
    undecidable:
      'no experiment reads a broker what it knows yet; `--set` refuses a key that Kafka does not know',
  },
  {
    id: 'example-config-boots',
    says: "The articles' example of three KRaft nodes boots as it is written.",
    evidence: [],
    undecidable: 'no experiment boots a configuration of its own yet',
  },
];

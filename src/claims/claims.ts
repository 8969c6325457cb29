/**
 * What five articles on failures of ZooKeeper and KRaft say, some of it against each other. Where they contradict each
 * other, both sentences stand.
 */
import type { Claim } from './claim.ts';

/** On a small busy machine a second may pass without an acknowledgement though nothing is wrong. */
const unfeltMs = 1_000;
const minuteMs = 60_000;

/** A point of the study of ZooKeeper's session timeouts. */
const sessionOf = (ms: number) => ({
  study: 'zookeeper-session-timeout',
  set: [`broker:zookeeper.session.timeout.ms=${ms}`],
});
const pausesAt = (ms: number) => ({ experiment: 'controller-broker-pauses', at: sessionOf(ms) });

export const claims: readonly Claim[] = [
  {
    id: 'quorum-size',
    says: 'Three ZooKeeper servers bear the loss of one, five the loss of two.',
    evidence: [
      { experiment: 'zk-one-of-three-down', measure: 'admin.longestMs', atMost: 15_000 },
      { experiment: 'zk-two-of-five-down', measure: 'admin.longestMs', atMost: 15_000 },
      { experiment: 'zk-majority-down', measure: 'admin.longestMs', atLeast: 15_000 },
    ],
  },
  {
    id: 'zk-minority-harmless',
    says: 'With one ZooKeeper server of three or five down, nothing is felt.',
    evidence: [
      { experiment: 'zk-one-of-three-down', measure: 'produce.longestMs', atMost: unfeltMs },
      { experiment: 'zk-one-of-three-down', measure: 'admin.longestMs', atMost: unfeltMs },
      { experiment: 'zk-one-of-five-down', measure: 'produce.longestMs', atMost: unfeltMs },
      { experiment: 'zk-one-of-five-down', measure: 'admin.longestMs', atMost: unfeltMs },
    ],
  },
  {
    id: 'zk-majority-total-outage',
    says: 'Without a majority of ZooKeeper the whole cluster is out: nobody reads or writes.',
    evidence: [
      { experiment: 'zk-majority-down', measure: 'produce.longestMs', atLeast: 15_000 },
      { experiment: 'zk-majority-down', measure: 'consume.longestMs', atLeast: 15_000 },
    ],
  },
  {
    id: 'zk-majority-cached',
    says: 'Without a majority of ZooKeeper existing partitions are written and read for a while; topics are not created.',
    evidence: [
      { experiment: 'zk-majority-down', measure: 'produce.longestMs', atMost: 2 * unfeltMs },
      { experiment: 'zk-majority-down', measure: 'consume.longestMs', atMost: 2 * unfeltMs },
      { experiment: 'zk-majority-down', measure: 'admin.longestMs', atLeast: 15_000 },
    ],
  },
  {
    id: 'zk-total-new-clients',
    says: 'While ZooKeeper is down no new client can connect.',
    evidence: [{ experiment: 'zk-all-down-newcomers', measure: 'newcomers.longestMs', atLeast: 15_000 }],
  },
  {
    id: 'new-client-static-list',
    says: 'While ZooKeeper is down a new client that has a list of brokers can still connect.',
    evidence: [{ experiment: 'zk-all-down-newcomers', measure: 'newcomers.longestMs', atMost: 3 * unfeltMs }],
  },
  {
    id: 'zk-broker-cannot-start',
    says: 'Without ZooKeeper a broker cannot start.',
    evidence: [{ experiment: 'zk-broker-cannot-start', measure: 'recovery.fullIsrMs', atLeast: 35_000 }],
  },
  {
    id: 'zk-slow-flaps',
    says: 'A slow ZooKeeper makes the controller change often.',
    evidence: [{ experiment: 'zk-jitter', at: sessionOf(6_000), measure: 'controllers.changes', atLeast: 1 }],
  },
  {
    id: 'zk-restart-recovers',
    says: 'An ensemble that is restarted has all its metadata again, from its snapshots and logs.',
    evidence: [
      { experiment: 'zk-restart-all', measure: 'safety.lost', atMost: 0 },
      { experiment: 'zk-restart-all', measure: 'admin.longestMs', atMost: minuteMs },
    ],
  },
  {
    id: 'zk-ephemeral',
    says: "A dead broker's node in ZooKeeper goes with its session, and the others are told.",
    evidence: [
      {
        experiment: 'kill-follower',
        modes: ['zk'],
        measure: 'recovery.detectedMs',
        atLeast: 10_000,
        atMost: 22_000,
      },
    ],
  },
  {
    id: 'zk-disk-full',
    says: 'A full disk takes a ZooKeeper server out of its ensemble, and room on it brings it back.',
    evidence: [
      { experiment: 'zk-disk-full', measure: 'processes.leftEnsemble', atLeast: 1 },
      { experiment: 'zk-disk-full', measure: 'processes.away', atMost: 0 },
    ],
  },
  {
    id: 'controller-loss-no-data-impact',
    says: 'Losing the controller does not touch reads and writes; only metadata waits.',
    evidence: [
      { experiment: 'kill-controller', modes: ['kraft'], measure: 'produce.longestMs', atMost: unfeltMs },
      { experiment: 'kill-controller', modes: ['kraft'], measure: 'consume.longestMs', atMost: unfeltMs },
      { experiment: 'zk-controller-killed', measure: 'produce.longestMs', atMost: unfeltMs },
    ],
  },
  {
    id: 'no-controller-no-topics',
    says: 'Without a controller no topic is created and no leader elected.',
    evidence: [
      { experiment: 'all-controllers-down', measure: 'admin.longestMs', atLeast: 12_000 },
      { experiment: 'leader-dies-without-quorum', measure: 'produce.longestMs', atLeast: 24_000 },
    ],
  },
  {
    id: 'kraft-quorum-lost',
    says: 'Without a majority of controllers metadata stands still and the cluster cannot serve.',
    evidence: [
      { experiment: 'controller-majority-down', measure: 'admin.longestMs', atLeast: 10_000 },
      { experiment: 'controller-majority-down', measure: 'produce.longestMs', atLeast: 10_000 },
    ],
  },
  {
    id: 'failover-30-120-vs-1',
    says: 'Another controller takes over after 30 to 120 s with ZooKeeper, in less than 1 s with KRaft.',
    evidence: [
      {
        experiment: 'zk-controller-killed',
        measure: 'controllers.electedMs',
        atLeast: 30_000,
        atMost: 120_000,
      },
      { experiment: 'kill-controller', modes: ['kraft'], measure: 'controllers.electedMs', atMost: 1_000 },
    ],
  },
  {
    id: 'failover-seconds-vs-ms',
    says: 'Another controller takes over after seconds with ZooKeeper, after milliseconds with KRaft.',
    evidence: [
      {
        experiment: 'zk-controller-killed',
        measure: 'controllers.electedMs',
        atLeast: 1_000,
        atMost: minuteMs,
      },
      { experiment: 'kill-controller', modes: ['kraft'], measure: 'controllers.electedMs', atMost: 999 },
    ],
  },
  {
    id: 'detection-6-12-vs-1-3',
    says: 'A dead broker is noticed after 6 to 12 s with ZooKeeper, after 1 to 3 s with KRaft.',
    evidence: [
      {
        experiment: 'kill-leader',
        modes: ['zk'],
        measure: 'recovery.detectedMs',
        atLeast: 6_000,
        atMost: 12_000,
      },
      {
        experiment: 'kill-leader',
        modes: ['kraft'],
        measure: 'recovery.detectedMs',
        atLeast: 1_000,
        atMost: 3_000,
      },
    ],
  },
  {
    id: 'recovery-minutes-vs-seconds',
    says: 'Recovery takes minutes with ZooKeeper and seconds with KRaft.',
    evidence: [
      { experiment: 'kill-leader', modes: ['zk'], measure: 'recovery.firstAckMs', atLeast: minuteMs },
      { experiment: 'kill-leader', modes: ['kraft'], measure: 'recovery.firstAckMs', atMost: minuteMs },
    ],
  },
  {
    id: 'create-1000-topics',
    says: 'A thousand topics are created in 15 s with ZooKeeper, in 2 s with KRaft.',
    evidence: [
      {
        experiment: 'create-1000-topics',
        modes: ['zk'],
        measure: 'actions.createTopicsMs',
        atLeast: 10_000,
        atMost: 20_000,
      },
      {
        experiment: 'create-1000-topics',
        modes: ['kraft'],
        measure: 'actions.createTopicsMs',
        atMost: 3_000,
      },
    ],
  },
  {
    id: 'load-partitions',
    // Said of 100,000 partitions; at 3,000 that would be 1.35 s against 0.15 s.
    says: 'A new controller loads 100,000 partitions in 45 s with ZooKeeper, in 5 s with KRaft; here 3,000.',
    evidence: [
      { experiment: 'load-3000-partitions', modes: ['zk'], measure: 'controllers.loadingMs', atLeast: 1_000 },
      // With KRaft loading cannot be told from the election: less than both together.
      {
        experiment: 'load-3000-partitions',
        modes: ['kraft'],
        measure: 'controllers.servesMs',
        atMost: 5_000,
      },
    ],
  },
  {
    id: 'controller-memory',
    // Said of 100,000 partitions: 20 and 5 KB for each.
    says: 'For 100,000 partitions the controller needs 2 GB with ZooKeeper and 500 MB with KRaft; here 3,000, for which that would be 60 and 15 MB.',
    evidence: [
      { experiment: 'controller-memory', modes: ['zk'], measure: 'heap.grownBytes', atLeast: 60_000_000 },
      { experiment: 'controller-memory', modes: ['kraft'], measure: 'heap.grownBytes', atMost: 15_000_000 },
    ],
  },
  {
    id: 'smallest-id-leads',
    says: 'The new leader is the replica in sync with the smallest id.',
    evidence: [
      { experiment: 'first-in-list-leads', measure: 'replication.electedSmallestId', atLeast: 1 },
      { experiment: 'first-in-list-leads', measure: 'replication.electedFirstInList', atMost: 0 },
    ],
  },
  {
    id: 'first-in-list-leads',
    says: 'The new leader is the first replica in the list of replicas that is in sync.',
    evidence: [
      { experiment: 'first-in-list-leads', measure: 'replication.electedFirstInList', atLeast: 1 },
      { experiment: 'first-in-list-leads', measure: 'replication.electedSmallestId', atMost: 0 },
    ],
  },
  {
    id: 'unclean-trades-loss',
    says: 'unclean.leader.election.enable=true brings a partition back and loses records; false keeps it down, and loses none.',
    evidence: [
      { experiment: 'unclean-on', measure: 'safety.lost', atLeast: 1 },
      { experiment: 'unclean-off', measure: 'safety.lost', atMost: 0 },
    ],
  },
  {
    id: 'min-isr-refuses',
    says: 'With one replica in sync and min.insync.replicas=2, acks=all is answered NotEnoughReplicas, and all is well by itself when the others have caught up.',
    evidence: [
      { experiment: 'min-isr-refuses-then-heals', measure: 'errors.NOT_ENOUGH_REPLICAS', atLeast: 1 },
      { experiment: 'min-isr-refuses-then-heals', measure: 'safety.lost', atMost: 0 },
      { experiment: 'min-isr-refuses-then-heals', measure: 'recovery.fullIsrMs', atMost: 2 * minuteMs },
    ],
  },
  {
    id: 'jitter-flaps-6s',
    says: 'A delay of 120 ms with peaks of 500 ms makes controllers flap at a session timeout of 6 s; 12 s ends it.',
    // That 12 s ends it says something only if 6 s begins it.
    evidence: [{ experiment: 'zk-jitter', at: sessionOf(6_000), measure: 'controllers.changes', atLeast: 1 }],
  },
  {
    id: 'gc-flaps-6s',
    says: 'Long pauses make controllers flap at zookeeper.session.timeout.ms=6000; 15 s or 18 s ends it.',
    evidence: [
      { ...pausesAt(6_000), measure: 'controllers.changes', atLeast: 1 },
      { ...pausesAt(15_000), measure: 'controllers.changes', atMost: 0 },
      { ...pausesAt(18_000), measure: 'controllers.changes', atMost: 0 },
    ],
  },
  {
    id: 'graceful-vs-kill',
    says: 'To stop a node in order costs less than to kill it.',
    evidence: [
      { experiment: 'stop-leader', measure: 'produce.longestMs', atMost: 5_000 },
      { experiment: 'kill-leader', measure: 'produce.longestMs', atLeast: 5_000 },
    ],
  },
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
      { experiment: 'quorum-lost-for-good', measure: 'admin.longestMs', atMost: minuteMs },
      { experiment: 'quorum-lost-for-good', measure: 'safety.lost', atMost: 0 },
    ],
  },
  {
    id: 'metadata-backup',
    says: 'A tar of the metadata log directory is a usable backup.',
    evidence: [
      { experiment: 'metadata-backup', measure: 'admin.longestMs', atMost: 2 * minuteMs },
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
    id: 'preferred-leader',
    says: 'Electing the preferred leaders restores the balance after a failure.',
    evidence: [{ experiment: 'preferred-leader', measure: 'replication.leaderChanges', atLeast: 2 }],
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
  {
    id: 'election-timeouts',
    says: 'controller.quorum.election.timeout.ms=1000 and fetch.timeout.ms=2000 make another controller take over within 1 to 2 s.',
    evidence: [
      { experiment: 'election-timeouts', measure: 'controllers.electedMs', atLeast: 500, atMost: 2_500 },
    ],
  },
];

/** What is said of controllers: what is lost with them, how fast the next one is there, and how much one bears. */
import { type Claim, unfeltMs } from '../claim.ts';

export const controllers: readonly Claim[] = [
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
        atMost: 60_000,
      },
      { experiment: 'kill-controller', modes: ['kraft'], measure: 'controllers.electedMs', atMost: 999 },
    ],
  },
  {
    id: 'election-timeouts',
    says: 'controller.quorum.election.timeout.ms=1000 and fetch.timeout.ms=2000 make another controller take over within 1 to 2 s.',
    evidence: [
      { experiment: 'election-timeouts', measure: 'controllers.electedMs', atLeast: 500, atMost: 2_500 },
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
      { experiment: 'kill-leader', modes: ['zk'], measure: 'recovery.firstAckMs', atLeast: 60_000 },
      { experiment: 'kill-leader', modes: ['kraft'], measure: 'recovery.firstAckMs', atMost: 60_000 },
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
];

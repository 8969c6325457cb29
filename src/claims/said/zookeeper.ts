/** What is said of ZooKeeper: how much of it a cluster can do without, and for how long. */
import { type Claim, unfeltMs } from '../claim.ts';

/** A point of the study of ZooKeeper's session timeouts. */
const sessionOf = (ms: number) => ({
  study: 'zookeeper-session-timeout',
  set: [`broker:zookeeper.session.timeout.ms=${ms}`],
});
const pausesAt = (ms: number) => ({ experiment: 'controller-broker-pauses', at: sessionOf(ms) });

export const zookeeper: readonly Claim[] = [
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
    id: 'zk-restart-recovers',
    says: 'An ensemble that is restarted has all its metadata again, from its snapshots and logs.',
    evidence: [
      { experiment: 'zk-restart-all', measure: 'safety.lost', atMost: 0 },
      { experiment: 'zk-restart-all', measure: 'admin.longestMs', atMost: 60_000 },
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
];

import { defineExperiment, intact } from '../../src/index.ts';

/** Not before the one that was restarted is in sync again: some seconds after it serves. */
const intoTheIsr = [
  { do: 'await-writable', atMostMs: 30_000 },
  { do: 'await-in-sync', atMostMs: 30_000 },
] as const;

export default defineExperiment({
  name: 'rolling-restart',
  shows:
    'The brokers are restarted in order, one after the other, as for an upgrade: at no time are fewer than two replicas in sync, and each handing over costs clients a moment, never a session.',
  // Combined nodes have other names.
  modes: ['zk', 'kraft'],
  method: [
    { do: 'inject', fault: 'restart', target: { node: 'broker-1' } },
    ...intoTheIsr,
    { do: 'inject', fault: 'restart', target: { node: 'broker-2' } },
    ...intoTheIsr,
    { do: 'inject', fault: 'restart', target: { node: 'broker-3' } },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    { name: 'clients are sent elsewhere', measure: 'errors.NOT_LEADER_OR_FOLLOWER', atLeast: 1 },
    { name: 'leadership moves', measure: 'replication.leaderChanges', atLeast: 2 },
    { name: 'two replicas are in sync all the time', measure: 'errors.NOT_ENOUGH_REPLICAS', equals: 0 },
    // As in stop-leader 4 s, and a second more because a JVM starts beside it. One that ends without handing over costs 6 s.
    { name: 'no handing over takes long', measure: 'produce.longestMs', atMost: 5_000 },
    // Three of them, and moments of a busy machine while three JVMs start.
    { name: 'all of them together do not', measure: 'produce.unavailableMs', atMost: 15_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 60_000 },
    ...intact,
  ],
});

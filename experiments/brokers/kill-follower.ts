import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'kill-follower',
  shows:
    'A broker is killed that leads nothing of the topic, only follows. Nobody is elected, no attempt fails, and yet nothing is acknowledged until the cluster has given it up, because acks=all waits for it.',
  decides: ['zk-ephemeral'],
  // Of combined nodes a follower may be the active controller as well, whose end takes an election more.
  modes: ['zk', 'kraft'],
  // With one partition a follower leads none.
  topic: { partitions: 1 },
  method: [
    { do: 'inject', fault: 'kill', target: { followerOf: 0 } },
    { do: 'await-writable', atMostMs: 90_000 },
    { do: 'heal' },
  ],
  prediction: 'broker-death',
  expectations: [
    // Its last heartbeat was up to 2 s before (KRaft, session of 9 s), or 6 s (ZooKeeper, session of 18 s).
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 6_000 },
    { name: 'the outage is no longer than predicted', measure: 'produce.longestMs', atMost: 'predicted' },
    { name: 'the dead broker is noticed', measure: 'recovery.detectedMs', atMost: 'predicted' },
    { name: 'nobody else leads', measure: 'replication.leaderChanges', equals: 0 },
    // Clients wait for 30 s, which is longer than any session.
    { name: 'no attempt is refused', measure: 'produce.fail', equals: 0 },
    { name: 'no attempt is left open', measure: 'produce.unknown', equals: 0 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 90_000 },
    ...intact,
  ],
});

import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'last-replica-standing',
  shows:
    'Both followers of partition 0 are stopped in order, and then the last replica in sync crashes and loses the end of its log, as without power: Kafka 3.9 has it lead again, and all lose what it lost. With eligible leader replicas (Kafka 4.1 and newer) a stopped follower leads instead, and nothing is lost.',
  // With ZooKeeper, whether the last broker is given up could be learnt from nobody; of combined nodes two are the majority.
  modes: ['kraft'],
  method: [
    { do: 'inject', fault: 'stop', target: { followersOf: 0 } },
    // A record takes some 170 bytes. These were acknowledged: since the followers have gone writes are refused.
    {
      do: 'inject',
      fault: 'corrupt',
      target: { leaderOf: 0 },
      with: { file: 'partition', how: 'truncate', bytes: 10_000, after: 'crash' },
    },
    // It is let in again when its old session has expired, after 10 s at most, and has to serve before it is looked at.
    { do: 'hold', durationMs: 15_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 15_000 },
    // 15 s, some seconds of shutdown and crash before, and two starts on two cores after that.
    { name: 'and ends with the return of the followers', measure: 'produce.longestMs', atMost: 60_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 90_000 },
    { name: 'what the last replica lost is lost to all', measure: 'safety.lost', atLeast: 10, before: '4.1' },
    { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0, since: '4.1' },
    { name: 'nothing refused is written', measure: 'safety.phantom', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
    { name: 'the replicas agree on what is left', measure: 'safety.disagreeing', equals: 0 },
  ],
});

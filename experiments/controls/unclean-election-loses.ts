import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'unclean-election-loses',
  shows:
    'A leader whose followers are cut off goes on acknowledging alone (acks=1), dies, and one of them leads without what it never got: acknowledged records are lost, and have to be found missing.',
  suites: ['controls'],
  topic: { config: { 'min.insync.replicas': '1', 'unclean.leader.election.enable': 'true' } },
  workload: { acks: '1' },
  // The followers have to leave the ISR, which takes up to one and a half times this; by default that is 45 s.
  settings: { broker: { 'replica.lag.time.max.ms': '5000' } },
  method: [
    {
      do: 'inject',
      fault: 'partition',
      target: { between: { leaderOf: 0 }, and: { followersOf: 0 }, service: 'replication' },
    },
    { do: 'hold', durationMs: 10_000 },
    { do: 'inject', fault: 'kill', target: { leaderOf: 0 } },
    { do: 'await-writable', atMostMs: 60_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    { name: 'what only the dead leader had is lost', measure: 'safety.lost', atLeast: 100 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 90_000 },
    { name: 'the replicas agree on what is left', measure: 'safety.disagreeing', equals: 0 },
    { name: 'nothing refused is written', measure: 'safety.phantom', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
  ],
});

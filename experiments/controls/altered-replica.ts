import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'altered-replica',
  shows:
    'Bytes of a record change on the disk of one follower while it is down, after a clean stop, so that Kafka trusts the file: the replicas disagree, and that has to be found.',
  suites: ['controls'],
  method: [
    {
      do: 'inject',
      fault: 'corrupt',
      target: { followerOf: 0 },
      with: { file: 'partition', after: 'clean-stop' },
    },
    { do: 'await-writable', atMostMs: 60_000 },
    { do: 'heal' },
  ],
  expectations: [
    { name: 'the replicas disagree', measure: 'safety.disagreeing', atLeast: 1 },
    { name: 'the leaders have all that was acknowledged', measure: 'safety.lost', equals: 0 },
    { name: 'no duplicates', measure: 'safety.duplicates', equals: 0 },
  ],
});

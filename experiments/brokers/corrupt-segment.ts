import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'corrupt-segment',
  shows:
    'The broker that leads partition 0 crashes, and bytes of the last record in its log are flipped before it starts again: it finds that, cuts the record off and fetches it from the new leader, so that no reader meets it.',
  method: [
    {
      do: 'inject',
      fault: 'corrupt',
      target: { leaderOf: 0 },
      with: { file: 'partition', how: 'flip', after: 'crash' },
    },
    { do: 'await-writable', atMostMs: 90_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  prediction: 'broker-death',
  expectations: [
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 6_000 },
    { name: 'the outage is that of a dead broker', measure: 'produce.longestMs', atMost: 'predicted' },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 45_000 },
    { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
    { name: 'nothing refused is written', measure: 'safety.phantom', equals: 0 },
    { name: 'the damage is in no record that is read', measure: 'safety.corrupted', equals: 0 },
    { name: 'and in no replica', measure: 'safety.disagreeing', equals: 0 },
  ],
});

import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'wiped-broker-returns',
  shows:
    'The broker that leads partition 0 dies, and comes back at once under its old name with an empty disk: it must not lead, nor count as in sync, before it has fetched everything again; otherwise the others would throw away what it lacks.',
  method: [
    { do: 'inject', fault: 'wipe', target: { leaderOf: 0 } },
    { do: 'await-writable', atMostMs: 90_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  prediction: 'broker-death',
  expectations: [
    // In KRaft its return is enough: registered anew, it is no longer the broker that led (2.9 s), and no session has to end.
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 1_000 },
    {
      name: 'the outage is that of a dead broker at most',
      measure: 'produce.longestMs',
      atMost: 'predicted',
    },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 45_000 },
    ...intact,
  ],
});

import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'kill-all-brokers',
  shows:
    'All brokers are killed at once, as by a power failure, and started again soon after: their old sessions have to expire before they are taken in again, and what was acknowledged is there, because it was on all of them.',
  method: [
    { do: 'inject', fault: 'kill', target: { allOf: 'broker' } },
    { do: 'hold', durationMs: 3_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 120_000 },
  ],
  expectations: [
    // No broker is registered again while its old session lasts, of which 7 s (KRaft) are left at least.
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 6_000 },
    // ZooKeeper keeps their names for up to 20 s, in which they start in vain; then three of them start on two cores at once.
    { name: 'they come back', measure: 'produce.longestMs', atMost: 45_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 60_000 },
    ...intact,
  ],
});

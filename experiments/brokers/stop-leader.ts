import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'stop-leader',
  shows:
    'The broker that leads partition 0 is shut down in order (SIGTERM), as in maintenance: it hands its partitions over and leaves the ISR before it ends, so that nobody waits for a session to expire.',
  suites: ['smoke', 'nightly'],
  decides: ['graceful-vs-kill'],
  method: [
    { do: 'inject', fault: 'stop', target: { leaderOf: 0 } },
    { do: 'await-writable', atMostMs: 30_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    // Clients are mostly told so (NOT_LEADER_OR_FOLLOWER); one that is busy may close their connections first.
    { name: 'it hands over', measure: 'replication.leaderChanges', atLeast: 1 },
    // A follower that hears of the new leader too early asks again after 1 s (replica.fetch.backoff.ms); 1 s for election
    // and metadata, 2 s for a busy machine. After a kill it is more than 6 s.
    { name: 'the outage is short', measure: 'produce.longestMs', atMost: 4_000 },
    // The recovery clock starts with the end of the process.
    { name: 'others lead before it has ended', measure: 'recovery.electedMs', atMost: 1_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 30_000 },
    ...intact,
  ],
});

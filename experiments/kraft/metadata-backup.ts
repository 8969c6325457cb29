import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'metadata-backup',
  shows:
    'The metadata logs of all controllers are gone. Each gets back what was copied from it five seconds before, while it ran, and the brokers are stopped before that, as after any restoring: all that was there when the copies were made is there again.',
  decides: ['metadata-backup'],
  modes: ['kraft'],
  // Metadata goes on changing between the copy and the loss, as it would.
  workload: { administer: { intervalMs: 200 } },
  method: [
    {
      do: 'inject',
      fault: 'lose-metadata',
      target: { allOf: 'controller' },
      with: { healedBy: 'backup', backupAgeMs: 5_000 },
    },
    { do: 'inject', fault: 'kill', target: { allOf: 'broker' } },
    { do: 'hold', durationMs: 3_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 120_000 },
  ],
  expectations: [
    // All brokers are dead for 3 s and the start of a JVM.
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 5_000 },
    // Six processes start on two cores at once (20 s); and the restored controllers hold the brokers' old registrations for a
    // session (10 s).
    { name: 'the cluster comes back', measure: 'produce.longestMs', atMost: 60_000 },
    { name: 'topics can be made again', measure: 'admin.longestMs', atMost: 75_000 },
    { name: 'a controller is elected', measure: 'controllers.changes', atLeast: 1 },
    { name: 'nobody ends by itself', measure: 'processes.endedByThemselves', equals: 0 },
    { name: 'everybody is back', measure: 'processes.away', equals: 0 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 75_000 },
    ...intact,
  ],
});

import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'consumer-cut-off',
  shows:
    'The consumer is cut off from all brokers for longer than its session lasts, and writers are not: its group drops it, and when it is let through again it joins anew and goes on where it had committed.',
  method: [
    { do: 'inject', fault: 'cut-consumer' },
    // The session of a kafkajs consumer lasts 30 s.
    { do: 'hold', durationMs: 35_000 },
    { do: 'heal' },
    // It gets what had piled up.
    { do: 'hold', durationMs: 10_000 },
  ],
  expectations: [
    { name: 'reading stops', measure: 'consume.longestMs', atLeast: 34_000 },
    // kafkajs tries again after 30 s at the latest, and a group waits 3 s for more members.
    { name: 'and goes on soon after the cut', measure: 'consume.longestMs', atMost: 75_000 },
    { name: 'the consumer catches up', measure: 'recovery.lagDrainedMs', atMost: 80_000 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    { name: 'the consumer passes nothing over', measure: 'safety.skipped', equals: 0 },
    { name: 'and gets everything', measure: 'safety.unseen', equals: 0 },
    { name: 'its commits do not go back', measure: 'safety.committedBack', equals: 0 },
    ...intact,
  ],
});

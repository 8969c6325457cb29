import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'group-coordinator-killed',
  shows:
    "The broker that coordinates the consumer's group is killed: the consumer has to find the next coordinator and to join again beside its own old membership, and it loses neither a record nor its place.",
  // Of combined nodes the coordinator may be the active controller as well, whose end takes an election more.
  modes: ['zk', 'kraft'],
  method: [
    { do: 'inject', fault: 'kill', target: 'group-coordinator' },
    { do: 'await-writable', atMostMs: 90_000 },
    { do: 'heal' },
    // Nothing waits for the consumer, which may be back later than its broker.
    { do: 'hold', durationMs: 20_000 },
  ],
  prediction: 'broker-death',
  expectations: [
    { name: 'the death is felt', measure: 'produce.longestMs', atLeast: 6_000 },
    { name: 'by producers no longer than predicted', measure: 'produce.longestMs', atMost: 'predicted' },
    // 22 s with ZooKeeper until there is another coordinator, kafkajs's retries (10 s), and its own old membership, which the
    // group waits for as long as that member's session of 30 s.
    { name: 'the consumer reads again', measure: 'consume.longestMs', atMost: 75_000 },
    { name: 'everything is delivered', measure: 'safety.unseen', equals: 0 },
    { name: 'nothing is passed over', measure: 'safety.skipped', equals: 0 },
    { name: 'committed offsets never go back', measure: 'safety.committedBack', equals: 0 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 90_000 },
    ...intact,
  ],
});

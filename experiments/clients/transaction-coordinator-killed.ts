import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'transaction-coordinator-killed',
  shows:
    'The broker that coordinates transactions is killed while they are written, committed and aborted: the next coordinator ends what was open, so that what was committed is read once, what was aborted never, and no reader waits for ever behind a transaction without an end.',
  // Of combined nodes the coordinator may be the active controller as well, whose end takes an election more.
  modes: ['zk', 'kraft'],
  workload: { transactions: {} },
  method: [
    { do: 'inject', fault: 'kill', target: 'transaction-coordinator' },
    { do: 'await-writable', atMostMs: 90_000 },
    { do: 'heal' },
    // Nothing waits for transactions, which may be back later than their coordinator.
    { do: 'hold', durationMs: 20_000 },
  ],
  prediction: 'broker-death',
  expectations: [
    { name: 'the death is felt', measure: 'produce.longestMs', atLeast: 6_000 },
    { name: 'and no longer than predicted', measure: 'produce.longestMs', atMost: 'predicted' },
    // 22 s with ZooKeeper until there is another coordinator, and kafkajs's retries (10 s); where the broker coordinated the
    // consumer's group as well, the 30 s of group-coordinator-killed.
    { name: 'what is committed is read again', measure: 'consume.longestMs', atMost: 75_000 },
    { name: 'what is committed is there', measure: 'safety.lost', equals: 0 },
    { name: 'what is aborted is not', measure: 'safety.phantom', equals: 0 },
    { name: 'no duplicates', measure: 'safety.duplicates', equals: 0 },
    { name: 'the order is kept', measure: 'safety.reordered', equals: 0 },
    { name: 'everything is delivered', measure: 'safety.unseen', equals: 0 },
    { name: 'nothing is passed over', measure: 'safety.skipped', equals: 0 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 90_000 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
    { name: 'the replicas agree', measure: 'safety.disagreeing', equals: 0 },
  ],
});

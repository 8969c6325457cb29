import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'out-of-memory',
  shows:
    "The kernel's out-of-memory killer ends the broker that leads partition 0: no shutdown in order, and no exception of Java's, only a process that is gone, which costs as much as a kill.",
  method: [
    { do: 'inject', fault: 'out-of-memory', target: { leaderOf: 0 } },
    { do: 'await-writable', atMostMs: 90_000 },
    { do: 'heal' },
  ],
  prediction: 'broker-death',
  expectations: [
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 6_000 },
    // The death of a broker takes 22 s with ZooKeeper (kill-leader); before it memory is short for a moment.
    { name: 'no longer than after a kill', measure: 'produce.longestMs', atMost: 25_000 },
    { name: 'which KRaft notices sooner', measure: 'produce.longestMs', atMost: 15_000, modes: ['kraft'] },
    { name: 'a new leader is elected', measure: 'recovery.electedMs', atMost: 'predicted' },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 90_000 },
    ...intact,
  ],
});

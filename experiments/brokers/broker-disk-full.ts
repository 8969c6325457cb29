import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'broker-disk-full',
  shows:
    'The disk of the broker that leads partition 0 becomes full: it halts at its next write, without a word to anybody, which costs as much as a kill; with space again it comes back, and what was half written is cut off.',
  method: [
    { do: 'inject', fault: 'disk-full', target: { leaderOf: 0 } },
    { do: 'await-writable', atMostMs: 90_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    // A broker that lives on without its disk, or hands over in order, would be an outage of less than a session.
    { name: 'it halts, which somebody has to notice', measure: 'produce.longestMs', atLeast: 6_000 },
    // The death of a broker takes 22 s with ZooKeeper (kill-leader); up to 2 s pass before it halts.
    { name: 'no longer than a dead one', measure: 'produce.longestMs', atMost: 25_000 },
    { name: 'which KRaft notices sooner', measure: 'produce.longestMs', atMost: 15_000, modes: ['kraft'] },
    { name: 'others lead', measure: 'recovery.electedMs', atMost: 25_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 90_000 },
    ...intact,
  ],
});

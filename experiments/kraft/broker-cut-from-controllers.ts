import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'broker-cut-from-controllers',
  shows:
    'The leader of partition 0 is cut from the controllers only: it is fenced, another broker leads, and those who still ask the old one wait, because it has not heard of that. It cannot acknowledge what the others do not get.',
  modes: ['kraft'],
  method: [
    { do: 'inject', fault: 'partition', target: { from: { leaderOf: 0 }, to: { allOf: 'controller' } } },
    { do: 'hold', durationMs: 20_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    // The last heartbeat was up to 2 s before the cut; a session lasts 9 s, and up to an eighth more until that is noticed.
    { name: 'it is fenced', measure: 'recovery.detectedMs', atLeast: 6_000, atMost: 11_500 },
    { name: 'a new leader is elected then', measure: 'recovery.electedMs', atLeast: 6_000, atMost: 13_000 },
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 5_000 },
    // What was sent to the old leader fails when that is back in the cluster, or after the client's own 30 s.
    {
      name: 'and ends with the cut, or with the patience of clients',
      measure: 'produce.longestMs',
      atMost: 40_000,
    },
    { name: 'the controller stays', measure: 'controllers.changes', equals: 0 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 60_000 },
    ...intact,
  ],
});

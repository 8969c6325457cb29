import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'election-timeouts',
  shows:
    'The active controller is killed with controller.quorum.election.timeout.ms=1000 and controller.quorum.fetch.timeout.ms=2000 written down, which are the defaults: how long until the next one is active, and until a topic can be made.',
  decides: ['election-timeouts'],
  modes: ['kraft'],
  settings: {
    controller: {
      'controller.quorum.election.timeout.ms': '1000',
      'controller.quorum.fetch.timeout.ms': '2000',
    },
  },
  workload: { administer: { intervalMs: 200 } },
  method: [
    { do: 'inject', fault: 'kill', target: 'active-controller' },
    { do: 'hold', durationMs: 8_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    // Followers notice that it is gone after 2 s less a fetch that was under way (0.5 s), and stand for election at once; two that do so in
    // the same moment try again after up to a second.
    {
      name: 'the next controller is active soon',
      measure: 'controllers.electedMs',
      atLeast: 1_000,
      atMost: 5_000,
    },
    { name: 'administration waits for it', measure: 'admin.longestMs', atLeast: 1_000 },
    { name: 'and not for long', measure: 'admin.longestMs', atMost: 8_000 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});

import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'zk-controller-killed',
  shows:
    'The broker that is the controller is killed, while topics are created and deleted: until its session ends nobody takes over, and as it is a broker too, nobody acknowledges either.',
  decides: ['controller-loss-no-data-impact', 'failover-30-120-vs-1', 'failover-seconds-vs-ms'],
  modes: ['zk'],
  workload: { administer: { intervalMs: 500 } },
  method: [
    { do: 'inject', fault: 'kill', target: 'active-controller' },
    { do: 'await-writable', atMostMs: 60_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    // A session lasts 18 s, rounded up to the next tick of 2 s; the last ping was up to 6 s before.
    { name: 'its session ends', measure: 'recovery.detectedMs', atLeast: 10_000, atMost: 22_000 },
    {
      name: 'another broker is the controller then',
      measure: 'controllers.electedMs',
      atLeast: 10_000,
      atMost: 24_000,
    },
    { name: 'administration waits for it', measure: 'admin.longestMs', atLeast: 10_000, atMost: 35_000 },
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 10_000 },
    // Of any other broker the death is over after 22 s at most; a new controller loads all metadata before it elects leaders.
    { name: 'and ends soon after that', measure: 'produce.longestMs', atMost: 25_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 120_000 },
    ...intact,
  ],
});

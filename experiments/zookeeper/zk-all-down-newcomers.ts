import { defineExperiment, intact } from '../../src/index.ts';

/*
  Brokers answer what a new client asks (metadata, and where a partition ends) from their own memory; they need ZooKeeper
  only to change something. Their sessions cannot end while there is no ensemble that could end them, and one that
  comes back gives each its whole time again. So whoever knows the brokers' addresses should not notice. That
  clients connect to ZooKeeper was true of those before Kafka 0.9.
*/
export default defineExperiment({
  name: 'zk-all-down-newcomers',
  shows:
    'All of ZooKeeper is killed for 25 s, longer than a session, while new clients that know only the bootstrap servers come: whether they get in.',
  decides: ['zk-total-new-clients', 'new-client-static-list'],
  modes: ['zk'],
  workload: { newcomers: { intervalMs: 500 } },
  method: [
    { do: 'inject', fault: 'kill', target: { allOf: 'zookeeper' } },
    { do: 'hold', durationMs: 25_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    { name: 'new clients come all the time', measure: 'newcomers.ok', atLeast: 30 },
    { name: 'at no time are they kept out', measure: 'newcomers.longestMs', equals: 0 },
    { name: 'none is refused', measure: 'newcomers.fail', equals: 0 },
    { name: 'none waits in vain', measure: 'newcomers.unknown', equals: 0 },
    { name: 'writes of those who know the cluster go on', measure: 'produce.longestMs', atMost: 1_000 },
    ...intact,
  ],
});

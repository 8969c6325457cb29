import { migration } from '../../src/index.ts';

export default migration({
  name: 'migration-zookeeper-leader-killed',
  shows:
    'While everything is written to both, the leader of ZooKeeper is killed: the controllers go on with the next one.',
  meanwhile: {
    'dual-write': [
      { do: 'inject', fault: 'kill', target: 'zookeeper-leader' },
      { do: 'hold', durationMs: 20_000 },
      { do: 'heal' },
    ],
  },
  maxOutageMs: 10_000,
});

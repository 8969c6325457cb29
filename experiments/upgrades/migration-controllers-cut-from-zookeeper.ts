import { migration } from '../../src/index.ts';

export default migration({
  name: 'migration-controllers-cut-from-zookeeper',
  shows:
    'While everything is written to both, no controller reaches ZooKeeper for 30 s: brokers go on, and what was not written there is written later.',
  meanwhile: {
    'dual-write': [
      {
        do: 'inject',
        fault: 'cut',
        target: { between: { allOf: 'controller' }, and: { allOf: 'zookeeper' } },
      },
      { do: 'hold', durationMs: 30_000 },
      { do: 'heal' },
    ],
  },
  maxOutageMs: 10_000,
});

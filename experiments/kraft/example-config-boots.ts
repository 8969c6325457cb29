import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'example-config-boots',
  shows:
    "An example of three KRaft nodes, as articles print it: no node can have its storage formatted, because a listener's name is no security protocol and nothing maps it to one.",
  modes: ['kraft'],
  decides: ['example-config-boots'],
  method: [
    {
      do: 'try-configuration',
      lines: [
        'process.roles=controller,broker',
        'node.id=1',
        'controller.quorum.voters=1@kafka1:9092,2@kafka2:9092,3@kafka3:9092',
        'listeners=PLAINTEXT://:9092,BROKER://:9093',
        'controller.listener.names=PLAINTEXT',
        'inter.broker.listener.name=BROKER',
        'advertised.listeners=BROKER://kafka1:9093',
      ],
    },
    // The same with a map of its listeners, so that it is known what is missing.
    {
      do: 'try-configuration',
      lines: [
        'process.roles=controller,broker',
        'node.id=1',
        'controller.quorum.voters=1@kafka1:9092,2@kafka2:9092,3@kafka3:9092',
        'listeners=PLAINTEXT://:9092,BROKER://:9093',
        'controller.listener.names=PLAINTEXT',
        'inter.broker.listener.name=BROKER',
        'advertised.listeners=BROKER://kafka1:9093',
        'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,BROKER:PLAINTEXT',
      ],
    },
  ],
  expectations: [
    { name: 'both are tried', measure: 'trials.made', equals: 2 },
    {
      name: 'as it is written it does not boot, with a map of its listeners it does',
      measure: 'trials.failed',
      equals: 1,
    },
    { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
  ],
});

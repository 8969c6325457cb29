import { defineExperiment } from '../../src/index.ts';

/** As articles print it, but for the hosts: names that nobody resolves would only take their time. */
const asWritten = [
  'process.roles=controller,broker',
  'node.id=1',
  'controller.quorum.voters=1@localhost:9092,2@localhost:9192,3@localhost:9292',
  'listeners=PLAINTEXT://:9092,BROKER://:9093',
  'controller.listener.names=PLAINTEXT',
  'inter.broker.listener.name=BROKER',
  'advertised.listeners=BROKER://localhost:9093',
];

export default defineExperiment({
  name: 'example-config-boots',
  shows:
    "An example of three KRaft nodes, as articles print it: no node can have its storage formatted, because a listener's name is no security protocol and nothing maps it to one.",
  modes: ['kraft'],
  suites: ['claims'],
  decides: ['example-config-boots'],
  method: [
    { do: 'try-configuration', name: 'the example as it is written', lines: asWritten },
    // So that it is known what is missing.
    {
      do: 'try-configuration',
      name: 'the example with a map of its listeners',
      lines: [...asWritten, 'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,BROKER:PLAINTEXT'],
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

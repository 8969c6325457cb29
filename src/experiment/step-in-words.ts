/**
 * The steps of a method in words, for a dry run.
 */
import type { MigrationPhase } from '../topology/migration.ts';
import { nodesOf, type Topology } from '../topology/topology.ts';
import { describeUse } from './fault-use.ts';
import type { ChurnTopics, CreateTopics, PlainStep } from './step.ts';

/** "1,000 topics of 1 partition, 3 replicas each". */
export function manyTopics({
  count,
  partitions,
  replicationFactor,
}: Omit<CreateTopics | ChurnTopics, 'do'>): string {
  const several = (number: number, what: string) =>
    `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
  return `${several(count, 'topic')} of ${several(partitions, 'partition')}, ${several(replicationFactor, 'replica')} each`;
}

const phasesInWords: Record<MigrationPhase, string> = {
  controllers: 'start the controllers, beside the cluster with ZooKeeper',
  'migration-mode': 'restart every broker in migration mode, one after the other',
  copied: 'wait until the controllers have copied what is in ZooKeeper',
  'dual-write': 'see that what changes is written to ZooKeeper as well',
  'kraft-brokers': 'restart every broker as one of KRaft, one after the other',
  finalized: 'restart every controller without ZooKeeper, one after the other, and switch ZooKeeper off',
};

/** A step in words, for a dry run. */
export function describeStep(step: PlainStep, topology: Topology): string {
  const beside = ('meanwhile' in step && step.meanwhile) || [];
  const meanwhile = beside.map((each) => describeStep(each, topology)).join(', then ');
  return describeAlone(step, topology) + (meanwhile === '' ? '' : `; meanwhile ${meanwhile}`);
}

function describeAlone(step: PlainStep, topology: Topology): string {
  switch (step.do) {
    case 'inject':
      return describeUse(step, topology) + (step.orSkip ? ', if anybody is left to be hit' : '');
    case 'await-in-sync':
      return `wait until every replica is in sync, at most ${step.atMostMs / 1000} s`;
    case 'await-writable':
      return `wait until every partition has acknowledged for 3 s on end, at most ${step.atMostMs / 1000} s`;
    case 'create-topics':
      return `create ${manyTopics(step)}, a hundred in a request, and wait until all are led`;
    case 'churn-topics':
      return `create ${manyTopics(step)}, one after the other, and delete each when it is led`;
    case 'measure-heap':
      return 'collect the garbage of the active controller, and see how much is left in its heap';
    case 'measure-ensemble':
      return 'see what the ZooKeeper servers have had to do so far';
    case 'roll':
      return `exchange ${nodesOf(topology, step.role)
        .map(({ name }) => name)
        .join(', ')} for Kafka ${step.kafka}, one after the other`;
    case 'finalize':
      return 'raise the features to what the nodes support';
    case 'migrate': {
      const without = step.forgotten === undefined ? '' : `, but for ${step.forgotten.join(', ')}`;
      const sticks = step.sticks ? ', which must not come to its end' : '';
      return `${phasesInWords[step.phase]}${without}${sticks}`;
    }
    case 'revert':
      return `go back to ZooKeeper from ${step.from}`;
    case 'furnish':
      return 'put topics, configurations, rights, quotas and offsets into the cluster';
    case 'compare-inventory':
      return 'compare topics, configurations, rights, quotas and offsets with what they were';
    case 'try-settings':
      return `ask Kafka whether it has the settings ${step.keys.join(', ')}`;
    case 'try-program':
      return `run ${step.mainClass} on ${step.on === 'broker' ? 'a broker' : 'the active controller'}`;
    case 'try-configuration':
      return `format the storage of a node with ${step.name}: ${step.lines.join(' ')}`;
    case 'hold':
      return `let it run for ${step.durationMs / 1000} s`;
    case 'heal':
      return step.only === undefined ? 'undo what was done, the last first' : `undo the last ${step.only}`;
  }
}

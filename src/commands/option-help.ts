/**
 * Options that several commands share, as the command line takes them and `--help` tells them; options.ts checks what they say.
 */
import type { Command } from 'commander';
import { experimentSchema } from '../experiment/experiment.ts';
import { workloadSchema } from '../experiment/workload.ts';
import { defaultKafkaVersion, defaultSizes } from '../topology/mode.ts';

export const repeatable = (value: string, before: string[]) => [...before, value];

/** What is usual where an experiment does not have it otherwise. */
const { intervalMs, acks } = workloadSchema.parse({});
const { partitions } = experimentSchema.shape.topic.parse(undefined);
const { brokers, controllers, zookeepers } = defaultSizes;

const withKafka = (command: Command): Command =>
  command
    .option('--mode <modes>', 'zk, kraft, kraft-combined; several with commas')
    .option('--kafka <version>', `Kafka version; ${defaultKafkaVersion} by default`)
    .option('--image <image>', 'a Kafka image to use instead of finding or building one');

export const withSizes = (command: Command, orElse = ''): Command =>
  command
    .option('--brokers <n>', `how many brokers; in kraft-combined, nodes; ${brokers} by default${orElse}`)
    .option('--controllers <n>', `how many KRaft controllers; ${controllers} by default${orElse}`)
    .option('--zookeepers <n>', `how many ZooKeeper nodes; ${zookeepers} by default${orElse}`);

export const withSettings = (command: Command, whose: string): Command =>
  command.option('--set <role:key=value>', `configuration of ${whose}; repeatable`, repeatable, []);

const aRole = 'a role (broker, controller, zookeeper)';
export const anything = 'a role, the topic, or clients (producer, consumer)';
const ofExperiment = ', or what the experiment has';

/** A cluster, and nothing beside it. */
export const withCluster = (command: Command): Command => withSettings(withSizes(withKafka(command)), aRole);

export const withWorkload = (command: Command, orElse = ''): Command =>
  command
    .option(
      '--client <libraries>',
      'applications beside the probe: kafkajs, platformatic, java, java4; several with commas',
    )
    .option('--acks <acks>', `what the probe waits for: all, 1, 0; ${acks} by default${orElse}`)
    .option(
      '--interval-ms <n>',
      `how often the probe sends to each partition; ${intervalMs} by default${orElse}`,
    )
    .option('--partitions <n>', `how many partitions the topic has; ${partitions} by default${orElse}`);

/** A cluster under the load of experiments. */
export const withExperiments = (command: Command): Command =>
  withWorkload(withSettings(withSizes(withKafka(command), ofExperiment), anything), ofExperiment);

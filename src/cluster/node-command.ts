/**
 * What runs in a node's container, as plain data: its command and its configuration files.
 */
import type { KafkaImage } from '../images/kafka-image.ts';
import type { Node } from '../topology/topology.ts';
import { configurationDirectory, mainClass, nodeProperties, type Surroundings } from './configuration.ts';
import { loggingFor } from './logging.ts';

/** What the command depends on beside the node. */
type Java = Pick<KafkaImage, 'kafkaVersion' | 'javaArguments'>;

/** A text file in a container, by its absolute path. */
export interface TextFile {
  name: string;
  content: string;
}

/** As much as Kafka's own start scripts give: 1 GiB to Kafka, 512 MiB to ZooKeeper. */
const heapOf = (node: Node) => (node.roles.includes('zookeeper') ? '-Xmx512m' : '-Xmx1g');

/**
 * Only the JVM's quick compiler. The optimising one takes the processors away from what is measured for the first minute of
 * every node's life: on two cores it made the warm-up three times as long (39 to 66 s instead of 18 s). Code that is not
 * optimised further bears the light load of a run easily, and outages are made of timeouts, not of throughput.
 */
const quickCompiler = '-XX:TieredStopAtLevel=1';

/** On SIGQUIT, a full collection and a list of what is left by class, for `liveHeap`; it costs nothing before. */
const listsHeap = '-XX:+PrintClassHistogram';

/** The arguments of `java` for a node's process; `further` are options of the JVM. */
export function nodeCommand(
  node: Node,
  { kafkaVersion, javaArguments }: Java,
  further: readonly string[] = [],
): string[] {
  return [
    ...javaArguments,
    quickCompiler,
    listsHeap,
    '-Xms256m',
    heapOf(node),
    ...further,
    loggingOption(kafkaVersion),
    mainClass(node),
    propertiesPath(node),
  ];
}

/** The file that a node's process is given as its only argument. */
export function propertiesFile(node: Node, surroundings: Surroundings): TextFile {
  return { name: propertiesPath(node), content: nodeProperties(node, surroundings) };
}

/** The logging of every node of a version. */
export function loggingFile(kafkaVersion: string): TextFile {
  const { fileName, content } = loggingFor(kafkaVersion);
  return { name: `${configurationDirectory}/${fileName}`, content };
}

/** The JVM option by which a process logs as `loggingFile` says. */
export function loggingOption(kafkaVersion: string): string {
  return `${loggingFor(kafkaVersion).option}${loggingFile(kafkaVersion).name}`;
}

/** Where a node's properties lie. */
export function propertiesPath(node: Node): string {
  return `${configurationDirectory}/${node.name}.properties`;
}

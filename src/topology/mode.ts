/**
 * The ways in which a Kafka cluster is coordinated, and which Kafka version knows which of them.
 */

/** Those in which a cluster stays. */
export const standingModes = ['zk', 'kraft', 'kraft-combined'] as const;
/** In `zk-to-kraft` it begins with ZooKeeper and is on its way to KRaft: it has the nodes of both. */
export const modes = [...standingModes, 'zk-to-kraft'] as const;
export type Mode = (typeof modes)[number];
export type StandingMode = (typeof standingModes)[number];

/** How many nodes of each role a cluster has. In `kraft-combined`, `brokers` counts the nodes, which have both roles. */
export interface Sizes {
  brokers: number;
  controllers: number;
  zookeepers: number;
}

export const defaultSizes: Sizes = { brokers: 3, controllers: 3, zookeepers: 3 };

/** The usual sizes, but for what is given; of what is given twice, the last. */
export function sizesWith(...given: readonly Partial<Sizes>[]): Sizes {
  return Object.assign({ ...defaultSizes }, ...given);
}

/** The newest complete line that still has ZooKeeper mode; both modes are compared on it unless a run says otherwise. */
export const defaultKafkaVersion = '3.9.2';
/** The newest, which has KRaft only. */
export const newestKafkaVersion = '4.3.1';

/**
 * Why a Kafka version cannot run in a mode, in one sentence, or undefined if it can.
 * ZooKeeper mode was removed in Kafka 4.0 (KIP-833); before 3.3 KRaft was not declared fit for production.
 */
export function whyNot(mode: Mode, kafkaVersion: string): string | undefined {
  const version = /^(\d+)\.(\d+)\.(\d+)$/.exec(kafkaVersion);
  if (version === null) return `"${kafkaVersion}" is not a Kafka version such as ${defaultKafkaVersion}`;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if ((mode === 'zk' || mode === 'zk-to-kraft') && major >= 4) {
    return `Kafka ${kafkaVersion} has no ZooKeeper mode: it was removed in Kafka 4.0; use --kafka 3.9.2 or --mode kraft`;
  }
  if (major < 3 || (major === 3 && minor < 3)) {
    return `Kafka ${kafkaVersion} is too old: kafka-chaos runs Kafka 3.3 and newer`;
  }
  return undefined;
}

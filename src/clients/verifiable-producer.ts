/**
 * What Kafka's own org.apache.kafka.tools.VerifiableProducer prints, one JSON object a line, in the words of every other
 * client. Read in its source: tools/src/main/java/org/apache/kafka/tools/VerifiableProducer.java.
 */
import { Partitioners } from 'kafkajs';
import type { OperationError } from '../history/entry.ts';
import type { Attempt } from './attempt.ts';
import { javaRecord } from './payload.ts';

/** Times are milliseconds of the system's clock, as the producer read it. */
export type ProducerLine =
  | { name: 'startup_complete'; systemMs: number }
  /** A record of which something is known: the producer has acknowledged it, or given it up. */
  | { name: 'sent'; systemMs: number; number: number; attempt: Attempt }
  /** Its last words: how many records it was to send in all. */
  | { name: 'tool_data'; systemMs: number; sent: number };

interface Printed {
  name: string;
  timestamp: number;
  value: string;
  offset: number;
  exception: string;
  message: string | null;
  sent: number;
}

/** Undefined for a line that is none of these: other lines are logging, warnings of the JVM and the like. */
export function producerLine(line: string): ProducerLine | undefined {
  const printed = parse(line);
  if (printed === undefined) return undefined;
  const { name, timestamp: systemMs } = printed;
  switch (name) {
    case 'startup_complete':
      return { name, systemMs };
    case 'tool_data':
      return { name, systemMs, sent: printed.sent };
    case 'producer_send_success':
    case 'producer_send_error': {
      const record = javaRecord(printed.value);
      if (record === undefined) return undefined;
      return { name: 'sent', systemMs, number: record.number, attempt: attemptOf(printed) };
    }
    default:
      return undefined;
  }
}

function parse(line: string): Printed | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function attemptOf({ name, offset, exception, message }: Printed): Attempt {
  // With acks=0 nobody tells an offset, and the producer prints -1.
  if (name === 'producer_send_success') return { outcome: 'ok', ...(offset >= 0 && { offset }) };
  const className = exception.replace(/^.*\./, '');
  if (neverSent(className, message ?? '')) return { outcome: 'fail', error: { name: 'UNSENT' } };
  // It has tried before, and tells only how the last try ended: an earlier one may have written the record.
  return { outcome: 'unknown', error: javaError(className, message ?? '') };
}

/**
 * Whether a record has not left the producer: no metadata of the topic, or no memory, within `max.block.ms`; or sent
 * when the producer was closed already. Read in Kafka's KafkaProducer.
 */
function neverSent(className: string, message: string): boolean {
  if (className === 'TimeoutException') return /not present in metadata after/.test(message);
  return className === 'BufferExhaustedException' || className === 'IllegalStateException';
}

/** Kafka's Errors names each with an exception, whose name is its own but for these. */
const otherwiseNamed: Readonly<Record<string, string>> = {
  CorruptRecordException: 'CORRUPT_MESSAGE',
  RecordTooLargeException: 'MESSAGE_TOO_LARGE',
  RecordBatchTooLargeException: 'RECORD_LIST_TOO_LARGE',
  NetworkException: 'NETWORK_EXCEPTION',
  InvalidTopicException: 'INVALID_TOPIC_EXCEPTION',
  OutOfOrderSequenceException: 'OUT_OF_ORDER_SEQUENCE_NUMBER',
  DuplicateSequenceException: 'DUPLICATE_SEQUENCE_NUMBER',
  KafkaStorageException: 'KAFKA_STORAGE_ERROR',
  TopicAuthorizationException: 'TOPIC_AUTHORIZATION_FAILED',
  ClusterAuthorizationException: 'CLUSTER_AUTHORIZATION_FAILED',
};

/** A broker's time-out says just this; the client's own (`delivery.timeout.ms`) says how long it has waited. */
const brokersTimeout = 'The request timed out.';

function javaError(className: string, message: string): OperationError {
  if (className === 'TimeoutException') {
    return { name: message === brokersTimeout ? 'REQUEST_TIMED_OUT' : 'CLIENT_TIMEOUT' };
  }
  const inKafkasStyle = className
    .replace(/Exception$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toUpperCase();
  return { name: otherwiseNamed[className] ?? inKafkasStyle };
}

/**
 * With `--repeating-keys` the producer gives its records the keys 0, 1, … and then 0 again, and so, by their hash, to the
 * partitions of a topic. This is the shortest such cycle that reaches every partition, as partitions. Some come more than
 * once in it; none waits longer than a whole cycle, which up to 20 partitions is less than five turns of an even one.
 *
 * By keys, because without them Java's producer stays with a partition for 16 KiB, and its RoundRobinPartitioner
 * moves on twice a record where every record begins a batch (KAFKA-9965), so that of four partitions two get nothing;
 * and both pass over a partition without a leader, so that its outage is not felt.
 */
export function cycleOfPartitions(partitions: number): number[] {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionId,
    leader: 0,
    ...{ partitionErrorCode: 0, replicas: [], isr: [] },
  }));
  const partitionOf = Partitioners.DefaultPartitioner();
  const cycle: number[] = [];
  while (new Set(cycle).size < partitions) {
    const message = { key: String(cycle.length), value: null };
    cycle.push(partitionOf({ topic: '', partitionMetadata, message }));
  }
  return cycle;
}

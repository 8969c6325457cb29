/**
 * An application over Kafka's own Java client, with Java's own retries: what VerifiableProducer says of its records, as
 * operations of the processes `java-0`, `java-1` and so on, or `java4-0` if it is a client of Kafka 4.
 *
 * It says when a record was acknowledged or given up, to the millisecond of the system's clock, which its container
 * shares, but not when it sent it. It sends the first two at once and then waits a period after each, and is later when the client
 * holds it up (`max.block.ms`), and catches up then. So a record is scheduled, for us, by this rhythm from the moment at which
 * the producer said that it had begun, and latency counts from there, as everybody's. It had begun a moment before it said so:
 * invoked, of which checkers draw conclusions, a record is by the same rhythm from before there was a producer.
 */
import type Docker from 'dockerode';
import type { Acks, Attempt } from '../clients/attempt.ts';
import type { ClientSettings } from '../clients/client-settings.ts';
import { type JavaWorkload, javaValuePrefixes } from '../clients/payload.ts';
import { cycleOfPartitions, type ProducerLine, producerLine } from '../clients/verifiable-producer.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { startJavaProducer } from '../cluster/java-client.ts';
import type { RunClock } from '../history/clock.ts';
import type { Operation } from '../history/entry.ts';
import type { KafkaImage } from '../images/kafka-image.ts';

export interface JavaClientOptions {
  name: JavaWorkload;
  /** The Kafka that the client is of. */
  image: KafkaImage;
  topic: string;
  /** How many partitions the topic has. */
  partitions: number;
  /** How often a record is sent to each partition, on average over a cycle of keys; see cycleOfPartitions. */
  intervalMs: number;
  acks: Acks;
  /** Missing: Java's own default, which is on with acks -1. */
  idempotent?: boolean | undefined;
  settings?: ClientSettings | undefined;
  record(operation: Operation): void;
}

export interface JavaClient {
  /** Ends it, grants those under way a last moment, and records the rest as UNANSWERED; once, however often it is called. */
  stop(): Promise<void>;
}

/** How long records under way may still be answered when the client is stopped. */
const lastMomentMs = 2_000;

/** Returns when the client begins to send. */
export async function startJavaClient(
  docker: Docker,
  clock: RunClock,
  cluster: Pick<Cluster, 'id' | 'bootstrapServers'>,
  options: JavaClientOptions,
): Promise<JavaClient> {
  const { name, image, topic, partitions, intervalMs, acks, idempotent, settings, record } = options;
  const perSecond = Math.max(1, Math.round((1_000 * partitions) / intervalMs));
  const cycle = cycleOfPartitions(partitions);
  const operations = javaOperations(clock, { name, perSecond, cycle, record });
  const producer = await startJavaProducer(docker, cluster, {
    ...{ name, image, topic, perSecond, acks, idempotent, settings },
    valuePrefix: javaValuePrefixes[name],
    keys: cycle.length,
    onLine(line) {
      const known = producerLine(line);
      if (known !== undefined) operations.see(known);
    },
  });
  const end = async () => {
    await producer.stop(lastMomentMs);
    operations.giveUp();
  };
  let ended: Promise<void> | undefined;
  return {
    stop() {
      ended ??= end();
      return ended;
    },
  };
}

/** Makes operations of the producer's lines. */
export function javaOperations(
  clock: RunClock,
  options: {
    name: JavaWorkload;
    perSecond: number;
    cycle: readonly number[];
    record(operation: Operation): void;
  },
) {
  const { name, perSecond, cycle, record } = options;
  const periodNs = 1e9 / perSecond;
  const answered = new Set<number>();
  /** Before the producer was there at all: certainly no later than its own begin, of which it tells only afterwards. */
  const beforeNs = clock.now();
  let beganNs = beforeNs;
  let greatest = -1;
  let sent: number | undefined;

  const complete = (number: number, completedNs: number, attempt: Omit<Attempt, 'server'>) => {
    const partition = cycle[number % cycle.length]!;
    const sinceBeginNs = Math.max(0, number - 1) * periodNs;
    const scheduledNs = Math.min(beganNs + sinceBeginNs, completedNs);
    record({
      type: 'operation',
      kind: 'produce',
      process: `${name}-${partition}`,
      partition,
      scheduledNs,
      invokedNs: Math.min(beforeNs + sinceBeginNs, scheduledNs),
      completedNs,
      value: `${name}/${number}`,
      ...attempt,
    });
  };

  return {
    see(line: ProducerLine) {
      const timeNs = clock.at(line.systemMs);
      switch (line.name) {
        case 'startup_complete':
          beganNs = timeNs;
          break;
        case 'tool_data':
          sent = line.sent;
          break;
        case 'sent':
          answered.add(line.number);
          greatest = Math.max(greatest, line.number);
          complete(line.number, timeNs, line.attempt);
      }
    },
    /**
     * Records what was sent and not answered as UNANSWERED. A producer that was killed has not said how many it
     * sent: then all that it can have sent by now.
     */
    giveUp() {
      const nowNs = clock.now();
      const atMost = Math.max(greatest + 1, Math.ceil((nowNs - beganNs) / periodNs) + 2);
      for (let number = 0; number < (sent ?? atMost); number++) {
        if (answered.has(number)) continue;
        complete(number, nowNs, { outcome: 'unknown', error: { name: 'UNANSWERED' } });
      }
    },
  };
}

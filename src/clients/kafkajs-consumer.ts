/**
 * A consumer group of one member over kafkajs, with the client's own defaults but for two: it commits every second, beside
 * the consuming, as the Java client does every five; and it has no broker make a topic, so that one that is gone stays gone.
 *
 * Left to itself, kafkajs 2.2.4 commits after every batch and waits for the answer (runner.js, handleBatch), whatever
 * autoCommitInterval says, which only adds commits within a batch. All partitions share one worker, so a coordinator, or
 * a follower of its partition of __consumer_offsets, that pauses for 250 ms stops the deliveries of every
 * partition for as long: seen in fault-free phases while the other partitions' writes were acknowledged within 5 ms.
 * Only heartbeats (one in three seconds) still wait in the worker, which kafkajs offers no way around.
 */
import './kafkajs-mend.ts';
import { type Consumer, type ISocketFactory, Kafka, logLevel } from 'kafkajs';
import { type ClientSettings, kafkajsSettings } from './client-settings.ts';
import { kafkajsError } from './kafkajs-errors.ts';
import { decodePayload } from './payload.ts';

export interface Delivery {
  partition: number;
  offset: number;
  value: string;
  corrupted: boolean;
}

/** What the client tells of its group. `error` is Kafka's name of an error, or one of ours. */
export interface GroupChange {
  /** `rebalancing` is also said when kafkajs gives up, which makes it leave the group, and join again if it can. */
  what: 'rebalancing' | 'joined' | 'commit-failed';
  error: string | null;
}

export interface ConsumerOptions {
  bootstrapServers: readonly string[];
  topic: string;
  groupId: string;
  /** Deliver also records of transactions that are open or were aborted; kafkajs's default is not to. */
  readUncommitted: boolean;
  /** How its connections are opened. */
  sockets?: ISocketFactory | undefined;
  /** What is set; all else is as kafkajs has it. */
  settings?: ClientSettings | undefined;
  /** Gives up joining the group; what it is aborted with is thrown. */
  signal?: AbortSignal | undefined;
  onDelivery(delivery: Delivery): void;
  /** Everything below this offset has been delivered, or is nothing to deliver: control batches, aborted records. */
  onPosition(partition: number, nextOffset: number): void;
  onGroup(change: GroupChange): void;
}

const commitEveryMs = 1_000;

/** Returns when the group has been joined: from then on the consumer fetches. */
export async function kafkajsConsumer(options: ConsumerOptions): Promise<{ close(): Promise<void> }> {
  const { bootstrapServers, topic, groupId, readUncommitted, onDelivery, onPosition, onGroup } = options;
  const { client, own } = kafkajsSettings('consumer', options.settings ?? {});
  const kafka = new Kafka({
    clientId: groupId,
    brokers: [...bootstrapServers],
    logLevel: logLevel.NOTHING,
    ...(options.sockets !== undefined && { socketFactory: options.sockets }),
    ...client,
  });
  const consumer = kafka.consumer({ groupId, readUncommitted, allowAutoTopicCreation: false, ...own });
  const commits = committer(consumer, topic, (error) =>
    onGroup({ what: 'commit-failed', error: kafkajsError(error).name }),
  );
  const reached = (partition: number, lastOffset: string) => {
    commits.reached(partition, Number(lastOffset) + 1);
    onPosition(partition, Number(lastOffset) + 1);
  };
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => {
      commits.startOver();
      onGroup({ what: 'joined', error: null });
      resolve();
    });
  });
  consumer.on(consumer.events.REBALANCING, () => onGroup({ what: 'rebalancing', error: null }));
  consumer.on(consumer.events.CRASH, ({ payload }) =>
    onGroup({ what: 'rebalancing', error: kafkajsError(payload.error).name }),
  );
  // A batch of nothing but control batches and aborted records is not handed out.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    if (payload.batchSize === 0) reached(payload.partition, payload.lastOffset);
  });
  const join = async () => {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const { partition, messages } = batch;
        for (const { offset, value } of messages) {
          onDelivery({ partition, offset: Number(offset), ...decodePayload(value ?? Buffer.of()) });
        }
        reached(partition, batch.lastOffset());
      },
    });
    await joined;
  };
  const close = () => {
    commits.stop();
    return consumer.disconnect();
  };
  try {
    await unlessAborted(join(), options.signal);
  } catch (error) {
    // Not waited for: where joining hangs, leaving may hang as well.
    close().catch(() => {});
    throw error;
  }
  return { close };
}

/** @throws what the signal is aborted with, if that comes first */
async function unlessAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return await work;
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/**
 * Commits the positions that were reached since, every second, one commit at a time.
 *
 * After a rejoin kafkajs begins again at what the coordinator tells, and tries a commit that was under way once more in
 * the new generation. So what was reached before is forgotten then, and nothing below such a commit is committed.
 */
function committer(consumer: Consumer, topic: string, onFailure: (error: unknown) => void) {
  let positions = new Map<number, number>();
  let committed = new Map<number, number>();
  let floor = new Map<number, number>();
  let underWay: Map<number, number> | undefined;
  const isDue = ([partition, offset]: [number, number]) =>
    offset !== committed.get(partition) && offset > (floor.get(partition) ?? -1);
  const commit = async () => {
    const due = new Map([...positions].filter(isDue));
    if (underWay !== undefined || due.size === 0) return;
    underWay = due;
    const known = committed;
    try {
      await consumer.commitOffsets(
        [...due].map(([partition, offset]) => ({ topic, partition, offset: String(offset) })),
      );
      for (const [partition, offset] of due) known.set(partition, offset);
    } catch (error) {
      onFailure(error);
    } finally {
      underWay = undefined;
    }
  };
  const timer = setInterval(commit, commitEveryMs).unref();
  return {
    reached: (partition: number, nextOffset: number) => positions.set(partition, nextOffset),
    startOver() {
      positions = new Map();
      committed = new Map();
      floor = underWay ?? new Map();
    },
    stop: () => clearInterval(timer),
  };
}

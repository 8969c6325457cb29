/**
 * A transactional producer over kafkajs, set up as its documentation asks for, that goes on after whatever happens.
 *
 * After any error the producer is made anew under the same transactional id, which makes the coordinator end what the
 * old one left and lock it out. Kafka's own client does the same with a new epoch. kafkajs has to be thrown away for it:
 * it gives the sequence number of a request that failed to the next record, although the broker may have the first (then
 * it acknowledges the next without writing it), and it cannot leave a commit that failed.
 */
import './kafkajs-mend.ts';
import {
  Kafka,
  type Producer as KafkajsProducer,
  logLevel,
  Partitioners,
  type RecordMetadata,
  type Transaction,
} from 'kafkajs';
import { type Attempt, failed, sentTo } from './attempt.ts';
import { kafkajsOwnSockets } from './kafkajs-application.ts';
import { kafkajsError } from './kafkajs-errors.ts';
import { encodePayload } from './payload.ts';
import { type RequestLog, requestLog } from './request-log.ts';

/** A record of a transaction, which has at most one a partition. */
export interface TransactionalRecord {
  partition: number;
  value: string;
}

export interface TransactionalProducer {
  /**
   * Sends the records in a transaction and ends it. What became of each, in their order:
   *
   * - `ok`: the coordinator has acknowledged the commit.
   * - `fail`: the record was never sent or was refused, or the coordinator has acknowledged the abort. The error is
   *   ABORTED if that was asked for, otherwise what made it necessary.
   * - `unknown`: a commit or an abort that nobody has confirmed. Even a refused commit may come true: a coordinator that
   *   loses its log's leadership while it waits for its followers says NOT_COORDINATOR.
   */
  run(records: readonly TransactionalRecord[], end: 'commit' | 'abort'): Promise<Attempt[]>;
  close(): Promise<void>;
}

export interface TransactionsOptions {
  bootstrapServers: readonly string[];
  topic: string;
  transactionalId: string;
  /**
   * Whether the records of a transaction are handed to kafkajs in one call. kafkajs 2.2.4 then loses records: where the first try
   * reached some brokers and not the leader of a partition, and the leadership moves to one of those, it takes that broker's old
   * answer for this partition's too, and never sends the record (sendMessages.js, responsePerBroker). The transaction is committed
   * all the same.
   */
  oneSend: boolean;
}

export async function kafkajsTransactions(options: TransactionsOptions): Promise<TransactionalProducer> {
  const { bootstrapServers, topic, transactionalId, oneSend } = options;
  const requests = requestLog();
  const kafka = new Kafka({
    clientId: transactionalId,
    brokers: [...bootstrapServers],
    logLevel: logLevel.NOTHING,
    socketFactory: requests.sockets(kafkajsOwnSockets),
  });
  return await transactionalProducer({ topic, oneSend }, requests, async () => {
    const producer = kafka.producer({
      transactionalId,
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  });
}

/** The parts of kafkajs that are used. */
type OpenTransaction = Pick<Transaction, 'send' | 'commit' | 'abort'>;
type Connected = Pick<KafkajsProducer, 'disconnect'> & { transaction(): Promise<OpenTransaction> };

/** @param connect makes a producer, each time under the same transactional id */
export async function transactionalProducer(
  { topic, oneSend }: Pick<TransactionsOptions, 'topic' | 'oneSend'>,
  requests: Pick<RequestLog, 'of' | 'forget'>,
  connect: () => Promise<Connected>,
): Promise<TransactionalProducer> {
  let current: Connected | undefined = await connect();
  const requestsOf = ({ partition, value }: TransactionalRecord) => requests.of(partition, value);

  const send = async (transaction: OpenTransaction, records: readonly TransactionalRecord[]) => {
    const messages = records.map(({ partition, value }) => ({ partition, value: encodePayload(value) }));
    if (oneSend) return await transaction.send({ topic, messages });
    const sent = messages.map((message) => transaction.send({ topic, messages: [message] }));
    // All have ended before an error is answered with an abort, which must not overtake what is under way.
    await Promise.allSettled(sent);
    return (await Promise.all(sent)).flat();
  };

  const run: TransactionalProducer['run'] = async (records, end) => {
    let transaction: OpenTransaction | undefined;
    let written: RecordMetadata[];
    try {
      current ??= await connect();
      transaction = await current.transaction();
      written = await send(transaction, records);
    } catch (error) {
      const isAborted = transaction !== undefined && (await succeeds(transaction.abort()));
      abandon();
      return records.map((record) => ({
        ...failed(kafkajsError(error), requestsOf(record)),
        ...(isAborted && { outcome: 'fail' }),
      }));
    }
    try {
      await transaction[end]();
    } catch (error) {
      abandon();
      const result = { outcome: 'unknown', error: kafkajsError(error) } as const;
      return records.map((record) => ({ ...result, ...sentTo(requestsOf(record)) }));
    }
    const offsets = new Map(written.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]));
    return records.map((record) => ({
      ...(end === 'abort' ? aborted : committed(offsets.get(record.partition))),
      ...sentTo(requestsOf(record)),
    }));
  };

  const abandon = () => {
    // Not awaited: it waits for answers that may never come.
    current?.disconnect().catch(() => {});
    current = undefined;
  };

  return {
    async run(records, end) {
      try {
        return await run(records, end);
      } finally {
        for (const { value } of records) requests.forget(value);
      }
    },
    async close() {
      await current?.disconnect();
    },
  };
}

/** kafkajs tells no offset of a record that it has forgotten to send. */
function committed(offset: number | undefined): Attempt {
  return { outcome: 'ok', ...(offset !== undefined && { offset }) };
}

const aborted = { outcome: 'fail', error: { name: 'ABORTED' } } as const;

async function succeeds(promise: Promise<unknown>): Promise<boolean> {
  return await promise.then(
    () => true,
    () => false,
  );
}

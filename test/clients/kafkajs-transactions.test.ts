import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  kafkajsTransactions,
  type TransactionalProducer,
  transactionalProducer,
} from '../../src/clients/kafkajs-transactions.ts';
import { type FakeBroker, fakeBroker } from './fake-broker.ts';

const messageTooLarge = 10;
const notCoordinator = 16;
const invalidProducerEpoch = 47;

let broker: FakeBroker;
let producer: TransactionalProducer;
const connect = (oneSend: boolean) =>
  kafkajsTransactions({
    ...{ bootstrapServers: [broker.server], topic: 'topic', transactionalId: 'test' },
    oneSend,
  });
beforeEach(async () => {
  broker = await fakeBroker('topic', 2, 7);
  producer = await connect(true);
  broker.asked.length = 0;
});
afterEach(async () => {
  broker.close();
  await producer.close();
});

const records = (number: number) => [
  { partition: 0, value: `t-0/${number}` },
  { partition: 1, value: `t-1/${number}` },
];
const run = (number: number, end: 'commit' | 'abort' = 'commit') => producer.run(records(number), end);

describe('a transaction', () => {
  test('that is committed says where its records are', async () => {
    expect(await run(0)).toEqual([
      { outcome: 'ok', offset: 0, server: broker.server },
      { outcome: 'ok', offset: 0, server: broker.server },
    ]);
    expect((await run(1)).map(({ offset }) => offset)).toEqual([1, 1]);
    expect(broker.asked).toEqual(['init', 'produce', 'commit', 'produce', 'commit']);
  });

  test('that is aborted on purpose has written nothing', async () => {
    expect(await run(0, 'abort')).toEqual(
      [0, 1].map(() => ({ outcome: 'fail', error: { name: 'ABORTED' }, server: broker.server })),
    );
    expect(broker.asked).toEqual(['init', 'produce', 'abort']);
  });

  test('that cannot send is aborted, and says why it was', async () => {
    broker.produceReplies = [invalidProducerEpoch];
    expect(await run(0)).toMatchObject(
      [0, 1].map(() => ({ outcome: 'fail', error: { name: 'INVALID_PRODUCER_EPOCH' } })),
    );
    expect(broker.asked).toEqual(['init', 'produce', 'abort']);
  });

  test('whose abort nobody confirms has an unknown end', async () => {
    broker.produceReplies = [invalidProducerEpoch];
    broker.endReplies = [notCoordinator];
    expect((await run(0)).map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);
  });

  test('of which every record was refused has written nothing, even if its abort is not confirmed', async () => {
    broker.produceReplies = [messageTooLarge];
    broker.endReplies = ['cut'];
    expect((await run(0)).map(({ outcome }) => outcome)).toEqual(['fail', 'fail']);
  });

  test.each(['commit', 'abort'] as const)('whose %s is not answered has an unknown end', async (end) => {
    broker.endReplies = ['cut'];
    expect(await run(0, end)).toMatchObject(
      [0, 1].map(() => ({ outcome: 'unknown', error: { name: 'CONNECTION_CLOSED' } })),
    );
  });

  test('goes on after each of these with a producer made anew', async () => {
    broker.produceReplies = [invalidProducerEpoch];
    await run(0);
    broker.endReplies = ['cut'];
    await run(1);
    broker.asked.length = 0;
    expect((await run(2)).map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
    expect(broker.asked.filter((each) => each !== 'init')).toEqual(['produce', 'commit']);
    expect(broker.asked).toContain('init');
  });

  test('for which there is no coordinator has written nothing, and the next one looks for it again', async () => {
    let connections = 0;
    const noCoordinator = async () => {
      connections++;
      const transaction = () => Promise.reject(new Error('no coordinator'));
      return { transaction, disconnect: async () => {} };
    };
    const nothingSent = { of: () => [], forget: () => {} };
    const lost = await transactionalProducer({ topic: 'topic', oneSend: true }, nothingSent, noCoordinator);
    const attempt = { outcome: 'fail', error: { name: 'Error' } };
    expect(await lost.run(records(0), 'commit')).toEqual([attempt, attempt]);
    expect(await lost.run(records(1), 'commit')).toEqual([attempt, attempt]);
    expect(connections).toBe(2);
  });

  test('sends each of its records alone, unless it is to send them in one call', async () => {
    const alone = await connect(false);
    broker.asked.length = 0;
    expect((await alone.run(records(0), 'commit')).map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
    expect(broker.asked.filter((each) => each !== 'init')).toEqual(['produce', 'produce', 'commit']);
    broker.produceReplies = [messageTooLarge];
    expect((await alone.run(records(1), 'commit')).map(({ outcome }) => outcome)).toEqual(['fail', 'fail']);
    expect(broker.asked.at(-1)).toBe('abort');
    await alone.close();
  });
});

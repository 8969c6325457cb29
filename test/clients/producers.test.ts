import * as platformatic from '@platformatic/kafka';
import { MultipleErrors, NetworkError, ResponseError, TimeoutError, UserError } from '@platformatic/kafka';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Acks, Attempt, Producer } from '../../src/clients/attempt.ts';
import { kafkajsApplication } from '../../src/clients/kafkajs-application.ts';
import { kafkajsRawProducer } from '../../src/clients/kafkajs-producer.ts';
import { platformaticApplication } from '../../src/clients/platformatic-application.ts';
import { platformaticError } from '../../src/clients/platformatic-errors.ts';
import { type FakeBroker, fakeBroker } from './fake-broker.ts';

const notEnoughReplicas = 19;
const notEnoughReplicasAfterAppend = 20;
const messageTooLarge = 10;

let broker: FakeBroker;
let producer: Producer;
afterEach(async () => {
  broker.close();
  await producer.close();
});

/** A producer of this kind for a broker that knows produce requests of the newest version that the client knows. */
async function open(kind: 'raw' | 'kafkajs' | 'platformatic', acks: Acks = -1, idempotent?: boolean) {
  broker = await fakeBroker('topic', 2, kind === 'platformatic' ? 11 : 7);
  const options = { bootstrapServers: [broker.server], clientId: 'test', topic: 'topic', acks, idempotent };
  if (kind === 'raw') producer = await kafkajsRawProducer({ ...options, requestTimeoutMs: 1_000 });
  else if (kind === 'kafkajs') producer = await kafkajsApplication(options);
  else producer = await platformaticApplication(options);
}

/** What becomes of a record when the client has noticed that its broker is gone. */
async function sendToNobody(): Promise<Attempt> {
  broker.close();
  let number = 0;
  return await vi.waitFor(
    async () => {
      const attempt = await producer.send(0, `a/${number++}`);
      expect(attempt).not.toHaveProperty('server');
      return attempt;
    },
    { timeout: 10_000 },
  );
}

describe.each(['raw', 'kafkajs', 'platformatic'] as const)('a %s producer', (kind) => {
  test('says where a record was written, and by whom', async () => {
    await open(kind);
    expect(await producer.send(1, 'a/0')).toEqual({ outcome: 'ok', offset: 0, server: broker.server });
    expect(await producer.send(1, 'a/1')).toEqual({ outcome: 'ok', offset: 1, server: broker.server });
    expect(await producer.send(0, 'a/2')).toEqual({ outcome: 'ok', offset: 0, server: broker.server });
  });

  test('knows that what was refused was not written', async () => {
    await open(kind);
    broker.produceReplies = [messageTooLarge];
    expect(await producer.send(0, 'a/0')).toMatchObject({
      outcome: 'fail',
      error: { name: 'MESSAGE_TOO_LARGE', code: messageTooLarge },
      server: broker.server,
    });
  });

  test('takes the word of a client that asks for no acknowledgement', async () => {
    await open(kind, 0);
    expect(await producer.send(0, 'a/0')).toEqual({ outcome: 'ok', server: broker.server });
  });
});

describe('a raw producer', () => {
  beforeEach(() => open('raw'));

  test('sends once', async () => {
    broker.produceReplies = [notEnoughReplicas];
    expect(await producer.send(0, 'a/0')).toMatchObject({
      outcome: 'fail',
      error: { name: 'NOT_ENOUGH_REPLICAS' },
    });
    expect(broker.asked).toEqual(['produce']);
  });

  test('does not know what became of a record whose connection was cut', async () => {
    broker.produceReplies = ['cut'];
    expect(await producer.send(0, 'a/0')).toMatchObject({ outcome: 'unknown', server: broker.server });
  });

  test('does not know what became of a record that is not answered', async () => {
    broker.produceReplies = ['silence'];
    expect(await producer.send(0, 'a/0')).toMatchObject({
      outcome: 'unknown',
      error: { name: 'CLIENT_TIMEOUT' },
    });
  });

  test('knows that what found no broker was not written', async () => {
    const attempt = await sendToNobody();
    expect(attempt).toEqual({ outcome: 'fail', error: { name: 'ECONNREFUSED' } });
  });
});

describe('an application over kafkajs', () => {
  beforeEach(() => open('kafkajs'));

  test('tries again, and so writes twice what had been written when the connection was cut', async () => {
    broker.produceReplies = [notEnoughReplicas, 'cut'];
    expect(await producer.send(0, 'a/0')).toMatchObject({ outcome: 'ok', offset: 1 });
    expect(broker.asked).toEqual(['produce', 'produce', 'produce']);
  });

  test('keeps apart what becomes of records that are sent at once', async () => {
    broker.produceReplies = [messageTooLarge];
    const attempts = await Promise.all([0, 1, 2].map((n) => producer.send(n % 2, `a/${n}`)));
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['fail', 'ok', 'ok']);
  });

  test('has certainly not written what every try was refused', async () => {
    broker.produceReplies = [notEnoughReplicas, messageTooLarge];
    expect(await producer.send(0, 'a/0')).toMatchObject({
      outcome: 'fail',
      error: { name: 'MESSAGE_TOO_LARGE', code: messageTooLarge },
    });
    expect(broker.asked).toEqual(['produce', 'produce']);
  });

  test.each([notEnoughReplicasAfterAppend, 'cut'] as const)(
    'may have written what was refused only after a try that ended with %s',
    async (reply) => {
      broker.produceReplies = [reply, messageTooLarge];
      expect(await producer.send(0, 'a/0')).toMatchObject({
        outcome: 'unknown',
        error: { name: 'MESSAGE_TOO_LARGE' },
      });
    },
  );
});

describe('an application over @platformatic/kafka', () => {
  test('tries again, and knows of every try', async () => {
    await open('platformatic');
    broker.produceReplies = ['cut', messageTooLarge];
    expect(await producer.send(0, 'a/0')).toMatchObject({
      outcome: 'unknown',
      error: { name: 'MESSAGE_TOO_LARGE' },
    });
    expect(broker.asked).toEqual(['produce', 'produce']);
  });

  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  test.each([
    [new NetworkError('Connection to h:1 failed.', { cause: refused }), 'ECONNREFUSED'],
    [new NetworkError('Connection closed'), 'CONNECTION_CLOSED'],
    [new TimeoutError('Request timed out'), 'CLIENT_TIMEOUT'],
    [new NetworkError('Cannot get a connection', { hasStaleMetadata: true }), 'LEADER_UNKNOWN_TO_CLIENT'],
    [new UserError('Client closed while retrying produce.'), 'PLT_KFK_USER'],
    [new ResponseError(0, 11, { '/': [6, null] }, {}), 'NOT_LEADER_OR_FOLLOWER'],
  ])('gives up for the last of its reasons: %s', (last, name) => {
    const tries = new MultipleErrors('produce failed 2 times.', [new NetworkError('x'), last]);
    expect(platformaticError(new MultipleErrors('Producing messages failed.', [tries])).name).toBe(name);
  });
});

test.each(['kafkajs', 'platformatic'] as const)('idempotent, %s asks for an id first', async (kind) => {
  await open(kind, -1, true);
  await producer.send(0, 'a/0');
  expect(broker.asked).toEqual(['init', 'produce']);
});

test('every version of produce requests that a client may use can be followed', () => {
  const versions = Object.keys(platformatic).filter((name) => /^produceV\d+$/.test(name));
  expect(versions.sort()).toEqual(
    [3, 4, 5, 6, 7, 8, 9, 10, 11].map((version) => `produceV${version}`).sort(),
  );
});

/**
 * The ready-made compose files, started by Docker Compose itself and used through what they publish.
 */
import { Kafka, logLevel } from 'kafkajs';
import pRetry from 'p-retry';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../../src/engine/command.ts';
import { findKafkaImage } from '../../src/images/kafka-image.ts';
import { findToxiproxyImage } from '../../src/images/toxiproxy-image.ts';
import { defaultSizes, type Mode } from '../../src/topology/mode.ts';
import { createTopology } from '../../src/topology/topology.ts';
import { composeProject, docker, findProject } from './engine.ts';
import { findCompose } from './find-compose.ts';

const say = () => {};
const compose = await findCompose();
if ('missing' in compose) console.warn(`skipped: ${compose.missing}`);

describe.each<[Mode, string]>([
  ['kraft-combined', '4.3.1'],
  ['zk', '3.9.2'],
])('compose/%s-%s.yaml', (mode, kafkaVersion) => {
  test('starts a cluster whose links can be broken, and leaves nothing behind', async (context) => {
    if ('missing' in compose) return context.skip(compose.missing);
    const topology = createTopology(mode, defaultSizes);
    const file = new URL(`../../compose/${mode}-${kafkaVersion}.yaml`, import.meta.url).pathname;
    // The images that the program uses here, in the place of those that a registry has.
    const env = {
      ...process.env,
      KAFKA_IMAGE: (await findKafkaImage(docker, { version: kafkaVersion, say })).reference,
      TOXIPROXY_IMAGE: await findToxiproxyImage(docker, { say }),
    };
    const [program, ...subcommand] = compose.command;
    const command = (...rest: string[]) =>
      runCommand(program, [...subcommand, '-p', composeProject, '-f', file, ...rest], { env });
    const down = () => command('down', '--volumes', '--timeout', '2');
    onTestFinished(async () => {
      await down();
    });
    await command('up', '--detach', '--quiet-pull');

    const proxies = (await (await fetch('http://127.0.0.1:8474/proxies')).json()) as object;
    expect(Object.keys(proxies).sort()).toEqual(topology.links.map((link) => link.name).sort());

    const brokers = ['127.0.0.1:19101', '127.0.0.1:19102', '127.0.0.1:19103'];
    // A broker may hear of a new topic a little later than the one that is asked first.
    const kafka = new Kafka({
      brokers,
      logLevel: logLevel.NOTHING,
      retry: { retries: 20, maxRetryTime: 2000 },
    });
    expect(await membersOf(kafka)).toEqual([19_101, 19_102, 19_103]);
    expect(await thereAndBack(kafka, ['one', 'two', 'three'])).toEqual(['one', 'two', 'three']);

    const broker = topology.nodes.find((node) => node.roles.includes('broker'))!.name;
    await setEnabled(`clients->${broker}`, false);
    await expect(connect(brokers[0]!)).rejects.toThrow();
    await setEnabled(`clients->${broker}`, true);
    await connect(brokers[0]!);

    await down();
    expect(await findProject()).toEqual({ containers: [], networks: [], volumes: [] });
  });
});

/** The ports of the brokers, as the cluster tells them to clients, once it has all three. */
async function membersOf(kafka: Kafka): Promise<number[]> {
  const admin = kafka.admin();
  try {
    return await pRetry(
      async () => {
        await admin.connect();
        const { brokers } = await admin.describeCluster();
        if (brokers.length < 3)
          throw new Error(`only ${brokers.length} of 3 brokers have joined the cluster`);
        return brokers.map((broker) => broker.port).sort();
      },
      { retries: 120, minTimeout: 250, factor: 1 },
    );
  } finally {
    await admin.disconnect();
  }
}

/** Produces to a topic that is on all brokers, and consumes what is there. */
async function thereAndBack(kafka: Kafka, values: string[]): Promise<string[]> {
  const topic = 'there-and-back';
  const admin = kafka.admin();
  const producer = kafka.producer();
  // By default it would wait five seconds for its last fetch before it lets go.
  const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 200 });
  try {
    await Promise.all([admin.connect(), producer.connect(), consumer.connect()]);
    await admin.createTopics({
      topics: [{ topic, numPartitions: 1, replicationFactor: 3 }],
      waitForLeaders: false,
    });
    await producer.send({ topic, acks: -1, messages: values.map((value) => ({ value })) });
    await consumer.subscribe({ topic, fromBeginning: true });
    const received: string[] = [];
    await new Promise<void>((resolve) => {
      void consumer.run({
        eachMessage: async ({ message }) => {
          received.push(String(message.value));
          if (received.length === values.length) resolve();
        },
      });
    });
    return received;
  } finally {
    await Promise.all([admin.disconnect(), producer.disconnect(), consumer.disconnect()]);
  }
}

async function setEnabled(link: string, enabled: boolean): Promise<void> {
  const response = await fetch(`http://127.0.0.1:8474/proxies/${encodeURIComponent(link)}`, {
    method: 'POST',
    body: JSON.stringify({ enabled }),
  });
  expect(response.status).toBe(200);
}

/** Asks one broker for metadata, once. */
async function connect(broker: string): Promise<void> {
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, retry: { retries: 0 } }).admin();
  try {
    await admin.connect();
  } finally {
    await admin.disconnect();
  }
}

/**
 * An independent witness of an outage: Kafka's own Java producer, in a container, on a topic of its own, with a clock
 * and a client that have nothing to do with the probe.
 */
import { openAdmin } from '../../src/clients/admin.ts';
import { ownerLabels } from '../../src/engine/ownership.ts';
import { findKafkaImage } from '../../src/images/kafka-image.ts';
import { docker } from './engine.ts';

const topic = 'witness';
const witnessPerSecond = 50;
/** The witness's resolution: how often it sends, and the Java client's longest back-off. */
export const resolutionMs = 1_000 / witnessPerSecond + 1_000;

export interface Witness {
  /** Stops it. When each of its records was acknowledged, in ms by its own clock. */
  end(): Promise<number[]>;
}

/** Lets a witness produce to the only cluster that runs. */
export async function callWitness(): Promise<Witness> {
  const servers = await bootstrapServers();
  const admin = openAdmin(servers, 'witness-admin');
  await admin.createTopic({
    name: topic,
    partitions: 1,
    replicationFactor: 3,
    config: { 'min.insync.replicas': '2' },
  });
  await admin.close();
  return await startWitness(servers);
}

/** The published ports of the only Toxiproxy that runs, but for its API's. */
async function bootstrapServers(): Promise<string[]> {
  const containers = await docker.listContainers({ filters: { name: ['-toxiproxy'] } });
  return containers[0]!.Ports.filter((port) => port.PublicPort && port.PrivatePort > 9_000).map(
    (port) => `127.0.0.1:${port.PublicPort}`,
  );
}

/** In the network of this machine, where clients are. */
async function startWitness(servers: readonly string[]): Promise<Witness> {
  const image = await findKafkaImage(docker, { version: '3.9.2', say: () => {} });
  const container = await docker.createContainer({
    Image: image.reference,
    Entrypoint: ['java'],
    Cmd: [
      ...['-cp', '/opt/kafka/libs/*', 'org.apache.kafka.tools.VerifiableProducer'],
      ...['--bootstrap-server', servers.join(','), '--topic', topic],
      ...['--throughput', String(witnessPerSecond), '--acks', '-1'],
    ],
    Labels: ownerLabels('witness'),
    HostConfig: { NetworkMode: 'host' },
  });
  await container.start();
  return {
    async end(): Promise<number[]> {
      const raw = (await container.logs({ stdout: true, stderr: false, follow: false })) as unknown as Buffer;
      await container.remove({ force: true, v: true });
      return textOf(raw)
        .split('\n')
        .filter((line) => line.includes('producer_send_success'))
        .map((line) => JSON.parse(line).timestamp);
    },
  };
}

/** Docker puts eight bytes before each piece of output: a stream number and the piece's length. */
function textOf(raw: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= raw.length; ) {
    const length = raw.readUInt32BE(at + 4);
    pieces.push(raw.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(pieces).toString();
}

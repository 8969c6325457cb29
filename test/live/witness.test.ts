/**
 * The measured outage against an independent witness: Kafka's own Java producer, in a container, on a topic of its
 * own, with a clock and a client that have nothing to do with the probe.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openAdmin } from '../../src/clients/admin.ts';
import { ownerLabels } from '../../src/engine/ownership.ts';
import { findKafkaImage } from '../../src/images/kafka-image.ts';
import { type Run, runSchema } from '../../src/reports/run-json.ts';
import { belongings, docker } from './engine.ts';
import { resultsFolder, start } from './program.ts';

const topic = 'witness';
/** How often the witness sends; together with the Java client's back-off (up to 1 s) it is the witness's resolution. */
const witnessPerSecond = 50;
const resolutionMs = 1_000 / witnessPerSecond + 1_000;

test("Kafka's VerifiableProducer sees the same outage as the probe", async () => {
  const out = resultsFolder();
  const program = start(['run', 'kill-leader', '--mode', 'kraft', '--out', out]);
  await program.says(/probing/);
  const servers = await bootstrapServers();
  const admin = openAdmin(servers, 'witness-admin');
  await admin.createTopic({
    name: topic,
    partitions: 1,
    replicationFactor: 3,
    config: { 'min.insync.replicas': '2' },
  });
  await admin.close();
  const witness = await startWitness(servers);
  const { status, stdout, stderr } = await program.ended;
  const acknowledged = await witness.end();
  expect(status, stderr + stdout).toBe(0);

  const run = runOf(out);
  const gaps = acknowledged.slice(1).map((at, index) => at - acknowledged[index]!);
  const witnessedMs = Math.max(...gaps);
  const measured = run.produce.partitions.map((each) => each.longestMs!);
  console.log(
    `the witness acknowledged ${acknowledged.length} records, its longest gap was ${witnessedMs} ms; the probe measured ${measured.join(', ')} ms`,
  );
  expect(acknowledged.length).toBeGreaterThan(500);
  expect(witnessedMs).toBeGreaterThan(Math.min(...measured) - resolutionMs);
  expect(witnessedMs).toBeLessThan(Math.max(...measured) + resolutionMs);
  expect(await belongings()).toEqual([]);
});

function runOf(out: string): Run {
  const path = join(out, 'kill-leader', 'kraft-3.9.2-kafkajs-1', 'run.json');
  return runSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** The published ports of the only Toxiproxy that runs, but for its API's. */
async function bootstrapServers(): Promise<string[]> {
  const containers = await docker.listContainers({ filters: { name: ['-toxiproxy'] } });
  return containers[0]!.Ports.filter((port) => port.PublicPort && port.PrivatePort > 9_000).map(
    (port) => `127.0.0.1:${port.PublicPort}`,
  );
}

/** In the network of this machine, where clients are. */
async function startWitness(servers: readonly string[]) {
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
    /** Stops it. When each of its records was acknowledged, in ms by its own clock. */
    async end(): Promise<number[]> {
      const raw = (await container.logs({ stdout: true, stderr: false, follow: false })) as unknown as Buffer;
      await container.remove({ force: true });
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

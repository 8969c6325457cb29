/**
 * The images that clusters run on: both versions, what each says of itself, and that the class archive is used.
 */
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { usualKafkaVersions } from '../../src/commands/setup.ts';
import { connectEngine } from '../../src/engine/engine.ts';
import { removeCluster } from '../../src/engine/leftovers.ts';
import { ownerLabels } from '../../src/engine/ownership.ts';
import { UsageError } from '../../src/errors.ts';
import { buildImage } from '../../src/images/build.ts';
import { definitionFolder, filesIn } from '../../src/images/definition.ts';
import { findKafkaImage } from '../../src/images/kafka-image.ts';
import { findToxiproxyImage } from '../../src/images/toxiproxy-image.ts';
import { buildOfficialLike } from './official-like.ts';

// Whatever a test of this file did not come to remove.
afterAll(() => removeCluster(docker, 'images-test'));

const say = () => {};
const docker = await connectEngine({ install: true, say });

async function run(image: string, entrypoint: string, args: readonly string[]) {
  const output = new PassThrough();
  const chunks: Buffer[] = [];
  output.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [{ StatusCode: status }, container] = await docker.run(image, [...args], output, {
    Tty: true,
    Entrypoint: [entrypoint],
    Labels: ownerLabels('images-test'),
    HostConfig: { NetworkMode: 'none' },
  });
  await container.remove({ v: true });
  return { status, output: Buffer.concat(chunks).toString() };
}

describe.each(usualKafkaVersions)('the image of Kafka %s', (version) => {
  it('has that version of Kafka, says how its Java is started, and runs as user 1000', async () => {
    const image = await findKafkaImage(docker, { version, say });
    const { output } = await run(image.reference, 'java', [
      ...image.javaArguments,
      'kafka.Kafka',
      '--version',
    ]);
    expect(output).toContain(version);
    expect((await docker.getImage(image.id).inspect()).Config.User).toMatch(/^(1000|appuser)/);
  });

  it.skipIf(process.env.KAFKA_CHAOS_IMAGES === 'pull')(
    'takes its classes from the archive, with the heaps of all roles',
    async () => {
      const image = await findKafkaImage(docker, { version, source: 'build', say });
      for (const heap of ['-Xmx512m', '-Xmx1g']) {
        const { output } = await run(image.reference, 'java', [
          ...image.javaArguments,
          '-Xms256m',
          heap,
          '-Xlog:class+load',
          'kafka.Kafka',
          '--version',
        ]);
        expect(output).toMatch(/ kafka\.Kafka source: shared objects file/);
      }
    },
  );

  it('can be imitated as the official image: no files of ours, no shell, and it is taken for what it is', async () => {
    const reference = await buildOfficialLike(docker, version);
    const image = await findKafkaImage(docker, { version, image: reference, say });
    expect(image).toMatchObject({ source: 'given', javaArguments: ['-cp', '/opt/kafka/libs/*'] });
    const { status, output } = await run(reference, 'java', [
      ...image.javaArguments,
      'kafka.Kafka',
      '--version',
    ]);
    expect(output).toContain(version);
    expect(status).toBe(0);
    await expect(run(reference, 'sh', ['-c', 'true'])).rejects.toThrow(/"sh"/);
  });
});

it('an image with another Kafka than was asked for is refused', async () => {
  const reference = await buildOfficialLike(docker, '4.3.1');
  await expect(findKafkaImage(docker, { version: '3.9.2', image: reference, say })).rejects.toThrow(
    new UsageError(`the image ${reference} has Kafka 4.3.1, not 3.9.2; say --kafka 4.3.1`),
  );
});

it('a Kafka version that does not exist leaves nothing behind, and says what failed', async () => {
  const before = (await docker.listImages({ all: true })).length;
  const request = findKafkaImage(docker, { version: '4.3.999', source: 'build', say });
  await expect(request).rejects.toThrow(/no image of Kafka 4\.3\.999: the jars cannot be fetched.*4\.3\.999/);
  expect((await docker.listImages({ all: true })).length).toBe(before);
});

it('a build that fails half-way leaves no image behind', async () => {
  const before = (await docker.listImages({ all: true })).map(({ Id }) => Id).sort();
  const request = buildImage(
    docker,
    {
      reference: 'kafka-chaos-test/broken:1',
      context: definitionFolder('toxiproxy'),
      dockerfile: 'Dockerfile.packages',
      labels: {},
    },
    say,
  );
  // The server is not in the context.
  await expect(request).rejects.toThrow(/building kafka-chaos-test\/broken:1 failed: .*server/);
  expect((await docker.listImages({ all: true })).map(({ Id }) => Id).sort()).toEqual(before);
  expect(filesIn(definitionFolder('toxiproxy'))).not.toContain('server');
});

it('Toxiproxy says its version', async () => {
  const reference = await findToxiproxyImage(docker, { say });
  const { output } = await run(reference, '/toxiproxy', ['-version']);
  expect(output).toMatch(/2\.5\.0|git/);
});

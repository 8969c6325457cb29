import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { definitionFolder, filesIn, findImage, hashOf } from '../../src/images/definition.ts';
import { versionIn } from '../../src/images/jars.ts';
import { debianReleaseWith, javaFor } from '../../src/images/java.ts';
import { packFolder } from '../../src/images/pack.ts';
import { allows, fixedSource } from '../../src/images/source.ts';

it.each([
  ['3.3.2', 17],
  ['3.8.1', 17],
  ['3.9.2', 21],
  ['4.0.0', 21],
  ['4.1.1', 21],
  ['4.2.0', 25],
  ['4.3.1', 25],
  ['5.0.0', 25],
] as const)('Kafka %s runs on Java %i', (kafka, java) => {
  expect(javaFor(kafka)).toBe(java);
  expect(debianReleaseWith(java)).toBe(java === 17 ? 'bookworm' : 'trixie');
});

describe('the environment fixes where images come from', () => {
  it('if it says so', () => {
    expect(fixedSource({})).toBeUndefined();
    expect(fixedSource({ KAFKA_CHAOS_IMAGES: '' })).toBeUndefined();
    expect(fixedSource({ KAFKA_CHAOS_IMAGES: 'build' })).toBe('build');
  });

  it('and nothing else is then allowed', () => {
    expect(allows('build', 'pull')).toBe(false);
    expect(allows('build', 'build')).toBe(true);
    expect(allows(undefined, 'pull')).toBe(true);
  });

  it('but not with a word of its own', () => {
    expect(() => fixedSource({ KAFKA_CHAOS_IMAGES: 'docker' })).toThrow(
      new UsageError('KAFKA_CHAOS_IMAGES is "docker", but can only be local, pull, build'),
    );
  });
});

it('the version of an artifact is told from its jar, and not from those of its neighbours', () => {
  const jars = ['log4j-core-test-1.0.jar', 'log4j-core-2.25.4.jar', 'zookeeper-jute-3.8.4.jar'];
  expect(versionIn(jars, 'log4j-core')).toBe('2.25.4');
  expect(versionIn(jars, 'zookeeper')).toBeUndefined();
});

describe('an image definition', () => {
  it('has another hash when a file, a name or a parameter is another', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-test-'));
    try {
      const hash = () => hashOf([folder], '3.9.2');
      writeFileSync(join(folder, 'a'), 'one');
      const first = hash();
      expect(hash()).toBe(first);
      expect(hashOf([folder], '4.3.1')).not.toBe(first);
      writeFileSync(join(folder, 'a'), 'two');
      expect(hash()).not.toBe(first);
      writeFileSync(join(folder, 'a'), 'one');
      mkdirSync(join(folder, 'b'));
      expect(hash()).toBe(first);
      writeFileSync(join(folder, 'b', 'c'), '');
      expect(hash()).not.toBe(first);
      expect(filesIn(folder)).toEqual(['a', 'b/c']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('goes to the engine as a tar archive of all its files', async () => {
    const archive = Buffer.concat(await Array.fromAsync(packFolder(definitionFolder('kafka'))));
    for (const file of ['Dockerfile', 'training/make-archive.sh']) expect(archive.includes(file)).toBe(true);
    expect(archive.length % 512).toBe(0);
  });
});

it('what the engine does not take for the name of an image is wrong usage', async () => {
  const answering = (statusCode: number) => {
    const inspect = () =>
      Promise.reject(Object.assign(new Error('invalid reference format'), { statusCode }));
    return { getImage: () => ({ inspect }) } as unknown as Docker;
  };
  expect(await findImage(answering(404), 'apache/kafka:1')).toBeUndefined();
  await expect(findImage(answering(400), 'Apache/kafka:3.9.2')).rejects.toThrow(
    new UsageError('"Apache/kafka:3.9.2" cannot be the name of an image'),
  );
});
